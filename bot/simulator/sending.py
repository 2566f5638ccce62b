"""What the account does: reply, push, show that it is busy."""

import re
from typing import Literal

from bot.simulator.errors import InvalidProperty, InvalidRequest
from bot.simulator.gate import Answer, Call
from bot.simulator.ids import new_opaque_token
from bot.simulator.message_rules import checked_messages
from bot.simulator.models import ChatEntry, Json
from bot.simulator.platform import Platform
from bot.simulator.retry_keys import AcceptedRequest

_RECIPIENT = re.compile(r"[UCR][0-9a-f]{32}")
_NOT_QUOTABLE = frozenset({"audio", "location", "imagemap"})


async def reply(platform: Platform, call: Call) -> Answer:
    messages = checked_messages(call.body)
    token = call.body.get("replyToken")
    if not isinstance(token, str) or not token:
        raise InvalidRequest([{"message": "May not be empty", "property": "replyToken"}])
    spent = platform.reply_tokens.spend(token, call.at)
    call.record.resident_id = spent.resident_id
    call.record.webhook_event_id = spent.webhook_event_id
    return Answer(
        body={"sentMessages": _show(platform, call, spent.resident_id, messages, "reply")}
    )


async def push(platform: Platform, call: Call) -> Answer:
    messages = checked_messages(call.body)
    recipient = call.body.get("to")
    if not isinstance(recipient, str) or not _RECIPIENT.fullmatch(recipient):
        raise InvalidProperty("to")
    call.record.resident_id = recipient
    if call.retry_key is not None:
        platform.retry_keys.check(call.retry_key, call.at)
    platform.quota.check(call.at)
    if _is_reachable(platform, recipient):
        platform.quota.count(call.at)
    sent = _show(platform, call, recipient, messages, "push")
    if call.retry_key is not None:
        accepted = AcceptedRequest(call.request_id, sent, call.at)
        platform.retry_keys.remember(call.retry_key, accepted)
    return Answer(body={"sentMessages": sent})


async def validate(_platform: Platform, call: Call) -> Answer:
    checked_messages(call.body)
    return Answer()


async def show_loading(platform: Platform, call: Call) -> Answer:
    """202 even when nobody sees it, as LINE documents."""
    chat_id = call.body.get("chatId")
    if not isinstance(chat_id, str) or not re.fullmatch(r"U[0-9a-f]{32}", chat_id):
        raise InvalidProperty("chatId")
    seconds = call.body.get("loadingSeconds", 20)
    if seconds not in range(5, 61, 5):
        raise InvalidRequest(
            [{"message": "Must be a multiple of 5 from 5 to 60", "property": "loadingSeconds"}]
        )
    call.record.resident_id = chat_id
    resident = platform.residents.find(chat_id)
    if resident is not None and not resident.blocked:
        resident.loading_until = call.at + seconds
        platform.feed.publish("chat", residentId=chat_id)
    return Answer(status=202)


def _is_reachable(platform: Platform, resident_id: str) -> bool:
    resident = platform.residents.find(resident_id)
    return resident is not None and not resident.blocked


def _show(
    platform: Platform,
    call: Call,
    resident_id: str,
    messages: list[Json],
    via: Literal["reply", "push"],
) -> list[Json]:
    """Puts the bubbles on the phone, unless it is not there; the account cannot tell."""
    sent = [_receipt(platform, message) for message in messages]
    resident = platform.residents.find(resident_id)
    if resident is None:
        return sent
    if resident.blocked:
        resident.undelivered += len(messages)
        return sent
    for message, receipt in zip(messages, sent, strict=True):
        entry = ChatEntry(receipt["id"], "account", call.at, via, message)
        entry.request_id, entry.retry_key = call.request_id, call.retry_key
        resident.entries.append(entry)
    resident.loading_until = None
    platform.feed.publish("chat", residentId=resident_id)
    return sent


def _receipt(platform: Platform, message: Json) -> Json:
    receipt = {"id": platform.message_ids.next()}
    if message["type"] not in _NOT_QUOTABLE:
        receipt["quoteToken"] = new_opaque_token()
    return receipt
