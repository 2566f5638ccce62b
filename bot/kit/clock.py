"""The time of day, as something that can be handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

type Clock = Callable[[], datetime]
"""Answers the present moment as an aware UTC datetime."""


def system_clock() -> datetime:
    return datetime.now(UTC)
