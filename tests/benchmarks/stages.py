"""Where a turn's time goes, read from the times our own tables hold."""

from sqlalchemy import select

from bot.conversations.models import Author, Message, Turn
from bot.outbox.models import Delivery
from tests.benchmarks.figures import show
from tests.town.residents import Residents

_NEWEST = 60


async def stages(residents: Residents) -> None:
    """Over the newest answered turns: waiting for the worker, understanding and writing, sending."""
    answered = select(Message.turn_id, Message.delivery_id).where(Message.author == Author.BOT)
    said = answered.distinct().subquery()
    async with residents.database.transaction() as session:
        rows = list(
            await session.execute(
                select(Message.recorded_at, Turn.opened_at, Turn.answered_at, Delivery.settled_at)
                .join(Turn, Turn.id == Message.turn_id)
                .join(said, said.c.turn_id == Turn.id)
                .join(Delivery, Delivery.id == said.c.delivery_id)
                .where(Message.author == Author.RESIDENT, Delivery.settled_at.is_not(None))
                .order_by(Message.position.desc())
                .limit(_NEWEST)
            )
        )
    show("  stored → a worker begins", [(r[1] - r[0]).total_seconds() for r in rows])
    show("  mask, rules, Rasa, case, answer written", [(r[2] - r[1]).total_seconds() for r in rows])
    show("  answer written → the platform has it", [(r[3] - r[2]).total_seconds() for r in rows])
