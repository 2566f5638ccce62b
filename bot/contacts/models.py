"""A person reachable on a channel. What could name them is sealed with a key of their own."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Contact(Base):
    """Known only by a random id. Once `wrapped_key` is gone, so is all that they ever wrote."""

    __tablename__ = "contact"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wrapped_key: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    erased_at: Mapped[datetime | None]


class ChannelAddress(Base):
    """Where a contact can be written to: the platform's user id, sealed, found again by keyed hash."""

    __tablename__ = "channel_address"
    __table_args__ = (UniqueConstraint("channel", "address_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"), index=True)
    channel: Mapped[str]
    address_hash: Mapped[bytes]
    sealed_address: Mapped[bytes]
    blocked_at: Mapped[datetime | None]
