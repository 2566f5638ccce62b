import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.simulator.errors import (
    ApiRefusal,
    BodyTooLarge,
    CallerLeftWaiting,
    InternalServerError,
    InvalidProperty,
    MonthlyLimitReached,
    RateLimited,
    RetryKeyNotSupported,
    Unauthorized,
    UnreadableBody,
    UnsupportedContentType,
)
from bot.simulator.faults import Fault, FaultKind
from bot.simulator.ids import new_request_id
from bot.simulator.models import ApiCall, Json
from bot.simulator.platform import Platform

BODY_LIMIT_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """`content` (bytes) takes the place of the JSON `body` when given."""

    status: int = 200
    body: Json = field(default_factory=dict)
    content: bytes | None = None
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request; `record` is its line in the journal."""

    record: ApiCall
    body: Json
    path_params: dict[str, str]
    retry_key: str | None

    @property
    def request_id(self) -> str:
        return self.record.request_id

    @property
    def at(self) -> float:
        return self.record.at


type Handler = Callable[[Platform, Call], Awaitable[Answer]]
type PlatformOf = Callable[[Request], Platform]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`name` is what faults and the journal call it."""

    name: str
    method: str
    path: str
    handle: Handler
    takes_retry_key: bool = False


class Gate:
    """What every call of the Messaging API passes: token, size, JSON, faults, journal."""

    def __init__(self, endpoint: Endpoint, platform_of: PlatformOf) -> None:
        self._endpoint = endpoint
        self._platform_of = platform_of

    async def answer(self, request: Request) -> Response:
        platform = self._platform_of(request)
        record = self._open_record(platform, request)
        try:
            answer = await self._answer(platform, request, record)
        except ApiRefusal as refusal:
            answer = Answer(refusal.status, refusal.body, headers=refusal.headers)
        if answer.status != CallerLeftWaiting.status:
            record.status, record.answered_at = answer.status, platform.now()
            record.answer = answer.body
        return _response(answer, record.request_id)

    async def _answer(self, platform: Platform, request: Request, record: ApiCall) -> Answer:
        self._authorize(platform, request)
        record.body = await _read_json(request)
        retry_key = request.headers.get("x-line-retry-key")
        if retry_key is not None and not self._endpoint.takes_retry_key:
            raise RetryKeyNotSupported
        fault = platform.faults.strike_call(self._endpoint.name)
        record.fault = fault.kind if fault else None
        _refuse_before(fault)
        call = Call(record, record.body, request.path_params, retry_key)
        answer = await self._endpoint.handle(platform, call)
        return await _spoil(answer, fault, request)

    def _authorize(self, platform: Platform, request: Request) -> None:
        expected = f"Bearer {platform.settings.channel_access_token}"
        if request.headers.get("authorization") != expected:
            raise Unauthorized

    def _open_record(self, platform: Platform, request: Request) -> ApiCall:
        record = ApiCall(
            number=platform.journal.next_number(),
            request_id=new_request_id(),
            at=platform.now(),
            endpoint=self._endpoint.name,
            method=request.method,
            path=request.url.path,
            headers=_without_token(request),
        )
        platform.journal.add_call(record)
        return record


def _without_token(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name != "authorization"}


async def _read_json(request: Request) -> Json:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT_BYTES:
            raise BodyTooLarge
    if request.method == "GET" or not body:
        return {}
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith("application/json"):
        raise UnsupportedContentType(content_type)
    return _parse(bytes(body))


def _parse(body: bytes) -> Json:
    try:
        content = json.loads(body)
        _refuse_half_characters(content, body)
    except json.JSONDecodeError as error:
        raise UnreadableBody(error.lineno, error.colno) from error
    except UnicodeError as error:
        raise UnreadableBody(1, 1) from error
    if not isinstance(content, dict):
        raise InvalidProperty("-")
    return content


def _refuse_half_characters(content: object, body: bytes) -> None:
    """A surrogate without its other half is JSON, but no text that a phone could show."""
    if rb"\ud" in body.lower():
        json.dumps(content, ensure_ascii=False).encode()


def _refuse_before(fault: Fault | None) -> None:
    match fault.kind if fault else None:
        case FaultKind.ERROR_BEFORE_ACCEPT:
            raise InternalServerError
        case FaultKind.RATE_LIMITED:
            raise RateLimited
        case FaultKind.QUOTA_REACHED:
            raise MonthlyLimitReached


async def _spoil(answer: Answer, fault: Fault | None, request: Request) -> Answer:
    """The request is carried out by now; what the caller learns of it is another matter."""
    match fault.kind if fault else None:
        case FaultKind.ERROR_AFTER_ACCEPT:
            raise InternalServerError
        case FaultKind.MALFORMED_OK:
            return Answer(answer.status, content=b'{"sentMessages": [{"id"')
        case FaultKind.TIMEOUT_AFTER_ACCEPT if fault is not None:
            await _hang(request, fault.seconds)
            raise CallerLeftWaiting
    return answer


async def _hang(request: Request, seconds: float) -> None:
    """Until the caller gives up, at most so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await request.receive()  # the body is read: all that can still come is the hang-up
    except TimeoutError:
        return


def _response(answer: Answer, request_id: str) -> Response:
    headers = {"x-line-request-id": request_id, **answer.headers}
    if answer.content is not None:
        return Response(answer.content, answer.status, headers, answer.media_type)
    return JSONResponse(answer.body, answer.status, headers)
