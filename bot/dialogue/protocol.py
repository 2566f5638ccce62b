"""What the intake needs of a dialogue."""

from typing import Protocol
from uuid import UUID

from bot.dialogue.payloads import Parse, Reply


class Dialogue(Protocol):
    async def converse(
        self, conversation_id: UUID, turn_id: UUID, text: str, *, retried: bool, handed_off: bool
    ) -> Reply:
        """Answer a turn. Raises DialogueUnavailable."""
        ...

    async def read(self, text: str) -> Parse:
        """Understand a text without answering it. Raises DialogueUnavailable."""
        ...

    async def is_ready(self) -> bool: ...
