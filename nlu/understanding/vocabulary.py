"""Which marks are known, how rare they are, and a message as a row of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from nlu.understanding.marks import FAMILIES, SOUNDS, Mark

MarksByFamily = dict[str, list[Mark]]

# A mark of one message alone says nothing about the next.
_FEWEST_MESSAGES = {SOUNDS: 3}
_FEWEST = 2


@dataclass(frozen=True)
class Row:
    """A message: `columns` (M,) of the vocabulary, their `values` (M,), and for each the places
    (M, 2) of the first and last word that show it.
    """

    columns: np.ndarray
    values: np.ndarray
    places: np.ndarray


class Vocabulary:
    """Names of marks in columns, family by family, with their rarity (inverse message frequency)."""

    def __init__(self, names: dict[str, Sequence[str]], rarity: np.ndarray) -> None:
        self.names = names
        self.rarity = rarity.astype(np.float32)
        self._columns: dict[str, dict[str, int]] = {}
        first = 0
        for family in FAMILIES:
            self._columns[family] = {
                name: first + place for place, name in enumerate(names[family])
            }
            first += len(names[family])

    def __len__(self) -> int:
        return len(self.rarity)

    @classmethod
    def learn(cls, messages: Sequence[MarksByFamily]) -> Vocabulary:
        names: dict[str, Sequence[str]] = {}
        rarity: list[float] = []
        for family in FAMILIES:
            counts = Counter(
                name for marks in messages for name in {mark[0] for mark in marks[family]}
            )
            fewest = _FEWEST_MESSAGES.get(family, _FEWEST)
            names[family] = sorted(name for name, count in counts.items() if count >= fewest)
            rarity += [
                np.log((1 + len(messages)) / (1 + counts[name])) + 1 for name in names[family]
            ]
        return cls(names, np.array(rarity))

    def row(self, marks: MarksByFamily) -> Row:
        """Every family of a length of its own (FAMILIES), so that none drowns the others."""
        parts = [self._family_row(family, marks[family]) for family in FAMILIES]
        return Row(
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.values for part in parts]),
            np.concatenate([part.places for part in parts]),
        )

    def _family_row(self, family: str, marks: Iterable[Mark]) -> Row:
        known = self._columns[family]
        shown = [(known[name], first, last) for name, first, last in marks if name in known]
        if not shown:
            return Row(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros((0, 2), np.int32))
        table = np.array(shown, dtype=np.int32)
        columns, inverse, counts = np.unique(table[:, 0], return_inverse=True, return_counts=True)
        weight = (1.0 + np.log(counts)) * self.rarity[columns]
        weight *= FAMILIES[family] / np.linalg.norm(weight)
        # A mark shown twice shares its weight between its places.
        values = (weight / counts)[inverse]
        return Row(table[:, 0], values.astype(np.float32), table[:, 1:])


def matrix(rows: Sequence[Row], width: int) -> csr_matrix:
    """(messages, width); a mark shown at several places is summed."""
    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    columns = np.concatenate([row.columns for row in rows])
    values = np.concatenate([row.values for row in rows])
    table = csr_matrix((values, columns, ends), shape=(len(rows), width), dtype=np.float32)
    table.sum_duplicates()
    return table
