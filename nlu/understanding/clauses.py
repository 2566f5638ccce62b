"""Where one statement ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlu.understanding.words import Word

_STOPS = frozenset("。！？!?、,…\n")
# 「…て」「…し」「…けど」 close a clause once it has said something.
_JOINTS = frozenset(
    {"て", "で", "し", "けど", "けれど", "から", "ので", "のに", "ば", "たら", "と"}
)
_SHORTEST = 3  # words; shorter stretches are no statement of their own


def clauses(words: Sequence[Word]) -> list[range]:
    """Ranges of word places that together cover all words, in order."""
    bounds, begin = [0], 0
    for place in range(1, len(words)):
        long_enough = min(place - begin, len(words) - place) >= _SHORTEST
        if long_enough and _ends(words[place - 1], words[place]):
            bounds.append(place)
            begin = place
    bounds.append(len(words))
    return [range(a, b) for a, b in pairwise(bounds) if b > a]


def _ends(word: Word, following: Word) -> bool:
    if word.surface in _STOPS or "\n" in word.surface:
        return following.surface not in _STOPS
    if following.start > word.end:  # a blank, as children and elders set it
        return word.part == "助動詞"
    joint = word.part == "助詞" and word.lemma in _JOINTS
    return joint and following.has_meaning and following.part in ("名詞", "代名詞", "副詞")
