"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta


class StandingClock:
    """Callable like any Clock; a Monday morning in Tokyo to begin with."""

    def __init__(self, now: datetime = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """`by`: as timedelta takes it, minutes=5 for instance."""
        self.now += timedelta(**by)
