"""The queue: a case for a conversation that needs a person, and all that happened to it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base
from bot.db.words import words
from bot.triage.models import Tier


class State(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Outcome(StrEnum):
    """Why a case was closed."""

    SETTLED = "settled"
    CONNECTED = "connected"
    WITHDRAWN = "withdrawn"
    WENT_SILENT = "went_silent"
    NOT_A_CONSULTATION = "not_a_consultation"


class Happening(StrEnum):
    """What can stand in a case's timeline."""

    CASE_OPENED = "case_opened"
    CASE_RAISED = "case_raised"
    CASE_CLAIMED = "case_claimed"
    CASE_RELEASED = "case_released"
    CASE_HANDED_BACK = "case_handed_back"
    CASE_TAKEN_OVER = "case_taken_over"
    CASE_CLOSED = "case_closed"
    CASE_REOPENED = "case_reopened"
    NOTE_ADDED = "note_added"


# Literal text: PostgreSQL cannot match a partial index against a parameter of a prepared statement.
OPEN = text("state <> 'closed'")


class Case(Base):
    """`waiting_since` is the resident's clock: it survives a release and only a claim ends it."""

    __tablename__ = "case"
    __table_args__ = (
        Index(
            "uq_one_open_case_per_conversation",
            "conversation_id",
            unique=True,
            postgresql_where=OPEN,
        ),
        Index("ix_case_queue", "state", "tier", "waiting_since"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(BigInteger, Identity(start=1001), unique=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id"))
    state: Mapped[State] = mapped_column(words(State), default=State.WAITING)
    tier: Mapped[Tier] = mapped_column(words(Tier))
    reasons: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """Each as `code` or `code:detail` (triage.models.Reason), in the order they came."""
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("coordinator.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    waiting_since: Mapped[datetime] = mapped_column(server_default=func.now())
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))


class CaseEvent(Base):
    """One line of the timeline. An event that a turn gave rise to happens once, however often it is tried."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "happening", "turn_id", "cause"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    happening: Mapped[Happening] = mapped_column(words(Happening))
    cause: Mapped[str] = mapped_column(default="")
    """For an opening or a raise: the reasons, joined; tells two raises of one turn apart."""
    turn_id: Mapped[UUID | None] = mapped_column(ForeignKey("turn.id"))
    coordinator_id: Mapped[UUID | None] = mapped_column(ForeignKey("coordinator.id"))
    sealed_note: Mapped[bytes | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    at: Mapped[datetime]
