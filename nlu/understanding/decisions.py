"""From scores to what is said of a message: where each label begins to hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlu.understanding.heads import any_danger, danger, intent, issue, scope
from nlu.understanding.labels import DANGERS, INTENTS, ISSUES, LEVELS, SCOPES, Labels

Scores = Mapping[str, float]

_LOWEST, _HIGHEST, _UNKNOWN = 0.08, 0.7, 0.4
_STEPS = 63
_FEWEST_EXAMPLES = 5
# Beside the likeliest kind, another is `sure` only when it is likelier than not.
_LIKELY = 0.5


@dataclass(frozen=True)
class Aims:
    """What the thresholds are chosen for, on messages the model did not see.

    `recall_weight`: beta of the F-score an issue's threshold maximises; above 1, recall counts.
    `found`: share of messages with a danger of level 2 or 3 that must be marked at all.
    `false_sirens_near`, `false_sirens_ordinary`: shares of harmless messages that may be `sure`.
    """

    recall_weight: float
    found: float
    false_sirens_near: float
    false_sirens_ordinary: float


@dataclass(frozen=True)
class Thresholds:
    """`issues` by name; `possible` and `sure` of the score that there is any danger."""

    issues: dict[str, float]
    possible: float
    sure: float
    household: float = 0.35
    level: float = 0.4
    kind: float = 0.3


def choose(scores: Sequence[Scores], labels: Sequence[Labels], aims: Aims) -> Thresholds:
    """From scores of messages that the scoring model has not learned from."""
    harm = np.array([danger_score(one) for one in scores])
    worst = np.array([one.worst for one in labels])
    near = np.array([one.near_miss for one in labels])
    possible = _quantile(harm[worst >= 2], 1 - aims.found)
    sure = max(
        possible,
        _quantile(harm[(worst == 0) & near], 1 - aims.false_sirens_near),
        _quantile(harm[(worst == 0) & ~near], 1 - aims.false_sirens_ordinary),
    )
    return Thresholds(
        issues={
            name: _best(
                np.array([one[issue(name)] for one in scores]),
                np.array([name in one.issues for one in labels]),
                aims.recall_weight,
            )
            for name in ISSUES
        },
        possible=possible,
        sure=sure,
    )


def danger_score(scores: Scores) -> float:
    """How much speaks for any danger: of any level, and again for a high one."""
    return (2 * scores[any_danger(1)] + scores[any_danger(2)]) / 3


def issues(scores: Scores, thresholds: Thresholds) -> list[str]:
    """The needs that hold, the surest first."""
    found = [name for name in ISSUES if scores[issue(name)] >= thresholds.issues[name]]
    return sorted(found, key=lambda name: -scores[issue(name)])


@dataclass(frozen=True)
class FoundDanger:
    kind: str
    level: int
    certainty: str


def dangers(scores: Scores, thresholds: Thresholds) -> list[FoundDanger]:
    """The kinds that hold, the likeliest first; one at least where there is any danger."""
    harm = danger_score(scores)
    if harm < thresholds.possible:
        return []
    kinds = sorted(DANGERS, key=lambda kind: -scores[danger(kind, 1)])
    held = [
        kind
        for place, kind in enumerate(kinds)
        if place == 0 or scores[danger(kind, 1)] >= thresholds.kind
    ]
    siren = harm >= thresholds.sure
    return [
        FoundDanger(
            kind,
            _level(kind, scores, thresholds),
            "sure"
            if siren and (kind == held[0] or scores[danger(kind, 1)] >= _LIKELY)
            else "possible",
        )
        for kind in held
    ]


def _level(kind: str, scores: Scores, thresholds: Thresholds) -> int:
    held = [level for level in LEVELS if scores[danger(kind, level)] >= thresholds.level]
    return max(held, default=1)


def scope_of(scores: Scores) -> str:
    return max(SCOPES, key=lambda name: scores[scope(name)])


def intent_of(scores: Scores, scope_name: str) -> dict[str, Any]:
    """The likeliest intent of a scope, with the scope's own probability: `{"name", "confidence"}`."""
    among = INTENTS[scope_name]
    name = max(among, key=lambda one: scores.get(intent(one), -np.inf))
    return {"name": name, "confidence": scores[scope(scope_name)]}


def _quantile(values: np.ndarray, share: float) -> float:
    return float(np.quantile(values, share)) if len(values) else _UNKNOWN


def _best(scores: np.ndarray, holds: np.ndarray, beta: float) -> float:
    """The threshold with the best F-beta."""
    if holds.sum() < _FEWEST_EXAMPLES:
        return _UNKNOWN
    candidates = np.linspace(_LOWEST, _HIGHEST, _STEPS)
    return float(max(candidates, key=lambda candidate: _f(scores >= candidate, holds, beta)))


def _f(found: np.ndarray, holds: np.ndarray, beta: float) -> float:
    right = float((found & holds).sum())
    wrong, missed = float((found & ~holds).sum()), float((~found & holds).sum())
    weight = beta * beta
    return (1 + weight) * right / max((1 + weight) * right + weight * missed + wrong, 1e-9)
