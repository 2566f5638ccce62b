"""How well masking does on labelled messages: precision and recall for each kind.

A file of cases is a YAML list of `{text, pii: [{words, kind}]}`; the mentions of a message stand in
the order of the text and are looked up one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.privacy.errors import CasesInvalid
from bot.privacy.models import PiiKind, PiiSpan

type Finder = Callable[[str], Sequence[PiiSpan]]


@dataclass(frozen=True, slots=True)
class Case:
    """A message and the mentions that masking should find in it, in the order of the text."""

    text: str
    expected: tuple[PiiSpan, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of mentions; a mention is met when a span of its kind overlaps it."""

    expected: int = 0
    met: int = 0
    exact: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return self.met / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def exactness(self) -> float:
        """The share of expected mentions whose span was found to the character."""
        return self.exact / self.expected if self.expected else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.expected + other.expected,
            self.met + other.met,
            self.exact + other.exact,
            self.found + other.found,
            self.right + other.right,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """`kinds` holds every kind; `clean` messages hold nothing private, `touched` of them lost words."""

    kinds: Mapping[PiiKind, Score]
    overall: Score
    clean: int
    touched: int


class _Mention(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str
    kind: PiiKind


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    pii: tuple[_Mention, ...]


_ROWS = TypeAdapter(tuple[_Row, ...])


def read_cases(path: Path) -> tuple[Case, ...]:
    """Raises CasesInvalid when the file or a mention in it is wrong."""
    try:
        rows = _ROWS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CasesInvalid(path, str(error)) from error
    return tuple(_case(row, path) for row in rows)


def measure(cases: Iterable[Case], find: Finder) -> Report:
    """Run `find` over the cases and count, kind by kind, what it met and what it invented."""
    kinds: dict[PiiKind, Score] = dict.fromkeys(get_args(PiiKind.__value__), Score())
    clean = touched = 0
    for case in cases:
        found = find(case.text)
        clean += not case.expected
        touched += bool(found) and not case.expected
        for kind in kinds:
            kinds[kind] += _counted(case.expected, found, kind)
    return Report(kinds, sum(kinds.values(), Score()), clean, touched)


def _counted(expected: Iterable[PiiSpan], found: Iterable[PiiSpan], kind: PiiKind) -> Score:
    wanted = [span for span in expected if span.kind == kind]
    given = [span for span in found if span.kind == kind]
    return Score(
        expected=len(wanted),
        met=sum(any(_overlap(span, other) for other in given) for span in wanted),
        exact=len(set(wanted) & set(given)),
        found=len(given),
        right=sum(any(_overlap(span, other) for other in wanted) for span in given),
    )


def _overlap(one: PiiSpan, other: PiiSpan) -> bool:
    return one.start < other.end and other.start < one.end


def _case(row: _Row, path: Path) -> Case:
    spans: list[PiiSpan] = []
    read = 0
    for mention in row.pii:
        start = row.text.find(mention.words, read)
        if start < 0 or not mention.words:
            raise CasesInvalid(path, f"「{mention.words}」 is not in 「{row.text}」")
        read = start + len(mention.words)
        spans.append(PiiSpan(start, read, mention.kind))
    return Case(row.text, tuple(spans))
