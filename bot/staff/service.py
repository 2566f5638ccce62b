"""Signing in and out. Passwords are argon2id hashes, sessions live on the server."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.database import Database
from bot.staff.errors import (
    LoginNameTaken,
    NotSignedIn,
    PasswordTooShort,
    SignInLocked,
    SignInRefused,
)
from bot.staff.models import Coordinator, Role, SignInSession
from bot.staff.policies import LOCK_FOR, LONGEST_FREE_TRIES, SHORTEST_PASSWORD, is_locked, is_over

_hasher = PasswordHasher()
# Verified when no such account exists, so that the time taken does not tell who works here.
_NOBODY = _hasher.hash(secrets.token_urlsafe())


@dataclass(frozen=True)
class SignedIn:
    """A coordinator in a browser; `csrf_token` must come back with every change they ask for."""

    coordinator: Coordinator
    csrf_token: str


async def add_coordinator(
    session: AsyncSession,
    login_name: str,
    display_name: str,
    password: str,
    role: Role = Role.COORDINATOR,
) -> Coordinator:
    """Raises PasswordTooShort, LoginNameTaken."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    if await session.scalar(select(Coordinator.id).where(Coordinator.login_name == login_name)):
        raise LoginNameTaken
    coordinator = Coordinator(
        login_name=login_name,
        display_name=display_name,
        password_hash=_hasher.hash(password),
        role=role,
    )
    session.add(coordinator)
    await session.flush()
    return coordinator


async def sign_in(database: Database, login_name: str, password: str, now: datetime) -> str:
    """Open a session; answer the secret for its cookie. Raises SignInRefused, SignInLocked.

    Takes the database rather than a session: a refused try must be counted, not rolled back.
    """
    async with database.transaction() as session:
        found = await session.execute(
            select(Coordinator).where(Coordinator.login_name == login_name).with_for_update()
        )
        coordinator = found.scalar_one_or_none()
        refusal = _check(coordinator, password, now)
        if refusal is None and coordinator is not None:
            coordinator.failed_sign_ins, coordinator.locked_until = 0, None
            return _open_session(session, coordinator, now)
    raise refusal or SignInRefused()


def _check(coordinator: Coordinator | None, password: str, now: datetime) -> Exception | None:
    if coordinator is not None and is_locked(coordinator, now) and coordinator.locked_until:
        return SignInLocked(coordinator.locked_until)
    right = _is_right(coordinator.password_hash if coordinator else _NOBODY, password)
    if coordinator is not None and coordinator.active and right:
        return None
    if coordinator is not None:
        _count_failure(coordinator, now)
    return SignInRefused()


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


def _count_failure(coordinator: Coordinator, now: datetime) -> None:
    coordinator.failed_sign_ins += 1
    if coordinator.failed_sign_ins >= LONGEST_FREE_TRIES:
        coordinator.failed_sign_ins, coordinator.locked_until = 0, now + LOCK_FOR


def _open_session(session: AsyncSession, coordinator: Coordinator, now: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=_hash(secret),
            coordinator_id=coordinator.id,
            csrf_token=secrets.token_urlsafe(32),
            signed_in_at=now,
            last_seen_at=now,
        )
    )
    return secret


async def recognise(
    session: AsyncSession, secret: str, now: datetime, *, watching: bool = False
) -> SignedIn:
    """Who holds this cookie. Raises NotSignedIn.

    `watching`: a screen that refreshes itself, which must not keep its own session alive.
    """
    found = await session.execute(
        select(SignInSession, Coordinator)
        .join(Coordinator, Coordinator.id == SignInSession.coordinator_id)
        .where(SignInSession.token_hash == _hash(secret), Coordinator.active)
    )
    row = found.one_or_none()
    if row is None or is_over(row.SignInSession, now):
        raise NotSignedIn
    if not watching:
        row.SignInSession.last_seen_at = now
    return SignedIn(row.Coordinator, row.SignInSession.csrf_token)


async def sign_out(session: AsyncSession, secret: str) -> None:
    await session.execute(delete(SignInSession).where(SignInSession.token_hash == _hash(secret)))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
