"""The chain of the audit."""

import asyncio

import pytest
from sqlalchemy import text

from bot.audit.errors import AuditBroken
from bot.audit.service import record, verify
from bot.db.database import Database
from bot.testing.clock import StandingClock


async def _record(database: Database, clock: StandingClock, action: str) -> None:
    async with database.transaction() as session:
        await record(
            session, at=clock(), actor="coordinator:sato", action=action, subject="case:1001"
        )


async def test_the_chain_stands_when_many_write_at_once(
    database: Database, clock: StandingClock
) -> None:
    await asyncio.gather(*(_record(database, clock, f"action {n}") for n in range(20)))
    async with database.transaction() as session:
        assert await verify(session) == 20


async def test_a_rewritten_entry_is_found(database: Database, clock: StandingClock) -> None:
    for action in ("case_claimed", "case_viewed", "case_closed"):
        await _record(database, clock, action)
    async with database.transaction() as session:
        await session.execute(
            text("UPDATE audit_entry SET actor = 'nobody' WHERE action = 'case_viewed'")
        )
    async with database.transaction() as session:
        with pytest.raises(AuditBroken):
            await verify(session)


async def test_a_removed_entry_is_found(database: Database, clock: StandingClock) -> None:
    for action in ("case_claimed", "case_viewed", "case_closed"):
        await _record(database, clock, action)
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM audit_entry WHERE action = 'case_viewed'"))
    async with database.transaction() as session:
        with pytest.raises(AuditBroken):
            await verify(session)
