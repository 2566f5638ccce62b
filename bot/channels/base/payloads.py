"""The shapes that every channel speaks: what comes in, what goes out, how sending ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    MESSAGE = "message"
    FOLLOWED = "followed"
    """The person added us, or opened the channel again."""
    BLOCKED = "blocked"
    OTHER = "other"
    """Known or unknown to us: kept, and nothing is done about it."""


@dataclass(frozen=True)
class IncomingEvent:
    """One event of a platform, with what we understood of it and the whole of what came (`raw`, JSON).

    `event_id` is the platform's own, unique per channel. `message_kind` is the platform's word (text,
    sticker, image …). `address` is None when the event names nobody we could answer.
    """

    channel: str
    event_id: str
    kind: EventKind
    occurred_at: datetime
    raw: str
    address: str | None = None
    message_kind: str = "text"
    text: str = ""
    reply_token: str | None = None


@dataclass(frozen=True)
class Choice:
    """A quick reply: the words on it are the words the resident says by touching it."""

    label: str


@dataclass(frozen=True)
class Bubble:
    text: str
    choices: tuple[Choice, ...] = ()
    speaker: str = ""
    """The name the resident sees beside it: they always know whether a machine or a person writes."""


@dataclass(frozen=True)
class SendResult:
    """The platform has taken the message. It does not say that a person has it."""

    request_id: str | None
    accepted_before: bool = False
    """The platform knew our retry key: an earlier attempt had been taken, though we never heard so."""
