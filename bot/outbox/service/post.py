"""Putting bubbles into the outbox, in the transaction that decided to say them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import procrastinate
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base.payloads import Bubble
from bot.conversations.service import REPLY_TOKEN
from bot.db.jobs import Priority, defer
from bot.outbox.models import Delivery
from bot.outbox.payloads import dump
from bot.privacy.encryption import SealingKey

SEND = "outbox.send"
BUBBLES = "bubbles"


async def post(
    session: AsyncSession,
    jobs: procrastinate.App,
    key: SealingKey,
    conversation_id: UUID,
    bubbles: Sequence[Bubble],
    *,
    urgent: bool = False,
    reply_token: str | None = None,
    reply_token_at: datetime | None = None,
) -> UUID:
    """Store the bubbles and defer their sending; both happen only if the transaction commits."""
    delivery = Delivery(
        id=uuid4(),
        conversation_id=conversation_id,
        sealed_bubbles=key.seal(dump(bubbles), BUBBLES),
        sealed_reply_token=key.seal(reply_token, REPLY_TOKEN) if reply_token else None,
        reply_token_at=reply_token_at,
        urgent=urgent,
    )
    session.add(delivery)
    await session.flush()
    await defer_sending(session, jobs, delivery.id, conversation_id)
    return delivery.id


async def defer_sending(
    session: AsyncSession, jobs: procrastinate.App, delivery_id: UUID, conversation_id: UUID
) -> None:
    """One priority for all: within a conversation nothing may overtake what was said before it."""
    await defer(
        session,
        jobs,
        SEND,
        lock=f"outbox:{conversation_id}",
        priority=Priority.URGENT,
        delivery_id=str(delivery_id),
    )
