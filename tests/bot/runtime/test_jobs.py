"""Jobs whose worker died, and work whose job was lost."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import procrastinate
import pytest
from sqlalchemy import text

from bot.intake.service.desk import Desk
from bot.intake.service.receive import receive
from bot.outbox.service import Sender
from bot.runtime.jobs import EVERY_FIVE_SECONDS, create_queue, register, revive, sweep
from bot.testing.channel import FakeChannel
from bot.testing.clock import StandingClock
from bot.testing.events import said

type Work = Callable[[], Awaitable[None]]


@pytest.fixture
def queue(desk: Desk, sender: Sender) -> procrastinate.App:
    queue = create_queue(desk.database.url)
    register(queue, desk, sender)
    return queue


async def die_holding(desk: Desk, where: str) -> None:
    """As if a worker had taken these jobs a minute ago and were gone."""
    async with desk.database.transaction() as session:
        worker = await session.scalar(
            text(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - interval '1 minute') RETURNING id"
            )
        )
        await session.execute(
            text(
                f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker WHERE {where}"
            ),
            {"worker": worker},
        )


async def test_the_job_of_a_dead_worker_is_done_by_another(
    desk: Desk, queue: procrastinate.App, work: Work, channel: FakeChannel
) -> None:
    await receive(desk, [said("母の介護で眠れません。")])
    await die_holding(desk, "task_name = 'intake.respond'")
    async with queue.open_async():
        await revive(queue)
    await work()
    assert len(channel.texts) == 1


async def test_housekeeping_that_died_does_not_stand_in_the_way_of_the_rest(
    desk: Desk, queue: procrastinate.App, work: Work, channel: FakeChannel
) -> None:
    async with queue.open_async():
        await queue.tasks["jobs.revive"].defer_async(timestamp=1)
        await die_holding(desk, "task_name = 'jobs.revive'")
        await queue.tasks["jobs.revive"].defer_async(timestamp=2)
        await receive(desk, [said("母の介護で眠れません。")])
        await die_holding(desk, "task_name = 'intake.respond'")
        await revive(queue)
    await work()
    assert len(channel.texts) == 1


async def test_words_without_a_job_are_found_by_the_sweep(
    desk: Desk, queue: procrastinate.App, work: Work, channel: FakeChannel, clock: StandingClock
) -> None:
    await receive(desk, [said("母の介護で眠れません。")])
    async with desk.database.transaction() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
    await sweep(desk.database, queue, clock)
    await work()
    assert channel.texts == []
    clock.advance(minutes=3)
    await sweep(desk.database, queue, clock)
    await work()
    assert len(channel.texts) == 1


async def test_an_answer_without_a_job_is_found_by_the_sweep(
    desk: Desk, queue: procrastinate.App, work: Work, channel: FakeChannel, clock: StandingClock
) -> None:
    await receive(desk, [said("母の介護で眠れません。")])
    await work()
    async with desk.database.transaction() as session:
        await session.execute(
            text(
                "UPDATE delivery SET state = 'pending', created_at = :before,"
                " first_attempt_at = NULL, sealed_reply_token = NULL"
            ),
            {"before": clock() - timedelta(hours=1)},
        )
    await sweep(desk.database, queue, clock)
    await work()
    assert len(channel.pushed) == 1


async def test_the_dead_are_looked_for_every_five_seconds(queue: procrastinate.App) -> None:
    [periodic] = [
        task
        for task in queue.periodic_registry.periodic_tasks.values()
        if task.cron == EVERY_FIVE_SECONDS
    ]
    ticks = [periodic.croniter.get_next(ret_type=float, start_time=moment) for moment in (0, 5, 61)]
    assert ticks == [5, 10, 65]
