"""A share of a count, with how far it can be trusted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Standard deviations on each side that hold 95 % of a normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Proportion:
    hits: int
    total: int

    @property
    def value(self) -> float:
        """Between 0 and 1; not a number where nothing was counted."""
        return self.hits / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, which holds for small counts and near 0 and 1."""
        if not self.total:
            return 0.0, 1.0
        n, share = self.total, self.value
        middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        if not self.total:
            return "–"
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f}–{high:.3f}) {self.hits}/{self.total}"


def share(conditions: Sequence[bool]) -> Proportion:
    return Proportion(sum(conditions), len(conditions))
