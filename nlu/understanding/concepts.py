"""Small facts of life behind many wordings, from the reviewed lexicon in data/lexicon/concepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from nlu.understanding.words import Word, hiragana

LEXICON = Path(__file__).parents[2] / "data" / "lexicon" / "concepts"

# Between two words of an expression a resident may say this many others.
_GAP = 3
# Endings that turn a fact round; all others are left aside on both sides.
_TURNING = {
    **dict.fromkeys(("ない", "無い", "ぬ", "ず", "ん", "まい"), "NOT"),
    **dict.fromkeys(("たい", "たがる"), "WANT"),
    **dict.fromkeys(("れる", "られる"), "SUFFERED"),
}
_SHORTEST_SOUND = 3

Cutter = Callable[[str], Sequence[Word]]


@dataclass(frozen=True)
class Concept:
    """A fact found in a message: the places of its first and last word, and what it suggests."""

    name: str
    first: int
    last: int
    suggests: tuple[str, ...]


@dataclass(frozen=True)
class _Expression:
    concept: str
    keys: tuple[str, ...]


class ConceptLexicon:
    """All expressions by their first word. Made by `load_concepts`; finding is O(words)."""

    def __init__(
        self, expressions: Sequence[_Expression], suggests: dict[str, tuple[str, ...]]
    ) -> None:
        self.suggests = suggests
        self._by_first: dict[str, list[_Expression]] = {}
        for expression in expressions:
            self._by_first.setdefault(expression.keys[0], []).append(expression)

    def find(self, words: Sequence[Word]) -> list[Concept]:
        """Every concept once, at its first place, in reading order."""
        telling = [(place, keys) for place, word in enumerate(words) if (keys := _keys(word))]
        found: dict[str, Concept] = {}
        for at, (place, keys) in enumerate(telling):
            for key in keys:
                for expression in self._by_first.get(key, ()):
                    last = _last(expression.keys, telling, at)
                    if last is not None and expression.concept not in found:
                        name = expression.concept
                        found[name] = Concept(name, place, last, self.suggests[name])
        return list(found.values())


def load_concepts(cut: Cutter, folder: Path = LEXICON) -> ConceptLexicon:
    """Read every file of the folder; `cut` makes words of an expression as of a message."""
    suggests: dict[str, tuple[str, ...]] = {}
    expressions: set[_Expression] = set()
    for path in sorted(folder.glob("*.yml")):
        for name, concept in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            suggests[name] = tuple(concept["suggests"])
            for said in concept["said"]:
                expressions.update(_compiled(name, said, cut))
    return ConceptLexicon(sorted(expressions, key=lambda one: (one.concept, one.keys)), suggests)


def _compiled(name: str, said: str, cut: Cutter) -> Iterator[_Expression]:
    """One expression for each choice among the words of `電気|ガス|水道が止まった`."""
    parts = [[keys[0] for word in cut(part) if (keys := _keys(word))] for part in said.split("|")]
    if not all(parts):
        return
    if len(parts) == 1:
        yield _Expression(name, tuple(parts[0]))
        return
    before, after = parts[0][:-1], parts[-1][1:]
    for choice in (parts[0][-1:], *parts[1:-1], parts[-1][:1]):
        yield _Expression(name, (*before, *choice, *after))


def _last(
    keys: Sequence[str], telling: Sequence[tuple[int, tuple[str, ...]]], at: int
) -> int | None:
    """The place of the expression's last word, or None where the words do not follow."""
    for key in keys[1:]:
        window = range(at + 1, min(at + 2 + _GAP, len(telling)))
        following = next((i for i in window if key in telling[i][1]), None)
        if following is None:
            return None
        at = following
    return telling[at][0]


@lru_cache(maxsize=65536)
def _keys(word: Word) -> tuple[str, ...]:
    """What a word is found by: its normalised form, and its sound where it was written in kana."""
    if word.part == "助動詞" or word.lemma in ("無い", "ない"):
        turning = _TURNING.get(word.lemma)
        return (turning,) if turning else ()
    if not word.has_meaning:
        return ()
    sound = word.sound
    if len(sound) >= _SHORTEST_SOUND and sound == hiragana(word.surface):
        return (word.lemma, sound)
    return (word.lemma,)
