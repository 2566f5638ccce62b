"""Dangers by reviewed rules alone: no model, no network, always there."""

from __future__ import annotations

from functools import cache
from itertools import islice

import regex

from bot.kit.places import DATA
from bot.privacy.folded import FoldedText, fold_for_reading
from bot.triage.models import Certainty, Danger, Evidence
from bot.triage.policies import merge_kinds
from bot.triage.rule_file import Context, Rule, RuleFile, load_rule_file

DANGER_RULES = DATA / "lexicon" / "danger_rules.yml"

_HITS_PER_PATTERN = 8
_AFTER = 14
_BEFORE = 16
_SENTENCE_END = regex.compile(r"[。!?\n]")


def find_dangers(text: str) -> tuple[Danger, ...]:
    """Every danger the rules see in the resident's own text, one per kind, most urgent first."""
    folded = fold_for_reading(text)
    reading = _Reading(folded.text)
    hits = [hit for rule in _rules().rules for hit in _hits(rule, reading)]
    return merge_kinds(_as_danger(hit, folded, text) for hit in hits)


def glance(text: str) -> bool:
    """Whether a waiting message should be read before others; any sign of danger is enough."""
    return bool(find_dangers(text))


type _Hit = tuple[Rule, int, int, Certainty]


class _Reading:
    """One folded message; what rules share is looked up once and forgotten with the message."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._spans: dict[regex.Pattern[str], list[tuple[int, int]]] = {}
        self._stretches: dict[tuple[str, int, int], bool] = {}

    def spans(self, pattern: regex.Pattern[str]) -> list[tuple[int, int]]:
        if pattern not in self._spans:
            first = islice(pattern.finditer(self.text), _HITS_PER_PATTERN)
            self._spans[pattern] = [span for match in first if (span := match.span())[0] < span[1]]
        return self._spans[pattern]

    def holds(self, context: Context, left: int, right: int) -> bool:
        """Whether the context stands somewhere in a stretch: a sentence or the message."""
        key = (context.name, left, right)
        if key not in self._stretches:
            self._stretches[key] = context.pattern.search(self.text, left, right) is not None
        return self._stretches[key]


@cache
def _rules() -> RuleFile:
    return load_rule_file(DANGER_RULES)


def _hits(rule: Rule, reading: _Reading) -> list[_Hit]:
    found: list[_Hit] = []
    for pattern in rule.any:
        for start, end in reading.spans(pattern):
            if not _accompanied(rule, reading.text, start, end):
                continue
            if any(_stands(context, reading, start, end) for context in rule.drop):
                continue
            doubted = any(_stands(context, reading, start, end) for context in rule.doubt)
            found.append((rule, start, end, "possible" if doubted else rule.certainty))
    return found


def _accompanied(rule: Rule, text: str, start: int, end: int) -> bool:
    left, right = max(0, start - rule.within), end + rule.within
    if rule.not_with is not None and rule.not_with.search(text, left, right):
        return False
    return rule.with_ is None or rule.with_.search(text, left, right) is not None


def _stands(context: Context, reading: _Reading, start: int, end: int) -> bool:
    text = reading.text
    match context.where:
        case "message":
            return reading.holds(context, 0, len(text))
        case "after":
            return context.pattern.match(text, end, end + _AFTER * 2) is not None
        case "before":
            return context.pattern.search(text[max(0, start - _BEFORE) : start]) is not None
        case "sentence":
            return reading.holds(context, *_sentence(text, start, end))
        case "over":
            return any(
                match.start() < end and start < match.end()
                for match in context.pattern.finditer(text, max(0, start - _BEFORE), end + _AFTER)
            )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    closing = _SENTENCE_END.search(text, end)
    return left, closing.start() if closing else len(text)


def _as_danger(hit: _Hit, folded: FoldedText, text: str) -> Danger:
    rule, start, end, certainty = hit
    first, last = folded.original_span(start, end)
    evidence = Evidence(first, last, text[first:last])
    return Danger(rule.kind, rule.level, certainty, "rule", (evidence,))
