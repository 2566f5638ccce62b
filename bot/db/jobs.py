"""Deferring a job inside the transaction that gave rise to it."""

from enum import IntEnum
from typing import Any

import procrastinate
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.database import driver_connection


class Priority(IntEnum):
    """Higher goes first: words that look like danger overtake everything else."""

    ORDINARY = 0
    URGENT = 10


async def defer(
    session: AsyncSession,
    app: procrastinate.App,
    task: str,
    *,
    lock: str,
    priority: Priority = Priority.ORDINARY,
    **arguments: str,
) -> None:
    """Put a job on the queue; it exists if and only if the session's transaction commits.

    Jobs with the same lock run one at a time, in the order they were deferred.
    """
    connection: Any = await driver_connection(session)
    job = app.configure_task(task, lock=lock, priority=int(priority), connection=connection)
    await job.defer_async(**arguments)
