"""Learning many heads on all cores: in processes, because the solvers hold the interpreter."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from joblib import Parallel, delayed

Learned = TypeVar("Learned")

# Below this many heads or messages starting processes takes longer than learning.
_FEWEST_HEADS, _FEWEST_MESSAGES = 4, 1000


def side_by_side(
    learn: Callable[[np.ndarray], Learned], answers: Sequence[np.ndarray]
) -> list[Learned]:
    """`learn` of every answer (messages,), in their order; tables are shared, not copied."""
    if len(answers) < _FEWEST_HEADS or len(answers[0]) < _FEWEST_MESSAGES:
        return [learn(answer) for answer in answers]
    return Parallel(n_jobs=os.cpu_count())(delayed(learn)(answer) for answer in answers)
