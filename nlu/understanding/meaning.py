"""What words mean, from GiNZA's word vectors: 徘徊 and 迷子 are near although no letter is shared."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import spacy
from spacy.vocab import Vocab

from nlu.understanding.words import Word

_MODEL = "ja_ginza"
SIZE = 300


@lru_cache(maxsize=1)
def vocabulary() -> Vocab:
    """Only the vectors; GiNZA's own tokenizer and parsers are not asked for anything."""
    return spacy.load(_MODEL, exclude=spacy.info(_MODEL)["pipeline"]).vocab


@lru_cache(maxsize=100_000)
def _vector(lemma: str, surface: str) -> np.ndarray:
    known = vocabulary()
    for form in (lemma, surface):
        if known.has_vector(form):
            vector = known.get_vector(form).astype(np.float32)
            return vector / (np.linalg.norm(vector) or 1.0)
    return np.zeros(SIZE, dtype=np.float32)


def vector(word: Word) -> np.ndarray:
    """(300,), of length one; zeros for a particle and for a word without a vector."""
    return _vector(word.lemma, word.surface) if word.has_meaning else _vector("", "")
