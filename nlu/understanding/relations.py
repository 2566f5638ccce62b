"""The people a message names, and where: data/lexicon/relations.yml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from nlu.understanding.words import Word

_LEXICON = Path(__file__).parents[2] / "data" / "lexicon" / "relations.yml"
WRITER = "本人"


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))["relations"]


@lru_cache(maxsize=1)
def relations() -> tuple[str, ...]:
    """Every relation, the writer first."""
    return tuple(_words())


@lru_cache(maxsize=1)
def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for relation, words in _words().items():
        for word in dict.fromkeys(words):
            found.setdefault(word, []).append(relation)
    return {word: tuple(named) for word, named in found.items()}


def mentions(words: Sequence[Word]) -> dict[str, list[int]]:
    """Relation to the places of the words that may stand for it, in reading order."""
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        for relation in {
            r for form in (word.lemma, word.surface) for r in _by_word().get(form, ())
        }:
            found.setdefault(relation, []).append(place)
    return found
