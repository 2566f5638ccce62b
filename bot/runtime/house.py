"""The one place where settings, database, clients and clock are put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import procrastinate

from bot.channels.line.channel import LineChannel
from bot.db import embedded
from bot.db.announcements import Announcements
from bot.db.database import Database
from bot.dialogue.rasa import RasaClient
from bot.intake.service.desk import Desk
from bot.intake.service.fixed_words import FixedWords
from bot.kit.clock import Clock, system_clock
from bot.outbox.service import Sender
from bot.privacy.encryption import Keyring
from bot.privacy.mask import mask
from bot.runtime import tables as _tables  # noqa: F401 - every table is known before the first query
from bot.runtime.jobs import create_queue
from bot.runtime.settings import Settings


@dataclass(frozen=True)
class House:
    """What an entry point works with. Closed by the context manager that built it."""

    settings: Settings
    database: Database
    jobs: procrastinate.App
    desk: Desk
    sender: Sender
    announcements: Announcements
    clock: Clock


def database_url(settings: Settings) -> str:
    """The configured server, or the embedded one, started now if it is not running."""
    return settings.database_url or embedded.start(settings.postgres_dir.resolve())


@asynccontextmanager
async def build(settings: Settings, clock: Clock = system_clock) -> AsyncIterator[House]:
    """Put the house together; must run inside the event loop that will use it."""
    url = database_url(settings)
    database = Database(url)
    jobs = create_queue(url)
    keyring = Keyring(settings.madoguchi_master_keys)
    dialogue = RasaClient(
        settings.madoguchi_rasa_url, settings.madoguchi_rasa_token.get_secret_value()
    )
    line = LineChannel(
        settings.line_channel_access_token.get_secret_value(), settings.line_api_host
    )
    desk = Desk(
        database=database,
        keyring=keyring,
        jobs=jobs,
        dialogue=dialogue,
        words=FixedWords.load(),
        mask=mask,
        clock=clock,
    )
    sender = Sender(database=database, keyring=keyring, channels={line.name: line}, clock=clock)
    try:
        yield House(settings, database, jobs, desk, sender, Announcements(url), clock)
    finally:
        await line.close()
        await dialogue.close()
        await database.dispose()
