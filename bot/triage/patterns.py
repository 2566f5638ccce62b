"""Known shapes of a household in trouble (8050, double care …), from its issues and its members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import regex
import yaml

from bot.kit.places import DATA
from bot.privacy.folded import fold_for_reading
from bot.triage.models import HouseholdMember

PATTERNS = DATA / "lexicon" / "patterns.yml"

_AGE = regex.compile(
    r"([0-9]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|百)(?:歳|才|さい|代|です|の|、|。|$)"
)
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class _Somebody:
    relations: frozenset[str]
    issues: frozenset[str]

    def is_among(self, household: Iterable[HouseholdMember]) -> bool:
        return any(
            member.relation in self.relations
            and (not self.issues or not self.issues.isdisjoint(member.issues))
            for member in household
        )


@dataclass(frozen=True, slots=True)
class _Way:
    issues: frozenset[str]
    one_of: frozenset[str]
    members: tuple[_Somebody, ...]
    ages: tuple[tuple[int, int], ...]
    words: regex.Pattern[str] | None

    def holds(self, text: str, issues: frozenset[str], people: Sequence[HouseholdMember]) -> bool:
        return (
            self.issues <= issues
            and (not self.one_of or not self.one_of.isdisjoint(issues))
            and all(somebody.is_among(people) for somebody in self.members)
            and _all_within(self.ages, text)
            and (self.words is None or self.words.search(text) is not None)
        )


def patterns_in(
    text: str, issues: Iterable[str], household: Sequence[HouseholdMember]
) -> tuple[str, ...]:
    """The names of all patterns that one turn shows, in the order of the taxonomy."""
    found, folded = frozenset(issues), fold_for_reading(text).text
    return tuple(
        name
        for name, ways in _patterns().items()
        if any(way.holds(folded, found, household) for way in ways)
    )


@cache
def _patterns(path: Path = PATTERNS) -> dict[str, tuple[_Way, ...]]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: tuple(map(_way, ways)) for name, ways in content["patterns"].items()}


def _way(written: dict[str, Any]) -> _Way:
    members = (
        _Somebody(frozenset(one["relations"]), frozenset(one.get("issues", ())))
        for one in written.get("members", ())
    )
    words = written.get("words")
    return _Way(
        issues=frozenset(written.get("issues", ())),
        one_of=frozenset(written.get("one_of", ())),
        members=tuple(members),
        ages=tuple((low, high) for low, high in written.get("ages", ())),
        words=regex.compile(words) if words else None,
    )


def _all_within(ranges: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether each range takes an age of its own."""
    left = _ages(text) if ranges else []
    for low, high in ranges:
        fitting = next((age for age in left if low <= age <= high), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return True


def _ages(text: str) -> list[int]:
    return [_number(match.group(1)) for match in _AGE.finditer(text)]


def _number(written: str) -> int:
    """「七十八」 and 「78」 alike."""
    if written.isdecimal():
        return int(written)
    if written == "百":
        return 100
    tens, _, ones = written.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
