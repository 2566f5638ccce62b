"""Where LINE posts: verify, store, acknowledge. Nothing is answered 200 before it is stored."""

import hashlib
import logging
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.line.payloads import CHANNEL, UnreadableBody, parse
from bot.channels.line.signature import is_genuine
from bot.intake.service.desk import Desk
from bot.intake.service.receive import bury, receive

LARGEST_BODY = 1_000_000  # bytes; LINE's own bodies are far smaller

logger = logging.getLogger(__name__)


class _TooLarge(Exception):
    pass


def create_router(desk: Desk, channel_secrets: Sequence[str]) -> APIRouter:
    router = APIRouter()

    @router.post("/webhooks/line")
    async def webhook(request: Request) -> Response:
        try:
            body = await _read(request)
        except _TooLarge:
            return Response(status_code=413)
        signatures = request.headers.getlist("x-line-signature")
        if len(signatures) != 1 or not is_genuine(body, signatures[0], channel_secrets):
            # Nothing of what was sent goes into the log: it may be an attacker's.
            logger.warning("webhook refused: signature missing, repeated or wrong")
            return Response(status_code=400)
        return await _store(desk, body)

    return router


async def _store(desk: Desk, body: bytes) -> Response:
    try:
        await receive(desk, parse(body, desk.clock()))
    except UnreadableBody as unreadable:
        event_id = "sha256:" + hashlib.sha256(body).hexdigest()
        await bury(
            desk, CHANNEL, event_id, body.decode("utf-8", "backslashreplace"), str(unreadable)
        )
    except SQLAlchemyError:
        # LINE delivers again what was not acknowledged, when redelivery is switched on.
        logger.exception("webhook not stored")
        return Response(status_code=500)
    return Response(status_code=200)


async def _read(request: Request) -> bytes:
    """The body, refused as soon as it grows too large, whatever its headers claim."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise _TooLarge
    return bytes(body)
