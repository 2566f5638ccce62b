"""What is to be sent, and what became of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base
from bot.db.words import words


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    """Taken by the platform. Whether a person has it, no platform tells."""
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It may or may not have been taken, and asking again could send it twice."""
    BLOCKED = "blocked"
    """The person has shut the channel."""


class Delivery(Base):
    """Bubbles that go out in one call. Its id is the retry key, fixed from the first attempt on."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_pending", "created_at", postgresql_where=text("state = 'pending'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    position: Mapped[int] = mapped_column(BigInteger, Identity())
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id"), index=True)
    sealed_bubbles: Mapped[bytes]
    sealed_reply_token: Mapped[bytes | None]
    reply_token_at: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    """Losing it would be worse than saying it twice."""
    state: Mapped[DeliveryState] = mapped_column(
        words(DeliveryState),
        default=DeliveryState.PENDING,
    )
    attempts: Mapped[int] = mapped_column(default=0)
    first_attempt_at: Mapped[datetime | None]
    pushed: Mapped[bool] = mapped_column(default=False)
    """Once pushed, always pushed: only the retry key can tell that it was taken before."""
    maybe_taken: Mapped[bool] = mapped_column(default=False)
    """A reply was attempted and no clear answer came back (or we died before writing it down)."""
    trouble: Mapped[str | None]
    request_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    settled_at: Mapped[datetime | None]
