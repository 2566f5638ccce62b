"""Dangers by reviewed rules alone: no model, no network, always there."""

from __future__ import annotations

from functools import cache

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
    hits = [hit for rule in _rules().rules for hit in _hits(rule, folded)]
    return merge_kinds(_as_danger(hit, folded, text) for hit in hits)


def glance(text: str) -> bool:
    """Whether a waiting message should be read before others; any sign of danger is enough."""
    return bool(find_dangers(text))


type _Hit = tuple[Rule, int, int, Certainty]


@cache
def _rules() -> RuleFile:
    return load_rule_file(DANGER_RULES)


def _hits(rule: Rule, folded: FoldedText) -> list[_Hit]:
    found: list[_Hit] = []
    for pattern in rule.any:
        for count, match in enumerate(pattern.finditer(folded.text)):
            if count == _HITS_PER_PATTERN:
                break
            start, end = match.span()
            if start == end or not _accompanied(rule, folded.text, start, end):
                continue
            if any(_stands(context, folded.text, start, end) for context in rule.drop):
                continue
            doubted = any(_stands(context, folded.text, start, end) for context in rule.doubt)
            found.append((rule, start, end, "possible" if doubted else rule.certainty))
    return found


def _accompanied(rule: Rule, text: str, start: int, end: int) -> bool:
    left, right = max(0, start - rule.within), end + rule.within
    if rule.not_with is not None and rule.not_with.search(text, left, right):
        return False
    return rule.with_ is None or rule.with_.search(text, left, right) is not None


def _stands(context: Context, text: str, start: int, end: int) -> bool:
    match context.where:
        case "message":
            return context.pattern.search(text) is not None
        case "after":
            return context.pattern.match(text, end, end + _AFTER * 2) is not None
        case "before":
            return context.pattern.search(text[max(0, start - _BEFORE) : start]) is not None
        case "sentence":
            left, right = _sentence(text, start, end)
            return context.pattern.search(text, left, right) is not None
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
