"""The learned linear heads: how far a message lies from each border, and which words push it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from nlu.understanding.meaning import SIZE
from nlu.understanding.representation import Numbers


@dataclass(frozen=True)
class LinearHeads:
    """`weights` (columns + 1, heads), the last row being the biases; float16 where it is kept.

    Columns are those of `representation.table`: `size` marks, the meaning, the sentence encoder.
    """

    names: list[str]
    weights: np.ndarray
    size: int

    def distances(self, numbers: Numbers) -> np.ndarray:
        """(heads,) of one message."""
        row, dense = numbers.row, self.weights[self.size : -1].astype(np.float32)
        meaning = np.concatenate([numbers.meaning.sum(axis=0), numbers.encoded])
        marks = row.values @ self.weights[row.columns].astype(np.float32)
        return np.asarray(marks + meaning @ dense + self.weights[-1])

    def all_distances(self, rows: csr_matrix) -> np.ndarray:
        """(messages, heads)"""
        return np.asarray(rows @ self.weights[:-1] + self.weights[-1])

    def voices(self, numbers: Numbers, names: Sequence[str]) -> dict[str, np.ndarray]:
        """(words,) for each head named: how much each word speaks for it; no unit."""
        places = [self.names.index(name) for name in names]
        row = numbers.row
        # Few rows first: taking the columns of the whole table would copy it for every message.
        meaning = self.weights[self.size : self.size + SIZE][:, places].astype(np.float32)
        marks = self.weights[row.columns][:, places].astype(np.float32)
        said = numbers.meaning @ meaning
        shares = marks * row.values[:, None]
        # A mark over two words is credited to both by halves; inner words of longer ones to none.
        said = said + _credit(row.places, len(said)) @ shares
        return dict(zip(names, said.T, strict=True))


def _credit(places: np.ndarray, words: int) -> csr_matrix:
    """(words, marks): half of each mark to its first word, half to its last."""
    marks = np.arange(len(places))
    return csr_matrix(
        (
            np.full(2 * len(places), 0.5, dtype=np.float32),
            (places.T.ravel(), np.concatenate([marks, marks])),
        ),
        shape=(words, len(places)),
    )
