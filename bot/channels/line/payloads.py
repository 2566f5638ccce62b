"""Reading what LINE posts, forgivingly: new types, properties and values appear without notice.

A body (https://developers.line.biz/en/reference/messaging-api/#webhooks), shortened:

    {"destination": "U…", "events": [
      {"type": "message", "mode": "active", "timestamp": 1700000000000, "webhookEventId": "01H…",
       "deliveryContext": {"isRedelivery": false}, "source": {"type": "user", "userId": "U…"},
       "replyToken": "…", "message": {"type": "text", "id": "4…", "quoteToken": "…", "text": "…"}}]}
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from bot.channels.base.payloads import EventKind, IncomingEvent

CHANNEL = "line"
_KINDS = {"message": EventKind.MESSAGE, "follow": EventKind.FOLLOWED, "unfollow": EventKind.BLOCKED}


class UnreadableBody(Exception):
    """The body is not what LINE sends. Carries `not_json` or `no_events`, never a word of the body."""


def parse(body: bytes, received_at: datetime) -> list[IncomingEvent]:
    """Every event of a body, in its order. Raises UnreadableBody; never fails on what an event holds."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableBody("not_json") from error
    events = content.get("events") if isinstance(content, dict) else None
    if not isinstance(events, list):
        raise UnreadableBody("no_events")
    return [_event(event, received_at) for event in events]


def _event(event: Any, received_at: datetime) -> IncomingEvent:
    raw = json.dumps(event, ensure_ascii=False, sort_keys=True)
    if not isinstance(event, dict):
        return IncomingEvent(CHANNEL, _fallback_id(raw), EventKind.OTHER, received_at, raw)
    message = _mapping(event, "message")
    source = _mapping(event, "source")
    alone = _text(source, "type") == "user"
    answerable = _text(event, "mode") != "standby"
    kind = _KINDS.get(_text(event, "type"), EventKind.OTHER)
    if not answerable or (kind is EventKind.MESSAGE and not message):
        kind = EventKind.OTHER
    return IncomingEvent(
        channel=CHANNEL,
        event_id=_text(event, "webhookEventId") or _fallback_id(raw),
        kind=kind,
        occurred_at=_moment(event.get("timestamp"), received_at),
        raw=raw,
        # In a group anybody could read the answer: such events are kept and not answered.
        address=(_text(source, "userId") or None) if alone else None,
        message_kind=_text(message, "type") or "unknown",
        text=_text(message, "text") if _text(message, "type") == "text" else "",
        reply_token=_text(event, "replyToken") or None,
    )


def _mapping(holder: dict[str, Any], name: str) -> dict[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _moment(milliseconds: Any, otherwise: datetime) -> datetime:
    """LINE's clock, in milliseconds; ours where it is missing or absurd."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return otherwise


def _fallback_id(raw: str) -> str:
    return "sha256:" + hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
