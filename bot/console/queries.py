"""Reads that only these screens need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.cases.errors import CaseUnknown
from bot.cases.models import Case, State
from bot.contacts.models import Contact
from bot.conversations.models import Author, Conversation, Message
from bot.conversations.service import TEXT
from bot.intake.models import Disposal, InboundEvent
from bot.privacy.encryption import Keyring
from bot.privacy.errors import SealBroken
from bot.staff.models import Coordinator
from bot.triage.models import Tier

MOST_CLOSED = 20


@dataclass(frozen=True)
class Watch:
    """What every page keeps in sight: cases that wait, those of them in danger, what was unreadable."""

    waiting: int
    danger: int
    dead_letters: int


@dataclass(frozen=True)
class LastWords:
    """The resident's newest message. `text` is None where it can no longer be read.

    `is_unanswered`: no coordinator has written since.
    """

    kind: str
    text: str | None
    is_unanswered: bool


@dataclass(frozen=True)
class CaseHead:
    case: Case
    conversation: Conversation
    assignee: str | None

    def is_held_by(self, coordinator: Coordinator) -> bool:
        return self.case.state is State.CLAIMED and self.case.assignee_id == coordinator.id


@dataclass(frozen=True)
class ClosedCase:
    case: Case
    assignee: str | None


async def watch(session: AsyncSession) -> Watch:
    waiting = select(Case.tier, func.count()).where(Case.state == State.WAITING).group_by(Case.tier)
    by_tier = dict((await session.execute(waiting)).all())
    letters = select(func.count()).where(InboundEvent.disposal == Disposal.DEAD_LETTER)
    return Watch(
        waiting=sum(by_tier.values()),
        danger=by_tier.get(Tier.DANGER, 0),
        dead_letters=await session.scalar(letters) or 0,
    )


async def recently_closed(session: AsyncSession, limit: int = MOST_CLOSED) -> list[ClosedCase]:
    """The newest first."""
    found = (
        select(Case, Coordinator.display_name)
        .outerjoin(Coordinator, Coordinator.id == Case.assignee_id)
        .where(Case.state == State.CLOSED)
        .order_by(Case.closed_at.desc(), Case.number.desc())
        .limit(limit)
    )
    return [ClosedCase(*row) for row in await session.execute(found)]


async def case_head(session: AsyncSession, case_id: UUID) -> CaseHead:
    """A case as it stands, not locked. Raises CaseUnknown."""
    found = (
        select(Case, Conversation, Coordinator.display_name)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .outerjoin(Coordinator, Coordinator.id == Case.assignee_id)
        .where(Case.id == case_id)
    )
    row = (await session.execute(found)).one_or_none()
    if row is None:
        raise CaseUnknown
    return CaseHead(*row)


async def last_words(
    session: AsyncSession, keyring: Keyring, conversations: Sequence[UUID]
) -> dict[UUID, LastWords]:
    """What the resident of each conversation said last."""
    answer = aliased(Message)
    answered = exists().where(
        answer.conversation_id == Message.conversation_id,
        answer.author == Author.COORDINATOR,
        answer.occurred_at >= Message.occurred_at,
    )
    found = (
        select(
            Message.conversation_id,
            Message.kind,
            Message.sealed_text,
            Contact.wrapped_key,
            ~answered,
        )
        .ext(distinct_on(Message.conversation_id))
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Message.conversation_id.in_(conversations), Message.author == Author.RESIDENT)
        .order_by(Message.conversation_id, Message.occurred_at.desc(), Message.position.desc())
    )
    return {
        conversation_id: LastWords(kind, _opened(keyring, sealed, wrapped), unanswered)
        for conversation_id, kind, sealed, wrapped, unanswered in await session.execute(found)
    }


def _opened(keyring: Keyring, sealed: bytes, wrapped: bytes | None) -> str | None:
    """One record that cannot be opened must not hide the whole queue."""
    if wrapped is None:
        return None
    try:
        return keyring.unwrap(wrapped).open(sealed, TEXT)
    except SealBroken:
        return None


async def last_said_at(session: AsyncSession, conversation_id: UUID) -> datetime | None:
    """When the resident last wrote."""
    return await session.scalar(
        select(func.max(Message.occurred_at)).where(
            Message.conversation_id == conversation_id, Message.author == Author.RESIDENT
        )
    )
