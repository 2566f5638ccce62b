"""What the issue classifier has learned, and how it learns it: plain arrays, no pickled objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import normalize

_FILE = "issues.npz"
_FOLDS = 5
# A threshold outside this band is an accident of a few examples, not knowledge.
_LOWEST, _HIGHEST, _UNKNOWN = 0.25, 0.75, 0.5


@dataclass(frozen=True)
class Features:
    """Counts of words and letters (rows, F), and their meaning as vectors (rows, V)."""

    counts: csr_matrix
    vectors: np.ndarray


@dataclass(frozen=True)
class LearningSettings:
    """`recall_weight` is the beta of the F-score a threshold maximises: above 1, recall counts."""

    inverse_regularisation: float
    recall_weight: float
    random_state: int


@dataclass(frozen=True)
class IssueWeights:
    """One linear model per label.

    Shapes: names (L,), rarity (F,), weights (L, F + V), bias (L,), thresholds (L,).
    """

    names: np.ndarray
    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    thresholds: np.ndarray

    def scores(self, messages: Features) -> np.ndarray:
        """Probabilities (messages, L)."""
        raw = _rows(messages, self.rarity) @ self.weights.T + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-raw)))

    def contributions(self, tokens: Features, label: int) -> np.ndarray:
        """How much each token (a row) speaks for a label beside its neighbours; no unit.

        A message's counts and vectors each have length one, so each token is given its share of
        the lengths that the tokens have together.
        """
        size = len(self.rarity)
        counts = _dampened(tokens.counts).multiply(self.rarity).tocsr()
        together = np.asarray(counts.sum(axis=0)).ravel()
        by_letters = counts @ self.weights[label, :size] / _length(together)
        meaning = tokens.vectors.sum(axis=0)
        return by_letters + tokens.vectors @ self.weights[label, size:] / _length(meaning)

    def save(self, folder: Path) -> None:
        np.savez_compressed(folder / _FILE, **asdict(self))

    @classmethod
    def load(cls, folder: Path) -> IssueWeights:
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in arrays.files})


def learn(
    messages: Features, issues: Sequence[frozenset[str]], settings: LearningSettings
) -> IssueWeights:
    """Learn every label that occurs; `issues[i]` are the labels of row i."""
    names = sorted(set().union(*issues))
    rarity = TfidfTransformer().fit(messages.counts).idf_
    rows = _rows(messages, rarity)
    learned = [
        _learn_label(rows, np.array([name in found for found in issues]), settings)
        for name in names
    ]
    return IssueWeights(
        names=np.array(names, dtype=str),
        rarity=rarity,
        weights=np.array([weights for weights, _, _ in learned]).reshape(-1, rows.shape[1]),
        bias=np.array([bias for _, bias, _ in learned]),
        thresholds=np.array([threshold for _, _, threshold in learned]),
    )


def _learn_label(
    rows: csr_matrix, has_label: np.ndarray, settings: LearningSettings
) -> tuple[np.ndarray, float, float]:
    model = LogisticRegression(
        C=settings.inverse_regularisation,
        class_weight="balanced",
        solver="liblinear",
        random_state=settings.random_state,
    )
    threshold = _threshold(model, rows, has_label, settings)
    model.fit(rows, has_label)
    return model.coef_[0], float(model.intercept_[0]), threshold


def _threshold(
    model: LogisticRegression, rows: csr_matrix, has_label: np.ndarray, settings: LearningSettings
) -> float:
    """Where the F-score is best on examples the model did not see."""
    folds = min(_FOLDS, int(has_label.sum()), int((~has_label).sum()))
    if folds < 2:
        return _UNKNOWN
    split = StratifiedKFold(folds, shuffle=True, random_state=settings.random_state)
    held_out = cross_val_predict(model, rows, has_label, cv=split, method="predict_proba")[:, 1]
    precision, recall, candidates = precision_recall_curve(has_label, held_out)
    beta = settings.recall_weight**2
    worth = (1 + beta) * precision * recall / np.maximum(beta * precision + recall, 1e-9)
    return float(np.clip(candidates[np.argmax(worth[:-1])], _LOWEST, _HIGHEST))


def _rows(messages: Features, rarity: np.ndarray) -> csr_matrix:
    counts = normalize(_dampened(messages.counts).multiply(rarity).tocsr())
    return hstack([counts, csr_matrix(normalize(messages.vectors))], format="csr")


def _dampened(counts: csr_matrix) -> csr_matrix:
    """A word said ten times is not ten times the news."""
    dampened = csr_matrix(counts, dtype=np.float64, copy=True)
    dampened.data = 1.0 + np.log(dampened.data)
    return dampened


def _length(vector: np.ndarray) -> float:
    return float(np.linalg.norm(vector)) or 1.0
