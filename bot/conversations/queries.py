"""Reading conversations for screens and for the next turn."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations.models import Author, Message, Turn
from bot.conversations.payloads import SaidMessage
from bot.conversations.service import ANALYSIS, TEXT
from bot.privacy.encryption import SealingKey
from bot.staff.models import Coordinator


async def messages_of_turn(session: AsyncSession, turn_id: UUID) -> list[Message]:
    """The resident's messages of a turn, in the order they were written (not delivered)."""
    found = (
        select(Message)
        .where(Message.turn_id == turn_id, Message.author == Author.RESIDENT)
        .order_by(Message.occurred_at, Message.position)
    )
    return list((await session.execute(found)).scalars())


async def newest_unread(session: AsyncSession, conversation_id: UUID) -> Message | None:
    """The resident's latest message that no turn has taken up yet."""
    found = (
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.author == Author.RESIDENT,
            Message.turn_id.is_(None),
        )
        .order_by(Message.recorded_at.desc(), Message.position.desc())
        .limit(1)
    )
    return (await session.execute(found)).scalar_one_or_none()


async def whole_conversation(
    session: AsyncSession, key: SealingKey, conversation_id: UUID
) -> list[SaidMessage]:
    """Everything said so far, oldest first."""
    found = (
        select(Message, Coordinator.display_name)
        .outerjoin(Coordinator, Coordinator.id == Message.coordinator_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.occurred_at, Message.position)
    )
    return [
        SaidMessage(
            id=message.id,
            author=message.author,
            kind=message.kind,
            text=key.open(message.sealed_text, TEXT),
            turn_id=message.turn_id,
            delivery_id=message.delivery_id,
            coordinator=name,
            occurred_at=message.occurred_at,
        )
        for message, name in await session.execute(found)
    ]


async def analyses(
    session: AsyncSession, key: SealingKey, conversation_id: UUID
) -> list[tuple[UUID, dict[str, Any]]]:
    """What was understood, turn by turn, as (turn id, Analysis payload), oldest first."""
    found = (
        select(Turn.id, Turn.sealed_analysis)
        .where(Turn.conversation_id == conversation_id, Turn.sealed_analysis.is_not(None))
        .order_by(Turn.position)
    )
    return [
        (turn_id, json.loads(key.open(sealed, ANALYSIS)))
        for turn_id, sealed in await session.execute(found)
        if sealed is not None
    ]
