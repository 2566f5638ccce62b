"""Right, wrong and missed, and the three figures made of them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def support(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """0 where nothing was found."""
        found = self.right + self.extra
        return self.right / found if found else 0.0

    @property
    def recall(self) -> float:
        """0 where there was nothing to find."""
        return self.right / self.support if self.support else 0.0

    @property
    def f1(self) -> float:
        counted = 2 * self.right + self.extra + self.missed
        return 2 * self.right / counted if counted else 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.extra + other.extra, self.missed + other.missed)


def compare[T](gold: AbstractSet[T], found: AbstractSet[T]) -> Tally:
    return Tally(len(gold & found), len(found - gold), len(gold - found))
