"""The only way into Rasa: one turn of one conversation, or the reading of one text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from hmac import compare_digest
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from nlu.channels.answers import Bubbles, answer, reading, stored_answer
from nlu.channels.bodies import BadBody, Reading, Turn
from nlu.channels.readable import Readable, readable
from nlu.classifiers.message_reader import DANGERS, HOUSEHOLD, ISSUES, SCOPE
from nlu.tracker_stores.loud import TrackerStoreDown, fail_loudly

# A burst of LINE messages (5,000 characters each) read as one turn stays far below this.
MAX_BODY_BYTES = 512 * 1024

# The slot, and the entity that fills it, in domain.yml.
HANDED_OFF = "handed_off"

Handler = Callable[[Request, Agent], Awaitable[HTTPResponse]]
Guarded = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]


class TurnInput(InputChannel):
    """`POST turn`, `POST read`, `GET health` under `/webhooks/madoguchi`, for the bearer only."""

    @classmethod
    def name(cls) -> str:
        return "madoguchi"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TurnInput:
        token = (credentials or {}).get("token")
        if not token:
            cls.raise_missing_credentials_exception()
        return cls(str(token))

    def __init__(self, token: str) -> None:
        self._expected = f"Bearer {token}".encode()

    def blueprint(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],  # noqa: ARG002 - Rasa's way in
    ) -> Blueprint:
        channel = Blueprint("madoguchi")
        channel.listener(_let_the_store_fail, "after_server_start")
        channel.add_route(self._guarded(_turn), "/turn", methods=["POST"], name="turn")
        channel.add_route(self._guarded(_read), "/read", methods=["POST"], name="read")
        channel.add_route(self._guarded(_health), "/health", methods=["GET"], name="health")
        return channel

    def _guarded(self, handle: Handler) -> Guarded:
        """Bearer, size, a ready agent: only then the handler."""

        async def guarded(request: Request) -> HTTPResponse:
            if not compare_digest(_authorization(request), self._expected):
                return _refusal(401, "unauthorized")
            if len(request.body) > MAX_BODY_BYTES:
                return _refusal(413, "body too large")
            agent: Agent | None = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return _refusal(503, "no model loaded")
            return await _answered(handle, request, agent)

        return guarded


async def _answered(handle: Handler, request: Request, agent: Agent) -> HTTPResponse:
    try:
        return await handle(request, agent)
    except BadBody as error:
        return _refusal(400, str(error))
    except (TrackerStoreDown, LockError) as error:
        return _refusal(503, str(error))


async def _turn(request: Request, agent: Agent) -> HTTPResponse:
    turn = Turn.from_body(request.body)
    async with agent.lock_store.lock(turn.conversation_id):
        given = await _given_before(turn, agent) if turn.retried else None
        given = given or await _give(turn, agent)
    if not given["messages"]:
        return _refusal(502, "no reply: an action failed, or no rule applies")
    return json(given)


async def _given_before(turn: Turn, agent: Agent) -> dict[str, Any] | None:
    tracker = await agent.tracker_store.retrieve(turn.conversation_id)
    stored = stored_answer(tracker, turn.turn_id)
    # A turn without a bubble was cut short by a failed action, so it is taken up again.
    return stored if stored and stored["messages"] else None


async def _give(turn: Turn, agent: Agent) -> dict[str, Any]:
    text = readable(turn.text)
    parse = await _parse(text, agent)
    said = Bubbles()
    message = UserMessage(
        text.clean,
        said,
        turn.conversation_id,
        parse_data={**parse, ENTITIES: [*parse[ENTITIES], *_known_by(turn)]},
        input_channel=TurnInput.name(),
        message_id=turn.turn_id,
        metadata={"turn_id": turn.turn_id},
    )
    # Not the agent's handle_message: it would take the lock again that is held here.
    await agent.processor.handle_message(message)
    return answer(turn.turn_id, said.bubbles, parse, agent.model_id)


def _known_by(turn: Turn) -> list[dict[str, Any]]:
    """The caller's news as an entity, from which Rasa fills the slot before any policy is asked."""
    if turn.handed_off is None:
        return []
    return [{"entity": HANDED_OFF, "value": turn.handed_off}]


async def _read(request: Request, agent: Agent) -> HTTPResponse:
    text = readable(Reading.from_body(request.body).text)
    return json({"parse": reading(await _parse(text, agent), agent.model_id)})


async def _health(request: Request, agent: Agent) -> HTTPResponse:  # noqa: ARG001
    return json({"status": "ok", "model": agent.model_id})


async def _parse(text: Readable, agent: Agent) -> dict[str, Any]:
    """Only what is needed later: token offsets and rankings would fill every stored event."""
    parse = await agent.parse_message(text.clean)
    intent = parse[INTENT]
    return {
        TEXT: text.clean,
        INTENT: {"name": intent["name"], "confidence": float(intent["confidence"])},
        ENTITIES: parse[ENTITIES],
        SCOPE: parse[SCOPE],
        ISSUES: text.restore(parse[ISSUES]),
        DANGERS: text.restore(parse[DANGERS]),
        HOUSEHOLD: parse[HOUSEHOLD],
    }


async def _let_the_store_fail(app: Sanic, *_: Any) -> None:
    agent: Agent | None = getattr(app.ctx, "agent", None)
    if agent is not None:
        fail_loudly(agent.tracker_store)


def _authorization(request: Request) -> bytes:
    return request.headers.get("authorization", "").encode(errors="surrogateescape")


def _refusal(status: int, reason: str) -> HTTPResponse:
    return json({"error": reason}, status=status)
