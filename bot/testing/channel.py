"""A platform that takes messages, or fails to, as it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bot.channels.base.errors import SendError, Trouble
from bot.channels.base.payloads import Bubble, SendResult


@dataclass
class FakeChannel:
    """`failing`: the troubles of the next calls, in order. `silent_after_taking`: no answer."""

    name: str = "line"
    reply_token_seconds: float = 50.0
    failing: list[SendError] = field(default_factory=list)
    silent_after_taking: int = 0
    replied: list[tuple[str, tuple[Bubble, ...]]] = field(default_factory=list)
    pushed: list[tuple[str, tuple[Bubble, ...], UUID]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Everything the resident has on the screen, in order, whichever way it came."""

    async def reply(self, token: str, bubbles: Sequence[Bubble]) -> SendResult:
        self._maybe_fail()
        if token in {used for used, _ in self.replied}:
            raise SendError(Trouble.TOKEN, retryable=False)
        self.replied.append((token, tuple(bubbles)))
        return self._taken(bubbles)

    async def push(self, address: str, bubbles: Sequence[Bubble], retry_key: UUID) -> SendResult:
        self._maybe_fail()
        if retry_key in {key for _, _, key in self.pushed}:
            return SendResult("request", accepted_before=True)
        self.pushed.append((address, tuple(bubbles), retry_key))
        return self._taken(bubbles)

    def _maybe_fail(self) -> None:
        if self.failing:
            raise self.failing.pop(0)

    def _taken(self, bubbles: Sequence[Bubble]) -> SendResult:
        self.texts += [bubble.text for bubble in bubbles]
        if self.silent_after_taking:
            self.silent_after_taking -= 1
            raise SendError(Trouble.UNREACHABLE, retryable=True)
        return SendResult("request")
