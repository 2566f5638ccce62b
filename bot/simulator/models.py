from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

type Json = dict[str, Any]


class DeliveryState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    GIVEN_UP = "given_up"
    NOT_SENT = "not_sent"


@dataclass(slots=True)
class ChatEntry:
    """One bubble on a resident's phone; `message` is shaped like LINE's message object."""

    id: str
    origin: Literal["resident", "account"]
    at: float
    via: Literal["app", "reply", "push"]
    message: Json
    request_id: str | None = None
    retry_key: str | None = None
    unsent: bool = False
    delivery: DeliveryState | None = None


@dataclass(slots=True)
class Resident:
    id: str
    number: int
    name: str | None
    created_at: float
    blocked: bool = False
    loading_until: float | None = None
    undelivered: int = 0
    entries: list[ChatEntry] = field(default_factory=list)

    def find_entry(self, message_id: str) -> ChatEntry | None:
        newest_first = reversed(self.entries)
        return next((entry for entry in newest_first if entry.id == message_id), None)


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """`body` is the event as it goes over the wire on the first delivery."""

    id: str
    resident_id: str
    at: float
    body: Json
    reply_token: str | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """`reason` uses the words of LINE's webhook error statistics, `ok` or `dropped`."""

    at: float
    ended_at: float
    status: int | None
    reason: str
    is_redelivery: bool
    detail: str = ""

    @property
    def accepted(self) -> bool:
        return self.reason == "ok"


@dataclass(slots=True)
class Delivery:
    """One webhook body on its way, with every attempt to hand it over."""

    number: int
    events: list[WebhookEvent]
    created_at: float
    state: DeliveryState = DeliveryState.WAITING
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(slots=True)
class ApiCall:
    """One line of the journal; `status` stays None when the caller was left without an answer."""

    number: int
    request_id: str
    at: float
    endpoint: str
    method: str
    path: str
    headers: dict[str, str]
    body: Json = field(default_factory=dict)
    status: int | None = None
    answered_at: float | None = None
    answer: Json = field(default_factory=dict)
    fault: str | None = None
    resident_id: str | None = None
    webhook_event_id: str | None = None
