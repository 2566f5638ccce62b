"""A whole town for the tests: real PostgreSQL, Rasa, action server, web, worker, and a LINE platform."""

import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.cli.processes import Processes
from bot.cli.town import Town
from bot.cli.train import train
from bot.db.database import Database
from bot.db.migrate import migrate
from bot.privacy.encryption import Keyring
from bot.staff.service import add_coordinator
from tests.town.residents import Residents


def _ports() -> dict[str, int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return dict(zip(("web", "simulator", "rasa", "actions"), ports, strict=True))


@pytest.fixture(scope="session")
def town(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = Path(tmp_path_factory.mktemp("town"))
    return Town(folder, database_url, "s" * 40, redelivery_seconds=2.0, **_ports())


@pytest.fixture(scope="session")
def processes(town: Town) -> Iterator[Processes]:
    """Everything running and ready. A test that kills one starts it again."""
    migrate(town.database_url)
    os.environ.update(town.environment)
    train()
    with Processes(town.data_dir / "logs", town.environment) as running:
        for process in town.processes():
            running.start(process)
        for process in town.processes():
            running.wait_until_ready(process.name)
        yield running


@pytest.fixture
async def town_database(town: Town) -> AsyncIterator[Database]:
    database = Database(town.database_url)
    yield database
    await database.dispose()


@pytest.fixture
def town_keyring(town: Town) -> Keyring:
    return Keyring([town.environment["MADOGUCHI_MASTER_KEYS"]])


@pytest.fixture
async def residents(
    town: Town, processes: Processes, town_database: Database, town_keyring: Keyring
) -> AsyncIterator[Residents]:
    async with Residents.of(town, town_database, town_keyring) as some:
        yield some


@pytest.fixture(scope="session")
async def town_staff(town: Town, processes: Processes) -> str:
    """Two coordinators, 佐藤 (sato) and 鈴木 (suzuki); their password."""
    database = Database(town.database_url)
    password = "a password for the town"
    async with database.transaction() as session:
        await add_coordinator(session, "sato", "佐藤", password)
        await add_coordinator(session, "suzuki", "鈴木", password)
    await database.dispose()
    return password
