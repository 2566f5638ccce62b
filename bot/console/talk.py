"""The whole conversation as the screen shows it: bubbles, marked words, and what became of each answer."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.console.highlights import Piece, by_message, spans_of
from bot.conversations.models import Author
from bot.conversations.payloads import SaidMessage
from bot.conversations.queries import analyses, whole_conversation
from bot.outbox.models import DeliveryState
from bot.outbox.queries import states
from bot.privacy.encryption import SealingKey


@dataclass(frozen=True)
class Bubble:
    """`is_read`: the words have been looked at for dangers; before that, nothing marked means nothing."""

    message: SaidMessage
    pieces: tuple[Piece, ...]
    delivery: DeliveryState | None
    is_read: bool

    @property
    def issues(self) -> list[str]:
        return list(dict.fromkeys(name for piece in self.pieces for name in piece.issues))

    @property
    def dangers(self) -> list[str]:
        return list(dict.fromkeys(kind for piece in self.pieces for kind in piece.dangers))


async def read_talk(session: AsyncSession, key: SealingKey, conversation_id: UUID) -> list[Bubble]:
    """Everything said so far, oldest first."""
    messages = await whole_conversation(session, key, conversation_id)
    found = dict(await analyses(session, key, conversation_id))
    delivered = await states(session, conversation_id)
    pieces = _marked(messages, found)
    return [
        Bubble(
            message=message,
            pieces=tuple(pieces.get(message.id) or [Piece(message.text)]),
            delivery=delivered.get(message.delivery_id) if message.delivery_id else None,
            is_read=message.turn_id in found or not message.text or message.kind != "text",
        )
        for message in messages
    ]


def _marked(
    messages: list[SaidMessage], found: dict[UUID, dict[str, Any]]
) -> dict[UUID, list[Piece]]:
    turns: dict[UUID, list[SaidMessage]] = defaultdict(list)
    for message in messages:
        if message.author is Author.RESIDENT and message.turn_id in found:
            turns[message.turn_id].append(message)
    pieces: dict[UUID, list[Piece]] = {}
    for turn_id, said in turns.items():
        cut = by_message([message.text for message in said], spans_of(found[turn_id]))
        pieces.update(zip((message.id for message in said), cut, strict=True))
    return pieces
