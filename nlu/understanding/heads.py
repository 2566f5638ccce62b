"""The yes-or-no questions that are learned, and how each is learned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from nlu.understanding.labels import DANGERS, ISSUES, LEVELS, SCOPES, Labels
from nlu.understanding.relations import relations
from nlu.understanding.side_by_side import side_by_side

# A label on few messages counts more than one on many, up to this much.
_MOST_WEIGHT = 6.0
_TOLERANCE = 0.1

Question = Callable[[Labels], bool]


def issue(name: str) -> str:
    return f"issue:{name}"


def danger(kind: str, level: int) -> str:
    return f"danger:{kind}:{level}"


def any_danger(level: int) -> str:
    return f"danger:any:{level}"


def scope(name: str) -> str:
    return f"scope:{name}"


def intent(name: str) -> str:
    return f"intent:{name}"


def relation(name: str) -> str:
    return f"relation:{name}"


def questions(intents: Iterable[str]) -> dict[str, Question]:
    """Name of a head to what it asks of a message's labels."""
    asked: dict[str, Question] = {}
    for name in ISSUES:
        asked[issue(name)] = lambda labels, name=name: name in labels.issues
    for level in LEVELS:
        asked[any_danger(level)] = lambda labels, level=level: labels.worst >= level
        for kind in DANGERS:
            asked[danger(kind, level)] = lambda labels, kind=kind, level=level: (
                labels.dangers.get(kind, 0) >= level
            )
    for name in SCOPES:
        asked[scope(name)] = lambda labels, name=name: labels.scope == name
    for name in relations():
        asked[relation(name)] = lambda labels, name=name: any(
            member == name for member, _ in labels.household
        )
    for name in intents:
        asked[intent(name)] = lambda labels, name=name: labels.intent == name
    return asked


def learn(
    rows: csr_matrix,
    labels: Sequence[Labels],
    weights: np.ndarray,
    asked: dict[str, Question],
    strength: float,
) -> np.ndarray:
    """(heads, width + 1), the last column being the bias; zeros for a head nobody says yes to.

    Linear support vector machines: measured against logistic regression, boosting, small networks
    and DIET in docs/data.md.
    """
    answers = [np.array([question(label) for label in labels]) for question in asked.values()]
    learned = side_by_side(partial(_fit, rows, weights, strength), answers)
    return np.array(learned, dtype=np.float32)


def _fit(rows: csr_matrix, weights: np.ndarray, strength: float, answer: np.ndarray) -> np.ndarray:
    if answer.all() or not answer.any():
        never = np.zeros(rows.shape[1] + 1)
        never[-1] = 1.0 if answer.all() else -1.0
        return never
    heavier = min(_MOST_WEIGHT, float(np.sqrt(len(answer) / answer.sum())))
    machine = LinearSVC(C=strength, dual=True, tol=_TOLERANCE, random_state=0)
    machine.fit(rows, answer, sample_weight=weights * np.where(answer, heavier, 1.0))
    return np.append(machine.coef_[0], machine.intercept_[0])
