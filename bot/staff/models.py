"""Coordinators and their signed-in sessions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base
from bot.db.words import words


class Role(StrEnum):
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"


class Coordinator(Base):
    __tablename__ = "coordinator"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    login_name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(
        words(Role),
        default=Role.COORDINATOR,
    )
    active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SignInSession(Base):
    """A signed-in browser. Only a hash of its cookie is kept, so the table opens no door."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    coordinator_id: Mapped[UUID] = mapped_column(ForeignKey("coordinator.id"), index=True)
    csrf_token: Mapped[str]
    signed_in_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
