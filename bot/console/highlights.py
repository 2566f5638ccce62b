"""The words that raised something, found again in the bubbles they were written in. Pure.

An analysis counts in Python string offsets over a whole turn: the turn's messages joined by newlines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    issue: str | None = None
    danger: str | None = None


@dataclass(frozen=True)
class Piece:
    """A stretch of a message in which nothing changes; names without repetition."""

    text: str
    issues: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()


def spans_of(analysis: dict[str, Any]) -> list[Span]:
    issues = [
        Span(evidence["start"], evidence["end"], issue=issue["name"])
        for issue in analysis["issues"]
        for evidence in issue["evidence"]
    ]
    dangers = [
        Span(evidence["start"], evidence["end"], danger=danger["kind"])
        for danger in analysis["dangers"]
        for evidence in danger["evidence"]
    ]
    return issues + dangers


def by_message(texts: Sequence[str], spans: Iterable[Span]) -> list[list[Piece]]:
    """Each message of a turn, in order, cut into pieces."""
    found, cut, start = list(spans), [], 0
    for text in texts:
        cut.append(_pieces(text, _within(found, start, start + len(text))))
        start += len(text) + 1
    return cut


def _within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The parts of the spans that lie in this message, counted from its beginning."""
    return [
        Span(max(span.start, start) - start, min(span.end, end) - start, span.issue, span.danger)
        for span in spans
        if max(span.start, start) < min(span.end, end)
    ]


def _pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    edges = {0, len(text), *(span.start for span in spans), *(span.end for span in spans)}
    borders = sorted(edges)
    return [_piece(text, start, end, spans) for start, end in pairwise(borders)]


def _piece(text: str, start: int, end: int, spans: Sequence[Span]) -> Piece:
    over = [span for span in spans if span.start <= start and end <= span.end]
    return Piece(
        text[start:end],
        tuple(dict.fromkeys(span.issue for span in over if span.issue)),
        tuple(dict.fromkeys(span.danger for span in over if span.danger)),
    )
