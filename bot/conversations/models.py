"""A conversation, who may speak in it, and what was said."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base
from bot.db.words import words


class Owner(StrEnum):
    """Who speaks to the resident. Exactly one, at any moment."""

    BOT = "bot"
    QUEUE = "queue"
    """A case waits for a person; whatever the resident writes, the bot attends to."""
    HUMAN = "human"
    CLOSED = "closed"


class Author(StrEnum):
    RESIDENT = "resident"
    BOT = "bot"
    COORDINATOR = "coordinator"


class Outcome(StrEnum):
    """How a turn was answered."""

    REPLIED = "replied"
    DANGER = "danger"
    FALLBACK = "fallback"
    SILENT = "silent"
    """The bot was not the owner: it read, and said nothing."""


# Literal text, here and wherever an insert leans on the index: PostgreSQL cannot match a partial index
# against a parameter once the statement is prepared.
OPEN = text("owner <> 'closed'")


class Conversation(Base):
    """One talk with one contact, from the first word to the close. Its id is all that Rasa ever sees."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(
            "uq_one_open_conversation_per_contact",
            "contact_id",
            unique=True,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"), index=True)
    owner: Mapped[Owner] = mapped_column(words(Owner), default=Owner.BOT)
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]


class Turn(Base):
    """A burst of messages read as one, and the answer to it. Its id makes every later step repeatable."""

    __tablename__ = "turn"
    __table_args__ = (
        Index(
            "uq_one_unanswered_turn_per_conversation",
            "conversation_id",
            unique=True,
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id"), index=True)
    position: Mapped[int] = mapped_column(BigInteger, Identity())
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    sealed_analysis: Mapped[bytes | None]
    model: Mapped[str | None]


class Message(Base):
    """One bubble. `occurred_at` is the platform's time of the event, `recorded_at` ours."""

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_conversation_id_occurred_at", "conversation_id", "occurred_at", "position"
        ),
        Index(
            "ix_message_unread",
            "conversation_id",
            postgresql_where=text("author = 'resident' AND turn_id IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id"))
    position: Mapped[int] = mapped_column(BigInteger, Identity())
    author: Mapped[Author] = mapped_column(words(Author))
    kind: Mapped[str] = mapped_column(default="text")
    """`text`, or the platform's word for what was sent instead: sticker, image, follow …"""
    sealed_text: Mapped[bytes]
    turn_id: Mapped[UUID | None] = mapped_column(ForeignKey("turn.id"), index=True)
    coordinator_id: Mapped[UUID | None] = mapped_column(ForeignKey("coordinator.id"))
    delivery_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id"), index=True)
    sealed_reply_token: Mapped[bytes | None]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
