from collections import Counter
from datetime import UTC, datetime, timedelta

from bot.simulator.errors import MonthlyLimitReached

_JAPAN = timedelta(hours=9)


class MonthlyQuota:
    """Counts one per push and recipient, however many bubbles; months are Japanese months."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._used: Counter[str] = Counter()

    def used(self, at: float) -> int:
        return self._used[_month(at)]

    def check(self, at: float) -> None:
        if self.limit is not None and self.used(at) >= self.limit:
            raise MonthlyLimitReached

    def count(self, at: float) -> None:
        self._used[_month(at)] += 1

    def clear(self, limit: int | None) -> None:
        self.limit = limit
        self._used.clear()


def _month(at: float) -> str:
    return (datetime.fromtimestamp(at, UTC) + _JAPAN).strftime("%Y-%m")
