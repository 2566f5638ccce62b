from bot.simulator.ids import new_ulid
from bot.simulator.models import Json, WebhookEvent
from bot.simulator.reply_tokens import ReplyTokens


class WebhookEvents:
    """Builds events in the shape of LINE's webhook reference."""

    def __init__(self, reply_tokens: ReplyTokens) -> None:
        self._reply_tokens = reply_tokens

    def message(self, resident_id: str, message: Json, at: float) -> WebhookEvent:
        return self._build(
            "message", resident_id, at, {"message": message}, message_id=message["id"]
        )

    def postback(self, resident_id: str, data: str, at: float) -> WebhookEvent:
        return self._build("postback", resident_id, at, {"postback": {"data": data}})

    def follow(self, resident_id: str, at: float, *, is_unblocked: bool) -> WebhookEvent:
        return self._build("follow", resident_id, at, {"follow": {"isUnblocked": is_unblocked}})

    def unfollow(self, resident_id: str, at: float) -> WebhookEvent:
        return self._build("unfollow", resident_id, at, {}, can_reply=False)

    def unsend(self, resident_id: str, message_id: str, at: float) -> WebhookEvent:
        content = {"unsend": {"messageId": message_id}}
        return self._build("unsend", resident_id, at, content, can_reply=False)

    def _build(
        self,
        kind: str,
        resident_id: str,
        at: float,
        content: Json,
        *,
        can_reply: bool = True,
        message_id: str | None = None,
    ) -> WebhookEvent:
        event_id = new_ulid(at)
        token = self._reply_tokens.issue(resident_id, event_id, at) if can_reply else None
        body: Json = {
            "type": kind,
            **content,
            "webhookEventId": event_id,
            "deliveryContext": {"isRedelivery": False},
            "timestamp": int(at * 1000),
            "source": {"type": "user", "userId": resident_id},
            **({"replyToken": token} if token else {}),
            "mode": "active",
        }
        return WebhookEvent(event_id, resident_id, at, body, token, message_id)
