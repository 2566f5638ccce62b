"""Whose trouble is it? For every need found, the people of the message who have it or bear it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.understanding import heads
from nlu.understanding.clauses import clauses
from nlu.understanding.labels import ISSUES
from nlu.understanding.relations import WRITER, mentions, relations
from nlu.understanding.words import Word

# A relation that no word names is still asked about when its head comes this near to saying yes:
# 「産んで九日」 speaks of a child.
_UNNAMED = -0.35
_FAR = 9.0
_PARTICLES = ("が", "は", "も", "の", "に", "を", "と", "、", "から", "で")


@dataclass(frozen=True)
class Voices:
    """How loud each word (words,) speaks for a head, and each head's score for the whole message."""

    of_issue: dict[str, np.ndarray]
    of_relation: dict[str, np.ndarray]
    scores: dict[str, float]


@dataclass(frozen=True)
class Pair:
    """Does `relation` have `issue`? `row`: what speaks for and against, (ROW,)."""

    relation: str
    issue: str
    row: np.ndarray


def pairs(words: Sequence[Word], issues: Iterable[str], voices: Voices) -> list[Pair]:
    """Every need with everybody whom the message names or hints at."""
    parts = clauses(words)
    named = mentions(words)
    asked = [
        relation
        for relation in relations()
        if relation == WRITER
        or relation in named
        or voices.scores[heads.relation(relation)] > _UNNAMED
    ]
    clause_of = [number for number, part in enumerate(parts) for _ in part]
    scene = _Scene(words, parts, clause_of, named, voices)
    issues = list(issues)
    return [
        Pair(relation, issue, scene.row(relation, issue, len(issues)))
        for issue in issues
        for relation in asked
    ]


@dataclass(frozen=True)
class _Scene:
    words: Sequence[Word]
    parts: Sequence[range]
    clause_of: Sequence[int]
    named: dict[str, list[int]]
    voices: Voices

    def row(self, relation: str, issue: str, issues: int) -> np.ndarray:
        by_clause = self._by_clause(self.voices.of_issue[issue])
        best = int(by_clause.argmax())
        own = self._by_clause(self.voices.of_relation[relation])
        places = self.named.get(relation, [])
        there = [self._clause(place) for place in places]
        nearest = min((clause - best for clause in there), key=abs, default=_FAR)
        others = [r for r in self.named if r not in (relation, WRITER)]
        beside = [r for r in others if any(self._clause(p) == best for p in self.named[r])]
        return np.array(
            [
                *_one_hot(issue, ISSUES),
                *_one_hot(relation, relations()),
                *_one_hot(self._particle(places, best), _PARTICLES),
                *self._standing(relation, issue),
                abs(nearest),
                nearest,
                len(places),
                places[0] / len(self.words) if places else -1.0,
                len(self.parts),
                len(self.words),
                issues,
                len(others),
                len(beside),
                own[best],
                float(own.argmax() == best),
                len(self.named.get(WRITER, ())),
                by_clause[best],
                max((by_clause[clause] for clause in there), default=-_FAR),
                min((by_clause[clause] for clause in there), default=-_FAR),
            ],
            dtype=np.float64,
        )

    def _standing(self, relation: str, issue: str) -> Iterator[float]:
        """The heads' own word: for the issue, the relation, the writer, and the loudest of all."""
        of_all = [self.voices.scores[heads.relation(one)] for one in relations()]
        own = self.voices.scores[heads.relation(relation)]
        yield self.voices.scores[heads.issue(issue)]
        yield own
        yield of_all[0]
        yield max(of_all)
        yield sum(score > own for score in of_all)

    def _by_clause(self, voice: np.ndarray) -> np.ndarray:
        return np.array([voice[part.start : part.stop].sum() for part in self.parts])

    def _clause(self, place: int) -> int:
        return self.clause_of[place]

    def _particle(self, places: Sequence[int], best: int) -> str:
        """What follows the naming: in the telling clause if it is there, else at its first place."""
        followed = [place for place in places if place + 1 < len(self.words)]
        inside = [place for place in followed if self._clause(place) == best]
        chosen = (inside or followed)[:1]
        return self.words[chosen[0] + 1].surface if chosen else ""


def _one_hot(value: str, among: Sequence[str]) -> list[float]:
    return [float(value == one) for one in among]


def members(held: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    """(relation, issue) pairs as `[{"relation", "issues"}]`, the writer first."""
    by_relation: dict[str, list[str]] = {}
    for relation, issue in held:
        by_relation.setdefault(relation, []).append(issue)
    return [
        {"relation": relation, "issues": by_relation[relation]}
        for relation in relations()
        if relation in by_relation
    ]
