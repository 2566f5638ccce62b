"""The life of a case."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import func, select

from bot.cases import service
from bot.cases.errors import CaseAlreadyClaimed, CaseClosed, CaseUnknown, NotTheAssignee
from bot.cases.models import Case, CaseEvent, Happening, Outcome, State
from bot.cases.queries import queue
from bot.contacts.service import meet
from bot.conversations.service import current
from bot.db.database import Database
from bot.privacy.encryption import Keyring
from bot.staff.models import Coordinator
from bot.staff.service import add_coordinator
from bot.testing.clock import StandingClock
from bot.triage.models import Reason, ReasonCode, Tier

ASKED = [Reason(ReasonCode.ASKED_FOR_HUMAN)]


@pytest.fixture
async def conversation_id(database: Database, keyring: Keyring) -> UUID:
    return await new_conversation(database, keyring, "U1")


async def new_conversation(database: Database, keyring: Keyring, address: str) -> UUID:
    async with database.transaction() as session:
        contact = await meet(session, keyring, "line", address)
        return (await current(session, contact.id)).id


async def open_case(
    database: Database,
    clock: StandingClock,
    conversation_id: UUID,
    tier: Tier = Tier.TWO,
    reasons: Sequence[Reason] = ASKED,
    turn_id: UUID | None = None,
) -> Case:
    async with database.transaction() as session:
        return await service.open_or_raise(
            session, conversation_id, tier=tier, reasons=reasons, at=clock(), turn_id=turn_id
        )


async def test_of_24_who_claim_at_once_exactly_one_wins(
    database: Database, clock: StandingClock, conversation_id: UUID
) -> None:
    case = await open_case(database, clock, conversation_id)
    async with database.transaction() as session:
        staff = [
            await add_coordinator(session, f"c{n}", f"担当{n}", "a long password")
            for n in range(24)
        ]

    async def claim(coordinator: Coordinator) -> str:
        async with database.transaction() as session:
            try:
                await service.claim(session, case.id, coordinator.id, clock())
            except CaseAlreadyClaimed as refusal:
                return refusal.by
            return "mine"

    ends = await asyncio.gather(*map(claim, staff))
    assert ends.count("mine") == 1
    winner = staff[ends.index("mine")].display_name
    assert all(end in {"mine", winner} for end in ends)
    async with database.transaction() as session:
        claims = select(func.count()).where(CaseEvent.happening == Happening.CASE_CLAIMED)
        assert await session.scalar(claims) == 1


async def test_a_conversation_has_one_open_case_however_many_open_it_at_once(
    database: Database, clock: StandingClock, conversation_id: UUID
) -> None:
    opened = await asyncio.gather(*(open_case(database, clock, conversation_id) for _ in range(12)))
    assert len({case.id for case in opened}) == 1


async def test_a_case_rises_and_never_falls(
    database: Database, clock: StandingClock, conversation_id: UUID
) -> None:
    danger = [Reason(ReasonCode.SURE_DANGER, "suicide")]
    await open_case(database, clock, conversation_id)
    assert (
        await open_case(database, clock, conversation_id, Tier.DANGER, danger)
    ).tier is Tier.DANGER
    lowered = await open_case(database, clock, conversation_id, Tier.THREE)
    assert lowered.tier is Tier.DANGER
    assert lowered.reasons == ["asked_for_human", "sure_danger:suicide"]


async def test_the_clock_of_the_resident_goes_on_when_a_case_is_released(
    database: Database, clock: StandingClock, conversation_id: UUID, sato: Coordinator
) -> None:
    case = await open_case(database, clock, conversation_id)
    waiting_since = clock()
    clock.advance(hours=2)
    async with database.transaction() as session:
        claimed = await service.claim(session, case.id, sato.id, clock())
        await service.release(session, claimed, sato.id, clock())
        assert (claimed.state, claimed.waiting_since) == (State.WAITING, waiting_since)


async def test_only_who_has_the_case_may_act(
    database: Database,
    clock: StandingClock,
    conversation_id: UUID,
    sato: Coordinator,
    suzuki: Coordinator,
) -> None:
    case = await open_case(database, clock, conversation_id)
    async with database.transaction() as session:
        await service.claim(session, case.id, sato.id, clock())
    async with database.transaction() as session:
        with pytest.raises(NotTheAssignee) as refusal:
            await service.hold(session, case.id, suzuki.id)
    assert refusal.value.by == "佐藤"


async def test_closed_reopened_and_unknown(
    database: Database, clock: StandingClock, conversation_id: UUID, sato: Coordinator
) -> None:
    case = await open_case(database, clock, conversation_id)
    async with database.transaction() as session:
        held = await service.claim(session, case.id, sato.id, clock())
        await service.close(session, held, sato.id, Outcome.SETTLED, clock())
    async with database.transaction() as session:
        with pytest.raises(CaseClosed):
            await service.claim(session, case.id, sato.id, clock())
    async with database.transaction() as session:
        reopened = await service.find(session, case.id)
        await service.reopen(session, reopened, sato.id, clock())
        assert (reopened.state, reopened.outcome, reopened.assignee_id) == (
            State.WAITING,
            None,
            None,
        )
        with pytest.raises(CaseUnknown):
            await service.find(session, conversation_id)


async def test_danger_stands_first_then_who_has_waited_longest(
    database: Database, clock: StandingClock, keyring: Keyring
) -> None:
    wanted = []
    for address, tier in (
        ("U1", Tier.TWO),
        ("U2", Tier.THREE),
        ("U3", Tier.TWO),
        ("U4", Tier.DANGER),
    ):
        conversation = await new_conversation(database, keyring, address)
        wanted.append((await open_case(database, clock, conversation, tier)).id)
        clock.advance(minutes=1)
    async with database.transaction() as session:
        standing = [row.case.id for row in await queue(session, State.WAITING)]
    assert standing == [wanted[3], wanted[0], wanted[2], wanted[1]]
