"""Telling open screens that something changed: PostgreSQL's LISTEN / NOTIFY, without content."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.database import libpq_url

_CHANNEL = "madoguchi"


async def announce(session: AsyncSession, conversation_id: UUID | None = None) -> None:
    """Say, when the transaction commits, that a conversation or its case (or anything) has changed."""
    await session.execute(
        text("SELECT pg_notify(:channel, :subject)"),
        {"channel": _CHANNEL, "subject": str(conversation_id or "")},
    )


class Announcements:
    """One listening connection, shared by every open screen of this process."""

    def __init__(self, url: str) -> None:
        self._url = libpq_url(url)
        self._listeners: set[asyncio.Queue[UUID | None]] = set()

    async def run(self) -> None:
        """Listen until cancelled. After a lost connection every screen is told to look again."""
        while True:
            try:
                await self._listen()
            except psycopg.OperationalError:
                await asyncio.sleep(1)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            self._tell(None)
            async for notification in connection.notifies():
                self._tell(UUID(notification.payload) if notification.payload else None)

    def _tell(self, subject: UUID | None) -> None:
        for listener in self._listeners:
            listener.put_nowait(subject)

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[asyncio.Queue[UUID | None]]:
        """A queue of changed conversation ids; None means: changes may have been missed, look again."""
        queue: asyncio.Queue[UUID | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
