"""Which lane a turn belongs to, and why. It sorts attention; it never refuses and never lowers."""

from __future__ import annotations

from collections.abc import Iterable

from bot.triage.models import (
    Danger,
    Issue,
    Reason,
    ReasonCode,
    Tier,
    TierDecision,
)
from bot.triage.taxonomy import taxonomy

# Issues that a person must see the same day even when nothing in the words is a sure danger.
RIGHTS_ISSUES = frozenset({"abuse", "dv"})


def merge(rules: Iterable[Danger], model: Iterable[Danger]) -> tuple[Danger, ...]:
    """The union of what the rules and the model found; neither lowers the other."""
    return merge_kinds((*rules, *model))


def merge_kinds(dangers: Iterable[Danger]) -> tuple[Danger, ...]:
    """One danger per kind with the highest level, the higher certainty and all the words."""
    by_kind: dict[str, Danger] = {}
    for danger in dangers:
        known = by_kind.get(danger.kind)
        by_kind[danger.kind] = danger if known is None else _joined(known, danger)
    return tuple(sorted(by_kind.values(), key=urgency, reverse=True))


def urgency(danger: Danger) -> tuple[bool, int]:
    """Sorts sure before possible, then by level."""
    return danger.certainty == "sure", danger.level


def tier_of(
    issues: Iterable[Issue], dangers: Iterable[Danger], *, asked_for_human: bool
) -> TierDecision:
    """The lane, with every reason to look: those of the lane itself and the lesser ones."""
    found = [
        *_danger_reasons(dangers),
        *_issue_reasons([issue.name for issue in issues]),
        *([(Tier.TWO, Reason(ReasonCode.ASKED_FOR_HUMAN))] if asked_for_human else []),
    ]
    if not found:
        return TierDecision(Tier.THREE, (Reason(ReasonCode.SINGLE),))
    order = list(Tier)
    tier = min((tier for tier, _ in found), key=order.index)
    return TierDecision(tier, tuple(reason for _, reason in found))


def _danger_reasons(dangers: Iterable[Danger]) -> list[tuple[Tier, Reason]]:
    return [
        (Tier.DANGER, Reason(ReasonCode.SURE_DANGER, danger.kind))
        if danger.certainty == "sure"
        else (Tier.ONE, Reason(ReasonCode.POSSIBLE_DANGER, danger.kind))
        for danger in dangers
    ]


def _issue_reasons(names: list[str]) -> list[tuple[Tier, Reason]]:
    rights = [
        (Tier.ONE, Reason(ReasonCode.RIGHTS_ISSUE, name)) for name in names if name in RIGHTS_ISSUES
    ]
    group_of = taxonomy().group_of
    groups = sorted({group for name in names if (group := group_of[name]) is not None})
    compound = [(Tier.TWO, Reason(ReasonCode.COMPOUND, ",".join(groups)))] if groups[1:] else []
    return [*rights, *compound]


def _joined(one: Danger, other: Danger) -> Danger:
    lead = one if urgency(one) >= urgency(other) else other
    evidence = tuple(sorted({*one.evidence, *other.evidence}))
    return Danger(lead.kind, max(one.level, other.level), lead.certainty, lead.source, evidence)
