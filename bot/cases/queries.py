"""Reading the queue and a case's timeline."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case as choose
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.models import Case, CaseEvent, Happening, State
from bot.cases.service import NOTE
from bot.conversations.models import Author, Conversation, Message, Owner
from bot.privacy.encryption import SealingKey
from bot.staff.models import Coordinator
from bot.triage.models import Tier


@dataclass(frozen=True)
class QueuedCase:
    """One line of the queue. `last_word_at`: when the resident last wrote."""

    case: Case
    contact_id: UUID
    owner: Owner
    assignee: str | None
    last_word_at: datetime | None


@dataclass(frozen=True)
class TimelineEntry:
    happening: Happening
    at: datetime
    coordinator: str | None
    cause: str
    note: str | None


_LANE = choose(
    {Tier.DANGER.value: 0, Tier.ONE.value: 1, Tier.TWO.value: 2, Tier.THREE.value: 3},
    value=Case.tier,
)


async def queue(session: AsyncSession, *states: State, limit: int = 200) -> list[QueuedCase]:
    """Cases in these states: danger first, then by tier, and within one tier who has waited longest."""
    last_word = (
        select(func.max(Message.occurred_at))
        .where(Message.conversation_id == Case.conversation_id, Message.author == Author.RESIDENT)
        .scalar_subquery()
    )
    found = (
        select(
            Case, Conversation.contact_id, Conversation.owner, Coordinator.display_name, last_word
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .outerjoin(Coordinator, Coordinator.id == Case.assignee_id)
        .where(Case.state.in_(states))
        .order_by(_LANE, Case.waiting_since, Case.number)
        .limit(limit)
    )
    return [QueuedCase(*row) for row in await session.execute(found)]


async def timeline(session: AsyncSession, key: SealingKey, case_id: UUID) -> list[TimelineEntry]:
    """What happened to the case, oldest first, with the notes opened."""
    found = (
        select(CaseEvent, Coordinator.display_name)
        .outerjoin(Coordinator, Coordinator.id == CaseEvent.coordinator_id)
        .where(CaseEvent.case_id == case_id)
        .order_by(CaseEvent.id)
    )
    return [
        TimelineEntry(
            happening=event.happening,
            at=event.at,
            coordinator=name,
            cause=event.cause,
            note=key.open(event.sealed_note, NOTE) if event.sealed_note else None,
        )
        for event, name in await session.execute(found)
    ]


async def open_case(session: AsyncSession, conversation_id: UUID) -> Case | None:
    """The conversation's open case, if there is one."""
    found = select(Case).where(Case.conversation_id == conversation_id, Case.state != State.CLOSED)
    return (await session.execute(found)).scalar_one_or_none()
