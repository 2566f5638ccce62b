"""What a reader (our system, a rival) found in a message, in one shape for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.evaluation.messages import Message, Pair, Span, pairs

SURE, POSSIBLE = "sure", "possible"


@dataclass(frozen=True, slots=True)
class FoundDanger:
    kind: str
    level: int
    certainty: str = SURE
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """`issues`: by name the stretches of the text that raised it. Pairs are (relation, issue)."""

    scope: str
    issues: Mapping[str, tuple[Span, ...]]
    dangers: tuple[FoundDanger, ...] = ()
    household: frozenset[Pair] = field(default_factory=frozenset)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Reading:
        """From one line of `madoguchi analyze`."""
        return cls(
            scope=payload["scope"],
            issues={issue["name"]: _spans(issue) for issue in payload["issues"]},
            dangers=tuple(
                FoundDanger(danger["kind"], danger["level"], danger["certainty"], _spans(danger))
                for danger in payload["dangers"]
            ),
            household=pairs(payload["household"]),
        )

    def kinds(self, *, sure_only: bool = False) -> frozenset[str]:
        """The kinds of danger found, by rule or model."""
        return frozenset(
            danger.kind for danger in self.dangers if danger.certainty == SURE or not sure_only
        )

    def has(self, certainty: str) -> bool:
        return any(danger.certainty == certainty for danger in self.dangers)

    def level(self, kind: str) -> int:
        """The highest level at which the kind was found; 0 where it was not."""
        return max((danger.level for danger in self.dangers if danger.kind == kind), default=0)

    def evidence(self, label: str) -> tuple[Span, ...]:
        """The stretches behind an issue or a danger, of whatever source."""
        of_dangers = [danger.evidence for danger in self.dangers if danger.kind == label]
        return (*self.issues.get(label, ()), *(span for spans in of_dangers for span in spans))


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled message beside what was found in it."""

    gold: Message
    found: Reading


def judged(messages: Iterable[Message], readings: Iterable[Reading]) -> list[Judged]:
    return [Judged(*both) for both in zip(messages, readings, strict=True)]


def _spans(found: Mapping[str, Any]) -> tuple[Span, ...]:
    evidence: Sequence[Mapping[str, Any]] = found["evidence"]
    return tuple((span["start"], span["end"]) for span in evidence)
