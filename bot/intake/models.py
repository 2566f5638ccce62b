"""What came in, kept whole: the inbox that nothing falls out of."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base
from bot.db.words import words


class Disposal(StrEnum):
    """What became of an event."""

    READ = "read"
    SET_ASIDE = "set_aside"
    """Kept; nothing is to be done about it."""
    DEAD_LETTER = "dead_letter"
    """Properly signed, and we could not make sense of it: a coordinator sees it."""


class InboundEvent(Base):
    """One event of a platform, stored before it is acknowledged, once however often it is delivered.

    `sealed_payload` is sealed with the contact's key, or with the system key where there is no contact.
    """

    __tablename__ = "inbound_event"
    __table_args__ = (UniqueConstraint("channel", "event_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str]
    event_id: Mapped[str]
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    sealed_payload: Mapped[bytes]
    disposal: Mapped[Disposal] = mapped_column(words(Disposal))
    problem: Mapped[str | None]
    """Why it is a dead letter, in words of ours; never the sender's."""
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
