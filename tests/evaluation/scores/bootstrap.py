"""How much a figure would move with other messages of the same kind: resampling with return."""

import random
from collections.abc import Callable, Sequence

ROUNDS = 1000
_SEED = 20_240_601
_TAIL = 0.025


def intervals[T](
    items: Sequence[T],
    statistics: Callable[[Sequence[T]], Sequence[float]],
    rounds: int = ROUNDS,
) -> list[tuple[float, float]]:
    """The 95 % interval (percentiles) of each statistic; the same in every run."""
    draw = random.Random(_SEED)
    drawn = [statistics(draw.choices(items, k=len(items))) for _ in range(rounds)]
    return [_middle(sorted(values)) for values in zip(*drawn, strict=True)]


def _middle(ordered: Sequence[float]) -> tuple[float, float]:
    cut = int(_TAIL * len(ordered))
    return ordered[cut], ordered[-1 - cut]
