"""Signing in."""

import pytest

from bot.db.database import Database
from bot.staff.errors import (
    LoginNameTaken,
    NotSignedIn,
    PasswordTooShort,
    SignInLocked,
    SignInRefused,
)
from bot.staff.models import Coordinator
from bot.staff.service import add_coordinator, recognise, sign_in, sign_out
from bot.testing.clock import StandingClock
from tests.conftest import PASSWORD


async def test_the_right_password_opens_a_session(
    database: Database, sato: Coordinator, clock: StandingClock
) -> None:
    secret = await sign_in(database, "sato", PASSWORD, clock())
    async with database.transaction() as session:
        assert (await recognise(session, secret, clock())).coordinator.id == sato.id


@pytest.mark.parametrize(("name", "password"), [("sato", "wrong"), ("nobody", PASSWORD)])
async def test_anything_else_is_refused(
    database: Database, sato: Coordinator, clock: StandingClock, name: str, password: str
) -> None:
    with pytest.raises(SignInRefused):
        await sign_in(database, name, password, clock())


async def test_five_wrong_passwords_lock_even_the_right_one_out(
    database: Database, sato: Coordinator, clock: StandingClock
) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await sign_in(database, "sato", "wrong", clock())
    with pytest.raises(SignInLocked):
        await sign_in(database, "sato", PASSWORD, clock())
    clock.advance(minutes=11)
    assert await sign_in(database, "sato", PASSWORD, clock())


async def test_a_session_ends_after_an_idle_hour(
    database: Database, sato: Coordinator, clock: StandingClock
) -> None:
    secret = await sign_in(database, "sato", PASSWORD, clock())
    clock.advance(minutes=61)
    async with database.transaction() as session:
        with pytest.raises(NotSignedIn):
            await recognise(session, secret, clock())


async def test_a_session_ends_after_a_shift_however_busy(
    database: Database, sato: Coordinator, clock: StandingClock
) -> None:
    secret = await sign_in(database, "sato", PASSWORD, clock())
    for _ in range(24):
        clock.advance(minutes=30)
        async with database.transaction() as session:
            await recognise(session, secret, clock())
    clock.advance(minutes=1)
    async with database.transaction() as session:
        with pytest.raises(NotSignedIn):
            await recognise(session, secret, clock())


async def test_signing_out_ends_it(
    database: Database, sato: Coordinator, clock: StandingClock
) -> None:
    secret = await sign_in(database, "sato", PASSWORD, clock())
    async with database.transaction() as session:
        await sign_out(session, secret)
    async with database.transaction() as session:
        with pytest.raises(NotSignedIn):
            await recognise(session, secret, clock())


async def test_a_name_is_given_once_and_passwords_are_long(
    database: Database, sato: Coordinator
) -> None:
    async with database.transaction() as session:
        with pytest.raises(LoginNameTaken):
            await add_coordinator(session, "sato", "別人", PASSWORD)
        with pytest.raises(PasswordTooShort):
            await add_coordinator(session, "kato", "加藤", "short")
