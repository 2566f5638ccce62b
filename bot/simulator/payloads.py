"""Wire shapes of the control API. LINE's own shapes are plain JSON objects, as LINE sends them."""

import base64
import binascii
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from bot.simulator.faults import Fault, FaultKind
from bot.simulator.models import ApiCall, Attempt, ChatEntry, Delivery, Json, Resident


class Payload(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


def _is_base64(value: str) -> str:
    try:
        base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    return value


type Base64 = Annotated[str, AfterValidator(_is_base64)]


class NewResident(Payload):
    name: Annotated[str, Field(max_length=20)] | None = None
    follow: bool = True


class Sticker(Payload):
    package_id: str = "446"
    sticker_id: str = "1988"
    sticker_resource_type: str = "STATIC"
    keywords: list[str] = []
    text: str | None = None


class ImageSet(Payload):
    id: str
    index: int | None = None
    total: int | None = None


class Image(Payload):
    """Without `base64` the simulator sends a picture of its own."""

    base64: Base64 | None = None
    content_type: str = "image/png"
    image_set: ImageSet | None = None


class Recording(Payload):
    """Video and audio; LINE answers 202 for the content until `transcoding_seconds` are over."""

    base64: Base64 = ""
    content_type: str = "application/octet-stream"
    duration: int = 3000
    transcoding_seconds: float = 0


class Place(Payload):
    title: str | None = None
    address: str | None = None
    latitude: float
    longitude: float


class File(Payload):
    name: str
    base64: Base64 = ""
    content_type: str = "application/octet-stream"


class NewMessage(Payload):
    """Exactly one of these. `raw` is any message object, even of a type LINE has yet to invent."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)] | None = None
    sticker: Sticker | None = None
    image: Image | None = None
    video: Recording | None = None
    audio: Recording | None = None
    location: Place | None = None
    file: File | None = None
    raw: Json | None = None

    @model_validator(mode="after")
    def _holds_one(self) -> Self:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one kind of message")
        if self.raw is not None and not isinstance(self.raw.get("type"), str):
            raise ValueError("a raw message needs a type")
        return self


class Tap(Payload):
    data: str
    display_text: str | None = None


class Unsend(Payload):
    message_id: str


class BatchedText(Payload):
    resident_id: str
    text: Annotated[str, Field(min_length=1)]


class Batch(Payload):
    messages: Annotated[list[BatchedText], Field(min_length=1)]


class NewFault(Payload):
    kind: FaultKind
    endpoint: str = "*"
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    next_calls: Annotated[int, Field(ge=1)] | None = None
    seconds: Annotated[float, Field(ge=0)] | None = None
    redelivers: bool = True


class ChannelChange(Payload):
    """Only what is given changes."""

    active: bool | None = None
    chat_mode: Annotated[str, Field(pattern="^(bot|chat)$")] | None = None
    redelivery: bool | None = None
    monthly_quota: int | None = None


def resident_json(resident: Resident) -> Json:
    last = resident.entries[-1] if resident.entries else None
    return {
        "id": resident.id,
        "number": resident.number,
        "name": resident.name,
        "blocked": resident.blocked,
        "createdAt": resident.created_at,
        "undelivered": resident.undelivered,
        "entries": len(resident.entries),
        "last": entry_json(last) if last else None,
    }


def chat_json(resident: Resident, now: float) -> Json:
    loading = resident.loading_until
    return {
        "resident": resident_json(resident),
        "entries": [entry_json(entry) for entry in resident.entries],
        "quickReplies": _shown_quick_replies(resident),
        "loadingUntil": loading if loading is not None and loading > now else None,
        "now": now,
    }


def entry_json(entry: ChatEntry) -> Json:
    sender = entry.message.get("sender") or {}
    return {
        "id": entry.id,
        "origin": entry.origin,
        "at": entry.at,
        "via": entry.via,
        "type": entry.message["type"],
        "text": entry.message.get("text"),
        "message": entry.message,
        "senderName": sender.get("name"),
        "senderIconUrl": sender.get("iconUrl"),
        "quickReplies": _quick_replies(entry),
        "requestId": entry.request_id,
        "retryKey": entry.retry_key,
        "unsent": entry.unsent,
        "delivery": entry.delivery,
    }


def call_json(call: ApiCall) -> Json:
    return {
        "number": call.number,
        "requestId": call.request_id,
        "at": call.at,
        "answeredAt": call.answered_at,
        "endpoint": call.endpoint,
        "method": call.method,
        "path": call.path,
        "status": call.status,
        "headers": call.headers,
        "body": call.body,
        "answer": call.answer,
        "fault": call.fault,
        "residentId": call.resident_id,
        "webhookEventId": call.webhook_event_id,
    }


def delivery_json(delivery: Delivery) -> Json:
    return {
        "number": delivery.number,
        "createdAt": delivery.created_at,
        "state": delivery.state,
        "webhookEventIds": [event.id for event in delivery.events],
        "events": [
            {
                "webhookEventId": event.id,
                "type": event.body["type"],
                "residentId": event.resident_id,
                "messageId": event.message_id,
                "at": event.at,
            }
            for event in delivery.events
        ],
        "attempts": [_attempt_json(attempt) for attempt in delivery.attempts],
    }


def fault_json(fault: Fault) -> Json:
    return {
        "id": fault.id,
        "kind": fault.kind,
        "endpoint": fault.endpoint,
        "probability": fault.probability,
        "remaining": fault.remaining,
        "seconds": fault.seconds,
        "redelivers": fault.redelivers,
    }


def _attempt_json(attempt: Attempt) -> Json:
    return {
        "at": attempt.at,
        "answeredAt": attempt.ended_at,
        "status": attempt.status,
        "reason": attempt.reason,
        "isRedelivery": attempt.is_redelivery,
        "detail": attempt.detail,
    }


def _quick_replies(entry: ChatEntry) -> list[Json]:
    quick_reply = entry.message.get("quickReply") or {}
    return [item["action"] for item in quick_reply.get("items", [])]


def _shown_quick_replies(resident: Resident) -> list[Json]:
    """Only the newest bubble of the talk shows its chips."""
    return _quick_replies(resident.entries[-1]) if resident.entries else []
