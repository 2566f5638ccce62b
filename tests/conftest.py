"""What every suite stands on: a real PostgreSQL, a desk, and a clock that stands still."""

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db import embedded
from bot.db.database import Database
from bot.db.migrate import migrate
from bot.intake.service.desk import Desk
from bot.intake.service.fixed_words import FixedWords
from bot.outbox.service import Sender
from bot.privacy.encryption import Keyring
from bot.privacy.mask import mask
from bot.runtime import tables
from bot.runtime.jobs import create_queue, register
from bot.staff.models import Coordinator
from bot.staff.service import add_coordinator
from bot.testing.channel import FakeChannel
from bot.testing.clock import StandingClock
from bot.testing.dialogue import FakeDialogue
from tests.town.fixtures import (  # noqa: F401 - fixtures of the suites that need a whole town
    processes,
    residents,
    town,
    town_database,
    town_keyring,
    town_staff,
)

MASTER_KEY = "a master key for tests of more than 32 characters"
PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database on a real server: the one named in the environment, or the embedded one."""
    given = os.environ.get("MADOGUCHI_TEST_DATABASE_URL")
    url = given or embedded.start(Path(tmp_path_factory.mktemp("postgres")))
    migrate(url)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database, empty."""
    database = Database(database_url, pool_size=30)
    names = [f'"{name}"' for name in tables.metadata.tables] + ["procrastinate_jobs"]
    async with database.transaction() as session:
        await session.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
    yield database
    await database.dispose()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring([MASTER_KEY])


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def desk(
    database: Database, keyring: Keyring, clock: StandingClock, dialogue: FakeDialogue
) -> Desk:
    return Desk(
        database=database,
        keyring=keyring,
        jobs=create_queue(database.url),
        dialogue=dialogue,
        words=FixedWords.load(),
        mask=mask,
        clock=clock,
        quiet=timedelta(0),
    )


@pytest.fixture
def sender(desk: Desk, channel: FakeChannel) -> Sender:
    return Sender(desk.database, desk.keyring, {channel.name: channel}, desk.clock)


@pytest.fixture
def work(desk: Desk, sender: Sender):
    """Run every job that is due, as a worker would, and return when none is left."""
    registered = create_queue(desk.database.url)
    register(registered, desk, sender)

    async def is_due() -> bool:
        async with desk.database.transaction() as session:
            due = "status = 'todo' AND coalesce(scheduled_at <= now(), true)"
            found = await session.scalar(
                text(f"SELECT 1 FROM procrastinate_jobs WHERE {due} LIMIT 1")
            )
        return found is not None

    async def run() -> None:
        async with registered.open_async():
            while await is_due():
                await registered.run_worker_async(
                    wait=False, install_signal_handlers=False, listen_notify=False, concurrency=8
                )

    return run


@pytest.fixture
async def sato(database: Database) -> Coordinator:
    async with database.transaction() as session:
        return await add_coordinator(session, "sato", "佐藤", PASSWORD)


@pytest.fixture
async def suzuki(database: Database) -> Coordinator:
    async with database.transaction() as session:
        return await add_coordinator(session, "suzuki", "鈴木", PASSWORD)
