"""A Rasa that says what it is told to say."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from bot.channels.base.payloads import Bubble
from bot.dialogue.errors import DialogueUnavailable
from bot.dialogue.payloads import Parse, Reply


@dataclass
class FakeDialogue:
    """Stands where a RasaClient stands. `down`: as if no Rasa were running."""

    bubbles: tuple[Bubble, ...] = (Bubble("そうなんですね。"),)
    parse: Parse = field(default_factory=lambda: Parse("tell_trouble", model="fake"))
    intents: dict[str, str] = field(default_factory=dict)
    """Texts that mean something else than `parse` says."""
    down: bool = False
    heard: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    turns: list[UUID] = field(default_factory=list)

    async def converse(
        self, conversation_id: UUID, turn_id: UUID, text: str, *, retried: bool, handed_off: bool
    ) -> Reply:
        del conversation_id, retried, handed_off
        self.turns.append(turn_id)
        self.answered.append(text)
        return Reply(await self.read(text), self.bubbles)

    async def read(self, text: str) -> Parse:
        if self.down:
            raise DialogueUnavailable
        self.heard.append(text)
        return replace(self.parse, intent=self.intents.get(text, self.parse.intent))

    async def is_ready(self) -> bool:
        return not self.down

    async def close(self) -> None:
        """Nothing is open."""
