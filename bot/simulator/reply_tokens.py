from dataclasses import dataclass

from bot.simulator.errors import InvalidReplyToken
from bot.simulator.ids import new_reply_token


@dataclass(slots=True)
class ReplyToken:
    resident_id: str
    webhook_event_id: str
    event_at: float
    delivered_at: float
    redelivered: bool = False
    used: bool = False


class ReplyTokens:
    """Each token works once, for a short while after the webhook that carried it.

    A redelivery starts that while again, but never beyond `redelivered_lifetime` seconds after
    the event itself.
    """

    def __init__(self, lifetime: float, redelivered_lifetime: float) -> None:
        self._lifetime = lifetime
        self._redelivered_lifetime = redelivered_lifetime
        self._tokens: dict[str, ReplyToken] = {}

    def issue(self, resident_id: str, webhook_event_id: str, at: float) -> str:
        token = new_reply_token()
        self._tokens[token] = ReplyToken(resident_id, webhook_event_id, at, at)
        return token

    def note_delivery(self, token: str, at: float, *, is_redelivery: bool) -> None:
        known = self._tokens.get(token)
        if known is not None:
            known.delivered_at = at
            known.redelivered = known.redelivered or is_redelivery

    def spend(self, token: str, at: float) -> ReplyToken:
        """Raises InvalidReplyToken when unknown, used or expired."""
        known = self._tokens.get(token)
        if known is None or known.used or self._is_expired(known, at):
            raise InvalidReplyToken
        known.used = True
        return known

    def clear(self) -> None:
        self._tokens.clear()

    def _is_expired(self, token: ReplyToken, at: float) -> bool:
        if at - token.delivered_at > self._lifetime:
            return True
        return token.redelivered and at - token.event_at > self._redelivered_lifetime
