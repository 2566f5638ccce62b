"""Opening a conversation, recording what was said, passing the right to speak."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations.errors import ConversationMovedOn
from bot.conversations.models import OPEN, Author, Conversation, Message, Owner, Turn
from bot.conversations.policies import bot_may_attend
from bot.privacy.encryption import SealingKey

TEXT = "message text"
REPLY_TOKEN = "reply token"  # noqa: S105 - a purpose, not a secret
ANALYSIS = "analysis"


async def current(session: AsyncSession, contact_id: UUID) -> Conversation:
    """The contact's open conversation, opened now if there is none. Safe when two come at once."""
    found = select(Conversation).where(
        Conversation.contact_id == contact_id, Conversation.owner != Owner.CLOSED
    )
    known = (await session.execute(found)).scalar_one_or_none()
    if known is not None:
        return known
    await session.execute(
        insert(Conversation)
        .values(id=uuid4(), contact_id=contact_id, owner=Owner.BOT)
        .on_conflict_do_nothing(index_elements=["contact_id"], index_where=OPEN)
    )
    return (await session.execute(found)).scalar_one()


async def lock(session: AsyncSession, conversation_id: UUID) -> Conversation:
    """The conversation, held until the transaction ends: whoever asks who may speak asks alone."""
    found = (
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(found)).scalar_one()


async def open_turn(session: AsyncSession, conversation_id: UUID) -> Turn | None:
    """The turn to answer: one begun earlier and left unanswered, else all unread messages as a new one."""
    begun = await session.execute(
        select(Turn).where(Turn.conversation_id == conversation_id, Turn.answered_at.is_(None))
    )
    turn = begun.scalar_one_or_none() or await _new_turn(session, conversation_id)
    if turn is not None:
        turn.attempts += 1
    return turn


async def _new_turn(session: AsyncSession, conversation_id: UUID) -> Turn | None:
    unread = (
        Message.conversation_id == conversation_id,
        Message.author == Author.RESIDENT,
        Message.turn_id.is_(None),
    )
    if await session.scalar(select(Message.id).where(*unread).limit(1)) is None:
        return None
    turn = Turn(id=uuid4(), conversation_id=conversation_id, attempts=0)
    session.add(turn)
    await session.flush()
    await session.execute(update(Message).where(*unread).values(turn_id=turn.id))
    return turn


async def say(
    session: AsyncSession,
    key: SealingKey,
    conversation_id: UUID,
    texts: list[str],
    *,
    author: Author,
    delivery_id: UUID,
    at: datetime,
    turn_id: UUID | None = None,
    coordinator_id: UUID | None = None,
) -> None:
    """Record bubbles that go out together."""
    for text in texts:
        session.add(
            Message(
                conversation_id=conversation_id,
                author=author,
                kind="text",
                sealed_text=key.seal(text, TEXT),
                turn_id=turn_id,
                coordinator_id=coordinator_id,
                delivery_id=delivery_id,
                occurred_at=at,
            )
        )
        await session.flush()  # the identity column keeps the order of the bubbles


def attend(conversation: Conversation) -> bool:
    """Let the bot take the conversation up, unless a person has it; whether the bot is the owner now."""
    if bot_may_attend(conversation):
        conversation.owner = Owner.BOT
    return conversation.owner is Owner.BOT


def close(conversation: Conversation, at: datetime) -> None:
    conversation.owner = Owner.CLOSED
    conversation.closed_at = at


async def reopen(session: AsyncSession, conversation: Conversation) -> None:
    """Raises ConversationMovedOn when the contact has opened another one since."""
    another = await session.scalar(
        select(Conversation.id).where(
            Conversation.contact_id == conversation.contact_id, Conversation.owner != Owner.CLOSED
        )
    )
    if another is not None:
        raise ConversationMovedOn
    conversation.owner = Owner.QUEUE
    conversation.closed_at = None
