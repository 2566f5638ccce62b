"""What a channel must be able to do."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from bot.channels.base.payloads import Bubble, SendResult


class Channel(Protocol):
    """A platform on which contacts can be written to."""

    name: str
    reply_token_seconds: float
    """How long a reply token may be trusted from the moment the event came in; 0 if there are none."""

    async def reply(self, token: str, bubbles: Sequence[Bubble]) -> SendResult:
        """Answer with a reply token. Raises SendError."""
        ...

    async def push(self, address: str, bubbles: Sequence[Bubble], retry_key: UUID) -> SendResult:
        """Send unasked. The same retry key is taken at most once by the platform. Raises SendError."""
        ...
