"""Which way a delivery goes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.models import Delivery
from bot.outbox.policies import Route, is_over, route, wait_before

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def delivery(*, age: float | None, **changes: bool) -> Delivery:
    at = None if age is None else NOW - timedelta(seconds=age)
    token = None if age is None else b"sealed"
    return Delivery(
        sealed_reply_token=token,
        reply_token_at=at,
        pushed=changes.get("pushed", False),
        maybe_taken=changes.get("maybe_taken", False),
        urgent=changes.get("urgent", False),
    )


@pytest.mark.parametrize(
    ("given", "way"),
    [
        (delivery(age=1), Route.REPLY),
        (delivery(age=60), Route.PUSH),
        (delivery(age=None), Route.PUSH),
        (delivery(age=1, pushed=True), Route.PUSH),
        (delivery(age=1, maybe_taken=True), Route.REPLY),
        (delivery(age=60, maybe_taken=True), Route.LEAVE),
        (delivery(age=60, maybe_taken=True, urgent=True), Route.PUSH),
    ],
)
def test_route(given: Delivery, way: Route) -> None:
    assert route(given, NOW, token_seconds=50) is way


def test_the_wait_doubles_and_is_bounded() -> None:
    assert 1.6 <= wait_before(1) <= 2.4
    assert wait_before(100) <= 720


def test_a_delivery_is_given_up_before_line_forgets_its_key() -> None:
    first = Delivery(first_attempt_at=NOW - timedelta(hours=22))
    late = Delivery(first_attempt_at=NOW - timedelta(hours=23, minutes=1))
    assert not is_over(first, NOW)
    assert is_over(late, NOW)
