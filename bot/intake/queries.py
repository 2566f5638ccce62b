"""Reading the inbox: dead letters, and conversations whose words wait unread for too long."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations.models import Author, Message, Turn
from bot.intake.models import Disposal, InboundEvent


@dataclass(frozen=True)
class DeadLetter:
    id: UUID
    channel: str
    problem: str
    received_at: datetime
    size: int


async def dead_letters(session: AsyncSession) -> list[DeadLetter]:
    """Properly signed bodies that could not be read, newest first."""
    found = (
        select(InboundEvent)
        .where(InboundEvent.disposal == Disposal.DEAD_LETTER)
        .order_by(InboundEvent.received_at.desc())
    )
    return [
        DeadLetter(
            event.id,
            event.channel,
            event.problem or "",
            event.received_at,
            len(event.sealed_payload),
        )
        for event in (await session.execute(found)).scalars()
    ]


async def unanswered_since(session: AsyncSession, before: datetime) -> list[UUID]:
    """Conversations holding words older than `before` that no finished turn has read."""
    unread = select(Message.conversation_id).where(
        Message.author == Author.RESIDENT, Message.turn_id.is_(None), Message.recorded_at < before
    )
    unfinished = select(Turn.conversation_id).where(
        Turn.answered_at.is_(None), Turn.opened_at < before
    )
    return list((await session.execute(union(unread, unfinished))).scalars())
