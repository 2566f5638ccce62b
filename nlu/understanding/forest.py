"""Small decision trees over the linear scores: what speaks for one label weighs on the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from nlu.understanding.side_by_side import side_by_side

_TREES = 110
_LEAVES = 12
_FEWEST_IN_LEAF = 20
_NODES = 2 * _LEAVES - 1


@dataclass(frozen=True)
class Forest:
    """All trees side by side, so that one message is a handful of array steps; no pickled objects.

    Shapes: feature, threshold, left, right, value (trees, nodes); head (trees,) the head a tree
    speaks for; baseline (heads,). A leaf points at itself.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    head: np.ndarray
    baseline: np.ndarray

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """Probabilities (messages, heads) of linear scores (messages, columns)."""
        odds = np.array([self._odds(row) for row in rows]).reshape(len(rows), len(self.baseline))
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))

    def _odds(self, row: np.ndarray) -> np.ndarray:
        trees = np.arange(len(self.head))
        at = np.zeros(len(self.head), dtype=np.intp)
        while True:
            goes_left = row[self.feature[trees, at]] <= self.threshold[trees, at]
            following = np.where(goes_left, self.left[trees, at], self.right[trees, at])
            if (following == at).all():
                break
            at = following
        said = np.bincount(self.head, self.value[trees, at], minlength=len(self.baseline))
        return np.asarray(self.baseline + said)


def grow(rows: np.ndarray, answers: Sequence[np.ndarray], random_state: int) -> Forest:
    """One set of boosted trees for each head; `answers` are booleans (messages,)."""
    grown = side_by_side(partial(_grow_head, rows, random_state), answers)
    tables = [table for _, head_tables in grown for table in head_tables]
    heads = [head for head, (_, head_tables) in enumerate(grown) for _ in head_tables]

    def part(place: int, kind: type) -> np.ndarray:
        return np.array([table[place] for table in tables], dtype=kind).reshape(-1, _NODES)

    return Forest(
        feature=part(0, np.int16),
        threshold=part(1, np.float64),
        left=part(2, np.int16),
        right=part(3, np.int16),
        value=part(4, np.float32),
        head=np.array(heads, dtype=np.intp),
        baseline=np.array([baseline for baseline, _ in grown], dtype=np.float64),
    )


def _grow_head(
    rows: np.ndarray, random_state: int, answer: np.ndarray
) -> tuple[float, list[tuple[np.ndarray, ...]]]:
    if answer.all() or not answer.any():
        return (20.0 if answer.all() else -20.0), []
    # Threads that share one small head mostly wait for each other.
    with threadpool_limits(1, user_api="openmp"):
        boosted = _boosted(rows, answer, random_state)
    # The trees have no public door in this version of scikit-learn, which Rasa pins; a test
    # compares every answer with the library's own.
    trees = [tree.nodes for round_ in boosted._predictors for tree in round_]  # noqa: SLF001
    baseline = float(boosted._baseline_prediction.ravel()[0])  # noqa: SLF001
    return baseline, [_table(nodes) for nodes in trees]


def _boosted(
    rows: np.ndarray, answer: np.ndarray, random_state: int
) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=_TREES,
        learning_rate=0.07,
        l2_regularization=3.0,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_FEWEST_IN_LEAF,
        early_stopping=False,
        random_state=random_state,
    ).fit(rows, answer)


def _table(nodes: np.ndarray) -> tuple[np.ndarray, ...]:
    places = np.arange(_NODES)
    leaf = np.ones(_NODES, dtype=bool)
    leaf[: len(nodes)] = nodes["is_leaf"].astype(bool)

    def padded(name: str, kind: type) -> np.ndarray:
        column = np.zeros(_NODES, dtype=kind)
        column[: len(nodes)] = nodes[name]
        return column

    return (
        padded("feature_idx", np.int16),
        padded("num_threshold", np.float64),
        np.where(leaf, places, padded("left", np.int16)).astype(np.int16),
        np.where(leaf, places, padded("right", np.int16)).astype(np.int16),
        padded("value", np.float32),
    )
