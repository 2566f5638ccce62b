"""From the words of a message to its numbers: marks, and the mean meaning of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.cluster import MiniBatchKMeans

from nlu.understanding.concepts import ConceptLexicon
from nlu.understanding.marks import (
    FACTS,
    KINDS,
    SOUNDS,
    WORDS,
    fact_marks,
    kind_marks,
    sound_marks,
    word_marks,
)
from nlu.understanding.meaning import SIZE, vector
from nlu.understanding.vocabulary import MarksByFamily, Row, Vocabulary, matrix
from nlu.understanding.words import Word

Words = Sequence[Word]


@dataclass(frozen=True)
class Numbers:
    """One message: its marks, and its meaning word by word (words, SIZE), which sums to length one.

    `encoded`: what a sentence encoder says of it (E,), of length one; empty where there is none.
    """

    row: Row
    meaning: np.ndarray
    encoded: np.ndarray


class Representation:
    """Learned from the training messages: vocabulary, kinds of words, and how rare words are."""

    def __init__(
        self, vocabulary: Vocabulary, kinds: np.ndarray, rarity: dict[str, float], rarest: float
    ) -> None:
        self.vocabulary = vocabulary
        self.kinds = kinds
        self.rarity = rarity
        self.rarest = rarest
        self._kind_of: dict[tuple[str, str], int | None] = {}

    @classmethod
    def learn(
        cls, messages: Sequence[Words], facts: ConceptLexicon, kinds: int, random_state: int
    ) -> tuple[Representation, list[Row]]:
        """What is learned, and the messages' marks in its columns."""
        rarity, rarest = _rarity(messages)
        centres = _kinds(messages, kinds, random_state)
        unnamed = Vocabulary({family: [] for family in (WORDS, SOUNDS, KINDS, FACTS)}, np.zeros(0))
        learned = cls(unnamed, centres, rarity, rarest)
        marks = [learned.marks(words, facts) for words in messages]
        learned.vocabulary = Vocabulary.learn(marks)
        return learned, [learned.vocabulary.row(one) for one in marks]

    def numbers(self, words: Words, facts: ConceptLexicon, encoded: np.ndarray) -> Numbers:
        row = self.vocabulary.row(self.marks(words, facts))
        return Numbers(row, self.meaning(words), encoded)

    def marks(self, words: Words, facts: ConceptLexicon) -> MarksByFamily:
        return {
            WORDS: list(word_marks(words)),
            SOUNDS: list(sound_marks(words)),
            KINDS: list(kind_marks([self._kind(word) for word in words])),
            FACTS: list(fact_marks(facts.find(words))),
        }

    def _kind(self, word: Word) -> int | None:
        key = (word.lemma, word.surface)
        if key not in self._kind_of:
            meaning = vector(word)
            known = meaning.any()
            self._kind_of[key] = int(np.argmax(self.kinds @ meaning)) if known else None
        return self._kind_of[key]

    def meaning(self, words: Words) -> np.ndarray:
        """(words, SIZE), each word by its rarity; the sum has length one."""
        if not words:
            return np.zeros((0, SIZE), dtype=np.float32)
        by_word = np.array(
            [vector(word) * self.rarity.get(word.lemma, self.rarest) for word in words],
            dtype=np.float32,
        )
        return by_word / (np.linalg.norm(by_word.sum(axis=0)) or 1.0)


def table(numbers: Sequence[Numbers], width: int) -> csr_matrix:
    """(messages, width + SIZE + E)."""
    marks = matrix([one.row for one in numbers], width)
    meaning = np.array([one.meaning.sum(axis=0) for one in numbers], dtype=np.float32)
    encoded = np.array([one.encoded for one in numbers], dtype=np.float32)
    return hstack([marks, csr_matrix(meaning), csr_matrix(encoded)], format="csr")


def _rarity(messages: Sequence[Words]) -> tuple[dict[str, float], float]:
    counts: dict[str, int] = {}
    for words in messages:
        for lemma in {word.lemma for word in words}:
            counts[lemma] = counts.get(lemma, 0) + 1
    rarest = float(np.log(max(len(messages), 2)))
    return {lemma: float(rarest - np.log(count)) for lemma, count in counts.items()}, rarest


def _kinds(messages: Sequence[Words], kinds: int, random_state: int) -> np.ndarray:
    """(kinds, SIZE): centres of the vectors of all words that occur, of length one."""
    known = {(word.lemma, word.surface): word for words in messages for word in words}
    vectors = np.array([found for word in known.values() if (found := vector(word)).any()])
    if len(vectors) == 0:
        return np.zeros((0, SIZE), dtype=np.float32)
    clusters = MiniBatchKMeans(
        min(kinds, len(vectors)), random_state=random_state, batch_size=4096, n_init=1
    ).fit(vectors)
    centres = clusters.cluster_centers_
    return (centres / (np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9)).astype(np.float32)
