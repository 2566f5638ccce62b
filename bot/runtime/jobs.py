"""The jobs a worker runs. A job carries ids only; what is to be done stands in the tables."""

from datetime import timedelta
from uuid import UUID

import procrastinate
from procrastinate.jobs import Job, Status

from bot.db.database import Database, libpq_url
from bot.db.jobs import Priority, defer
from bot.intake.queries import unanswered_since
from bot.intake.service.desk import RESPOND, Desk, conversation_lock
from bot.intake.service.respond import respond
from bot.kit.clock import Clock
from bot.outbox.errors import DeliveryDelayed
from bot.outbox.queries import pending_since
from bot.outbox.service import Sender
from bot.outbox.service.post import SEND, defer_sending

HEARTBEAT_SECONDS = 2.0
STALLED_AFTER_SECONDS = 8.0
EVERY_FIVE_SECONDS = "* * * * * */5"  # procrastinate reads seconds from the sixth field
EVERY_MINUTE = "* * * * *"
# Longer than any turn takes: what is older has lost its job, not merely its place.
_FORGOTTEN_AFTER = timedelta(minutes=2)


class _Retry(procrastinate.BaseRetryStrategy):
    """Try again for ever, more and more slowly: giving up would be silence."""

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> procrastinate.RetryDecision:
        if isinstance(exception, DeliveryDelayed):
            seconds = exception.seconds
        else:
            seconds = min(2.0 ** min(job.attempts, 10), 300.0)
        return procrastinate.RetryDecision(retry_in={"seconds": max(1, round(seconds))})


def create_queue(database_url: str) -> procrastinate.App:
    """The queue as those who only put jobs into it need it."""
    return procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=libpq_url(database_url))
    )


def register(app: procrastinate.App, desk: Desk, sender: Sender) -> None:
    """Teach the queue what its jobs do."""

    @app.task(name=RESPOND, retry=_Retry())
    async def respond_job(conversation_id: str) -> None:
        await respond(desk, UUID(conversation_id))

    @app.task(name=SEND, retry=_Retry())
    async def send_job(delivery_id: str) -> None:
        await sender.send(UUID(delivery_id))

    @app.periodic(cron=EVERY_FIVE_SECONDS)
    @app.task(name="jobs.revive", queueing_lock="jobs.revive", pass_context=False)
    async def revive_job(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic job
        await revive(app)

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="jobs.sweep", queueing_lock="jobs.sweep", pass_context=False)
    async def sweep_job(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic job
        await sweep(desk.database, app, desk.clock)


async def revive(app: procrastinate.App) -> None:
    """Give jobs whose worker died to another one."""
    for job in await app.job_manager.get_stalled_jobs(
        seconds_since_heartbeat=STALLED_AFTER_SECONDS
    ):
        if job.queueing_lock is None:
            await app.job_manager.retry_job(job)
        else:
            # Housekeeping that died: the next one is queued already, and there is room for one only.
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)


async def sweep(database: Database, app: procrastinate.App, clock: Clock) -> None:
    """Defer again whatever has waited too long. The tables know what is owed, even if a job was lost."""
    async with database.transaction() as session:
        before = clock() - _FORGOTTEN_AFTER
        for conversation_id in await unanswered_since(session, before):
            await defer(
                session,
                app,
                RESPOND,
                lock=conversation_lock(conversation_id),
                priority=Priority.URGENT,
                conversation_id=str(conversation_id),
            )
        for delivery_id, conversation_id in await pending_since(session, before):
            await defer_sending(session, app, delivery_id, conversation_id)
