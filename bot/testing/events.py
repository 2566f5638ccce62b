"""Events as they might come in."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot.channels.base.payloads import EventKind, IncomingEvent

_numbers = count(1)


def said(text: str, *, address: str = "U" + "a" * 32, **changes: Any) -> IncomingEvent:
    """A text message from a resident; `changes` replace any field of the event."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "channel": "line",
        "event_id": f"event-{number}",
        "kind": EventKind.MESSAGE,
        "occurred_at": datetime.fromtimestamp(1_794_000_000 + number, UTC),
        "raw": "{}",
        "address": address,
        "text": text,
        "reply_token": f"token-{number}",
    }
    return IncomingEvent(**{**values, **changes})
