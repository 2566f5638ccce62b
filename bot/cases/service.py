"""The life of a case: open, raise, claim, release, close, reopen. Each leaves a line in the timeline."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.errors import (
    CaseAlreadyClaimed,
    CaseClosed,
    CaseNotOpenable,
    CaseUnknown,
    NotTheAssignee,
)
from bot.cases.models import OPEN, Case, CaseEvent, Happening, Outcome, State
from bot.privacy.encryption import SealingKey
from bot.staff.models import Coordinator
from bot.triage.models import Reason, Tier

NOTE = "case note"
_RANK = {Tier.DANGER: 0, Tier.ONE: 1, Tier.TWO: 2, Tier.THREE: 3}


async def open_or_raise(
    session: AsyncSession,
    conversation_id: UUID,
    *,
    tier: Tier,
    reasons: Sequence[Reason],
    at: datetime,
    turn_id: UUID | None = None,
) -> Case:
    """The conversation's one open case: opened now, or raised when tier or reasons are new. Never lowered.

    Safe to repeat for the same turn, and safe when two come at once.
    """
    words = [_word(reason) for reason in reasons]
    opened = await session.execute(
        insert(Case)
        .values(
            id=uuid4(), conversation_id=conversation_id, state=State.WAITING, tier=tier, reasons=words,
            opened_at=at, waiting_since=at,
        )
        .on_conflict_do_nothing(index_elements=["conversation_id"], index_where=OPEN)
        .returning(Case.id)
    )  # fmt: skip
    case_id = opened.scalar_one_or_none()
    case = await _open_case_of(session, conversation_id)
    if case_id is not None:
        await _happened(
            session, case, Happening.CASE_OPENED, at, turn_id=turn_id, cause=" ".join(words)
        )
    else:
        await _raise(session, case, tier, words, at, turn_id)
    return case


async def _raise(
    session: AsyncSession,
    case: Case,
    tier: Tier,
    words: list[str],
    at: datetime,
    turn_id: UUID | None,
) -> None:
    new = [word for word in words if word not in case.reasons]
    rises = _RANK[tier] < _RANK[case.tier]
    if not new and not rises:
        return
    case.reasons = [*case.reasons, *new]
    case.tier = tier if rises else case.tier
    await _happened(
        session, case, Happening.CASE_RAISED, at, turn_id=turn_id, cause=" ".join(new or words)
    )


async def requeue(session: AsyncSession, case: Case, at: datetime) -> None:
    """Put a case that was handed back to the bot in front of people again."""
    case.state, case.assignee_id, case.waiting_since = State.WAITING, None, at
    case.version += 1
    await _happened(session, case, Happening.CASE_RELEASED, at)


async def claim(session: AsyncSession, case_id: UUID, coordinator_id: UUID, at: datetime) -> Case:
    """Take a waiting case, in one statement: of any number who try at once exactly one succeeds.

    Raises CaseAlreadyClaimed (with the name of who has it), CaseClosed or CaseUnknown.
    """
    claimed = await session.execute(
        update(Case)
        .where(Case.id == case_id, Case.state == State.WAITING)
        .values(
            state=State.CLAIMED, assignee_id=coordinator_id, claimed_at=at, version=Case.version + 1
        )
        .returning(Case)
        .execution_options(populate_existing=True)
    )
    case = claimed.scalar_one_or_none()
    if case is None:
        raise await _why_not_claimed(session, case_id)
    await _happened(session, case, Happening.CASE_CLAIMED, at, coordinator_id=coordinator_id)
    return case


async def _why_not_claimed(session: AsyncSession, case_id: UUID) -> Exception:
    found = await session.execute(
        select(Case.state, Coordinator.display_name)
        .outerjoin(Coordinator, Coordinator.id == Case.assignee_id)
        .where(Case.id == case_id)
    )
    row = found.one_or_none()
    if row is None:
        return CaseUnknown()
    state, name = row
    return CaseClosed() if state is State.CLOSED else CaseAlreadyClaimed(name or "")


async def hold(session: AsyncSession, case_id: UUID, coordinator_id: UUID) -> Case:
    """The case, locked, for the coordinator who has claimed it. Raises NotTheAssignee, CaseClosed …"""
    case = await find(session, case_id)
    if case.state is State.CLOSED:
        raise CaseClosed
    if case.assignee_id != coordinator_id:
        raise NotTheAssignee(await _name(session, case.assignee_id))
    return case


async def conversation_of(session: AsyncSession, case_id: UUID) -> UUID:
    """The conversation a case is about. Raises CaseUnknown."""
    conversation_id = await session.scalar(select(Case.conversation_id).where(Case.id == case_id))
    if conversation_id is None:
        raise CaseUnknown
    return conversation_id


async def find(session: AsyncSession, case_id: UUID) -> Case:
    """The case, locked until the transaction ends. Raises CaseUnknown."""
    found = await session.execute(
        select(Case)
        .where(Case.id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    case = found.scalar_one_or_none()
    if case is None:
        raise CaseUnknown
    return case


async def release(session: AsyncSession, case: Case, coordinator_id: UUID, at: datetime) -> None:
    """Back to the queue. The resident has not been helped yet, so their clock goes on."""
    case.state, case.assignee_id = State.WAITING, None
    case.version += 1
    await _happened(session, case, Happening.CASE_RELEASED, at, coordinator_id=coordinator_id)


async def close(
    session: AsyncSession, case: Case, coordinator_id: UUID, outcome: Outcome, at: datetime
) -> None:
    case.state, case.outcome, case.closed_at = State.CLOSED, outcome, at
    case.version += 1
    await _happened(
        session, case, Happening.CASE_CLOSED, at, coordinator_id=coordinator_id, cause=outcome
    )


async def reopen(session: AsyncSession, case: Case, coordinator_id: UUID, at: datetime) -> None:
    """Raises CaseNotOpenable unless the case is closed."""
    if case.state is not State.CLOSED:
        raise CaseNotOpenable
    case.state, case.assignee_id, case.outcome, case.closed_at = State.WAITING, None, None, None
    case.waiting_since = at
    case.version += 1
    await _happened(session, case, Happening.CASE_REOPENED, at, coordinator_id=coordinator_id)


async def passed_to_bot(
    session: AsyncSession, case: Case, coordinator_id: UUID, at: datetime
) -> None:
    await _happened(session, case, Happening.CASE_HANDED_BACK, at, coordinator_id=coordinator_id)


async def taken_over(session: AsyncSession, case: Case, coordinator_id: UUID, at: datetime) -> None:
    await _happened(session, case, Happening.CASE_TAKEN_OVER, at, coordinator_id=coordinator_id)


async def add_note(
    session: AsyncSession,
    case: Case,
    coordinator_id: UUID,
    key: SealingKey,
    note: str,
    at: datetime,
) -> None:
    """A private note: sealed, seen by staff only, never sent."""
    sealed = key.seal(note, NOTE)
    await _happened(
        session, case, Happening.NOTE_ADDED, at, coordinator_id=coordinator_id, sealed_note=sealed
    )


async def _open_case_of(session: AsyncSession, conversation_id: UUID) -> Case:
    found = await session.execute(
        select(Case)
        .where(Case.conversation_id == conversation_id, Case.state != State.CLOSED)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.scalar_one()


async def _happened(
    session: AsyncSession,
    case: Case,
    happening: Happening,
    at: datetime,
    *,
    turn_id: UUID | None = None,
    coordinator_id: UUID | None = None,
    cause: str = "",
    sealed_note: bytes | None = None,
) -> None:
    await session.flush()
    await session.execute(
        insert(CaseEvent)
        .values(
            case_id=case.id, happening=happening, at=at, turn_id=turn_id, coordinator_id=coordinator_id,
            cause=cause, sealed_note=sealed_note, detail={},
        )
        .on_conflict_do_nothing()
    )  # fmt: skip


async def _name(session: AsyncSession, coordinator_id: UUID | None) -> str | None:
    return await session.scalar(
        select(Coordinator.display_name).where(Coordinator.id == coordinator_id)
    )


def _word(reason: Reason) -> str:
    return f"{reason.code}:{reason.detail}" if reason.detail else str(reason.code)
