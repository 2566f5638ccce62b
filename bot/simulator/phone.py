"""What a resident does with the phone in their hand."""

from dataclasses import dataclass

from bot.simulator.errors import AlreadyInThatState, ResidentHasBlocked, UnknownMessage
from bot.simulator.ids import new_opaque_token
from bot.simulator.media import sample_png
from bot.simulator.models import ChatEntry, DeliveryState, Json, Resident, WebhookEvent
from bot.simulator.platform import Platform

_QUOTABLE = frozenset({"text", "sticker", "image", "video"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """`transcoding_seconds` is how long LINE answers 202 before the bytes can be fetched."""

    data: bytes
    content_type: str
    transcoding_seconds: float = 0


def add_friend(platform: Platform, name: str | None, *, follow: bool) -> Resident:
    resident = platform.residents.add(name, platform.now())
    if follow:
        event = platform.events.follow(resident.id, resident.created_at, is_unblocked=False)
        platform.sender.submit([event])
    platform.feed.publish("residents")
    return resident


def say(
    platform: Platform, resident: Resident, content: Json, attachment: Attachment | None = None
) -> WebhookEvent:
    event = write(platform, resident, content, attachment)
    platform.sender.submit([event])
    return event


def write(
    platform: Platform, resident: Resident, content: Json, attachment: Attachment | None = None
) -> WebhookEvent:
    """Shows the message in the talk and gives the event, not yet on its way.

    `content` is LINE's message object without the properties that LINE itself adds.
    """
    if resident.blocked:
        raise ResidentHasBlocked("unblock the account before writing to it")
    now = platform.now()
    message = _as_received(content, platform.message_ids.next())
    if attachment is not None:
        ready_at = now + attachment.transcoding_seconds
        platform.media.put(message["id"], attachment.data, attachment.content_type, ready_at)
    _show(platform, resident, message, now)
    return platform.events.message(resident.id, message, now)


def tap_postback(
    platform: Platform, resident: Resident, data: str, display_text: str | None
) -> WebhookEvent:
    """The displayed text is only on the phone: LINE sends the account the data alone."""
    if resident.blocked:
        raise ResidentHasBlocked("unblock the account before tapping")
    now = platform.now()
    if display_text:
        shown = {"type": "text", "id": platform.message_ids.next(), "text": display_text}
        _show(platform, resident, shown, now)
    event = platform.events.postback(resident.id, data, now)
    platform.sender.submit([event])
    return event


def block(platform: Platform, resident: Resident) -> WebhookEvent:
    if resident.blocked:
        raise AlreadyInThatState("already blocked")
    resident.blocked = True
    resident.loading_until = None
    return _announce(platform, platform.events.unfollow(resident.id, platform.now()))


def unblock(platform: Platform, resident: Resident) -> WebhookEvent:
    if not resident.blocked:
        raise AlreadyInThatState("not blocked")
    resident.blocked = False
    event = platform.events.follow(resident.id, platform.now(), is_unblocked=True)
    return _announce(platform, event)


def unsend(platform: Platform, resident: Resident, message_id: str) -> WebhookEvent:
    entry = resident.find_entry(message_id)
    if entry is None or entry.origin != "resident":
        raise UnknownMessage(f"{message_id} is no message of this resident")
    if entry.unsent:
        raise AlreadyInThatState("already unsent")
    entry.unsent = True
    entry.message = {"type": "unsent", "id": message_id}
    platform.media.withdraw(message_id)
    event = platform.events.unsend(resident.id, message_id, platform.now())
    platform.feed.publish("chat", residentId=resident.id)
    platform.sender.submit([event])
    return event


def default_attachment() -> Attachment:
    return Attachment(sample_png(), "image/png")


def _announce(platform: Platform, event: WebhookEvent) -> WebhookEvent:
    platform.sender.submit([event])
    platform.feed.publish("residents")
    platform.feed.publish("chat", residentId=event.resident_id)
    return event


def _as_received(content: Json, message_id: str) -> Json:
    message: Json = {"type": content["type"], "id": message_id, **content}
    if message["type"] in _QUOTABLE:
        message["quoteToken"] = new_opaque_token()
    message["markAsReadToken"] = new_opaque_token()
    return message


def _show(platform: Platform, resident: Resident, message: Json, at: float) -> None:
    entry = ChatEntry(message["id"], "resident", at, "app", message, delivery=DeliveryState.WAITING)
    resident.entries.append(entry)
    platform.feed.publish("chat", residentId=resident.id)
