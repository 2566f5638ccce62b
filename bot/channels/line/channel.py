"""Sending through LINE's Messaging API."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import aiohttp
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    Message,
    MessageAction,
    PushMessageRequest,
    QuickReply,
    QuickReplyItem,
    ReplyMessageRequest,
    Sender,
    TextMessage,
)

from bot.channels.base.errors import SendError, Trouble
from bot.channels.base.payloads import Bubble, SendResult
from bot.channels.line.payloads import CHANNEL
from bot.kit.text import graphemes, split_by_utf16

MOST_BUBBLES = 5
MOST_CHOICES = 13
LONGEST_TEXT = 5000  # UTF-16 units
LONGEST_NAME = 20  # characters as a reader counts them
_SECONDS = 10.0  # in all; a worker must not hang on a platform that does not answer


class LineChannel:
    """LINE as a channel. Must be created inside a running event loop (the SDK opens its session there)."""

    name = CHANNEL
    # LINE promises a minute and asks not to rely on it.
    reply_token_seconds = 50.0

    def __init__(self, access_token: str, host: str) -> None:
        """`host`: https://api.line.me, or a simulator's address; without a slash at the end."""
        self._client = AsyncApiClient(
            Configuration(access_token=access_token, host=host.rstrip("/"))
        )
        self._api = AsyncMessagingApi(self._client)

    async def reply(self, token: str, bubbles: Sequence[Bubble]) -> SendResult:
        """Answer with a reply token. Raises SendError. LINE refuses a retry key here."""
        request = ReplyMessageRequest(replyToken=token, messages=_messages(bubbles))
        return await _outcome(
            lambda: self._api.reply_message_with_http_info(request, _request_timeout=_SECONDS)
        )

    async def push(self, address: str, bubbles: Sequence[Bubble], retry_key: UUID) -> SendResult:
        """Send unasked; LINE takes the same key once in 24 hours. Raises SendError."""
        request = PushMessageRequest(to=address, messages=_messages(bubbles))
        return await _outcome(
            lambda: self._api.push_message_with_http_info(
                request, x_line_retry_key=str(retry_key), _request_timeout=_SECONDS
            )
        )

    async def close(self) -> None:
        await self._client.close()


async def _outcome(call: Callable[[], Awaitable[Any]]) -> SendResult:
    """Judge a call by its status alone: a taken message with an odd body is a taken message."""
    try:
        response = await call()
    except ApiException as error:
        if error.status == 409:
            return SendResult(
                _header(error.headers, "x-line-accepted-request-id"), accepted_before=True
            )
        raise _send_error(error) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SendError(Trouble.UNREACHABLE, retryable=True, detail=type(error).__name__) from None
    except ValueError:
        # The SDK reads the body only once the status says the message was taken.
        return SendResult(request_id=None)
    return SendResult(_header(response.headers, "x-line-request-id"))


def _send_error(error: ApiException) -> SendError:
    message = _message(error.body)
    match error.status:
        case 400 if "reply token" in message.lower():
            return SendError(Trouble.TOKEN, retryable=False)
        case 429 if "monthly limit" in message.lower():
            return SendError(Trouble.QUOTA, retryable=False, detail=message)
        case 429:
            return SendError(Trouble.RATE, retryable=True, detail=message)
        case status if status >= 500:
            return SendError(Trouble.BROKEN, retryable=True, detail=str(status))
        case status:
            return SendError(Trouble.REFUSED, retryable=False, detail=f"{status} {message}")


def _message(body: str | bytes | None) -> str:
    try:
        return str(json.loads(body or "{}").get("message", ""))
    except (ValueError, AttributeError):
        return ""


def _header(headers: Any, name: str) -> str | None:
    return headers.get(name) if headers else None


def _messages(bubbles: Sequence[Bubble]) -> list[Message]:
    """At most five text messages; quick replies only on the last, where LINE shows them."""
    messages: list[Message] = [
        TextMessage(text=piece, sender=_sender(bubble))
        for bubble in bubbles
        for piece in split_by_utf16(bubble.text, LONGEST_TEXT)
    ][:MOST_BUBBLES]
    choices = [choice for bubble in bubbles for choice in bubble.choices]
    if choices:
        items = [
            QuickReplyItem(action=MessageAction(label=choice.label, text=choice.label))
            for choice in choices[:MOST_CHOICES]
        ]
        messages[-1].quick_reply = QuickReply(items=items)
    return messages


def _sender(bubble: Bubble) -> Sender | None:
    name = "".join(graphemes(bubble.speaker)[:LONGEST_NAME])
    return Sender(name=name) if name else None
