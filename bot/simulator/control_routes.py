"""The simulator's own API: be a resident, read the journals, break things."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.simulator import phone
from bot.simulator.incoming_content import content_of
from bot.simulator.models import Json, Resident, WebhookEvent
from bot.simulator.payloads import (
    Batch,
    ChannelChange,
    NewFault,
    NewMessage,
    NewResident,
    Tap,
    Unsend,
    call_json,
    chat_json,
    delivery_json,
    fault_json,
    resident_json,
)
from bot.simulator.platform import Platform

_PING_SECONDS = 15

router = APIRouter(prefix="/simulator/api")


def platform_of(request: Request) -> Platform:
    platform: Platform = request.app.state.platform
    return platform


type Here = Annotated[Platform, Depends(platform_of)]
type After = Annotated[int, Query(ge=0)]
type Limit = Annotated[int, Query(ge=1)]


def _resident(resident_id: str, platform: Here) -> Resident:
    return platform.residents.get(resident_id)


type Someone = Annotated[Resident, Depends(_resident)]


@router.post("/residents", status_code=201)
async def add_resident(platform: Here, new: NewResident | None = None) -> Json:
    wanted = new or NewResident()
    return resident_json(phone.add_friend(platform, wanted.name, follow=wanted.follow))


@router.get("/residents")
async def list_residents(platform: Here) -> list[Json]:
    return [resident_json(resident) for resident in platform.residents.all()]


@router.get("/residents/{resident_id}/chat")
async def chat(platform: Here, resident: Someone) -> Json:
    return chat_json(resident, platform.now())


@router.post("/residents/{resident_id}/messages", status_code=201)
async def send_message(platform: Here, resident: Someone, message: NewMessage) -> Json:
    content, attachment = content_of(message)
    return _event_json(phone.say(platform, resident, content, attachment))


@router.post("/residents/{resident_id}/postbacks", status_code=201)
async def tap(platform: Here, resident: Someone, new: Tap) -> Json:
    return _event_json(phone.tap_postback(platform, resident, new.data, new.display_text))


@router.post("/residents/{resident_id}/block")
async def block(platform: Here, resident: Someone) -> Json:
    return _event_json(phone.block(platform, resident))


@router.post("/residents/{resident_id}/unblock")
async def unblock(platform: Here, resident: Someone) -> Json:
    return _event_json(phone.unblock(platform, resident))


@router.post("/residents/{resident_id}/unsend")
async def unsend(platform: Here, resident: Someone, which: Unsend) -> Json:
    return _event_json(phone.unsend(platform, resident, which.message_id))


@router.post("/deliveries", status_code=201)
async def deliver_together(platform: Here, batch: Batch) -> Json:
    """Texts of several residents in one webhook body."""
    writers = [platform.residents.get(message.resident_id) for message in batch.messages]
    events = [
        phone.write(platform, resident, {"type": "text", "text": message.text})
        for resident, message in zip(writers, batch.messages, strict=True)
    ]
    delivery = platform.sender.submit(events)
    return {"number": delivery.number, "events": [_event_json(event) for event in events]}


@router.get("/deliveries")
async def list_deliveries(platform: Here, after: After = 0, limit: Limit = 1_000_000) -> list[Json]:
    return [delivery_json(delivery) for delivery in platform.journal.deliveries(after, limit)]


@router.get("/calls")
async def list_calls(platform: Here, after: After = 0, limit: Limit = 1_000_000) -> list[Json]:
    return [call_json(call) for call in platform.journal.calls(after, limit)]


@router.get("/statistics")
async def statistics(platform: Here) -> Json:
    residents = platform.residents.all()
    return {
        **platform.journal.counts(),
        "residents": len(residents),
        "undelivered": sum(resident.undelivered for resident in residents),
        "quotaUsed": platform.quota.used(platform.now()),
    }


@router.get("/faults")
async def list_faults(platform: Here) -> list[Json]:
    return [fault_json(fault) for fault in platform.faults.active()]


@router.post("/faults", status_code=201)
async def add_fault(platform: Here, new: NewFault) -> Json:
    fault = platform.faults.add(
        new.kind,
        endpoint=new.endpoint,
        probability=new.probability,
        next_calls=new.next_calls,
        seconds=new.seconds,
        redelivers=new.redelivers,
    )
    return fault_json(fault)


@router.delete("/faults", status_code=204)
async def clear_faults(platform: Here) -> None:
    platform.faults.clear()


@router.post("/channel")
async def change_channel(platform: Here, change: ChannelChange) -> Json:
    channel = platform.channel
    for name in change.model_fields_set - {"monthly_quota"}:
        setattr(channel, name, getattr(change, name))
    if "monthly_quota" in change.model_fields_set:
        platform.quota.limit = change.monthly_quota
    return {
        "webhookUrl": channel.webhook_url,
        "active": channel.active,
        "chatMode": channel.chat_mode,
        "redelivery": channel.redelivery,
        "monthlyQuota": platform.quota.limit,
    }


@router.post("/reset", status_code=204)
async def reset(platform: Here) -> None:
    await platform.reset()


@router.get("/media/{message_id}")
async def media(platform: Here, message_id: str) -> Response:
    """What the phone itself shows; the account uses Get content."""
    stored = platform.media.get(message_id)
    return Response(stored.data, media_type=stored.content_type)


@router.get("/events")
async def events(platform: Here) -> EventSourceResponse:
    async def stream() -> AsyncIterator[ServerSentEvent]:
        async for change in platform.feed.follow():
            yield ServerSentEvent(data=json.dumps(change, ensure_ascii=False))

    return EventSourceResponse(stream(), ping=_PING_SECONDS)


def _event_json(event: WebhookEvent) -> Json:
    return {"webhookEventId": event.id, "messageId": event.message_id}
