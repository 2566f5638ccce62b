"""Reading the outbox: what waits too long, and the state shown beside a sent bubble."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.models import Delivery, DeliveryState


async def pending_since(session: AsyncSession, before: datetime) -> Sequence[tuple[UUID, UUID]]:
    """Deliveries put in before a moment and still not settled, as (delivery id, conversation id)."""
    found = (
        select(Delivery.id, Delivery.conversation_id)
        .where(Delivery.state == DeliveryState.PENDING, Delivery.created_at < before)
        .order_by(Delivery.position)
    )
    return list(await session.execute(found))


async def states(session: AsyncSession, conversation_id: UUID) -> dict[UUID, DeliveryState]:
    """How each delivery of a conversation stands."""
    found = select(Delivery.id, Delivery.state).where(Delivery.conversation_id == conversation_id)
    return dict((await session.execute(found)).all())
