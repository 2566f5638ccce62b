"""One transaction per unit of work, opened and closed at the edge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine


class Database:
    """A pool of PostgreSQL connections that hands out units of work."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        self._engine = create_async_engine(
            sqlalchemy_url(url), pool_size=pool_size, max_overflow=10, hide_parameters=True
        )
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commit when the block ends well, roll everything back when it raises."""
        async with self._session() as session, session.begin():
            yield session

    async def dispose(self) -> None:
        await self._engine.dispose()


async def driver_connection(session: AsyncSession) -> Any:
    """The psycopg connection of the session's own transaction, for what must commit with it."""
    connection = await session.connection()
    return (await connection.get_raw_connection()).driver_connection


def sqlalchemy_url(url: str) -> str:
    """Any PostgreSQL URL as SQLAlchemy with psycopg 3 wants it."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def libpq_url(url: str) -> str:
    """Any PostgreSQL URL as libpq (psycopg, procrastinate) wants it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
