"""Lanes and their reasons; the union that only rises."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.models import Certainty, Danger, Evidence, Issue, Reason, ReasonCode, Tier
from bot.triage.policies import merge, tier_of, urgency
from bot.triage.taxonomy import taxonomy

KINDS = sorted(taxonomy().dangers)


def danger(kind: str = "suicide", level: int = 1, certainty: Certainty = "sure") -> Danger:
    return Danger(kind, level, certainty, "rule", (Evidence(0, 1, "x"),))


dangers = st.builds(
    Danger,
    kind=st.sampled_from(KINDS),
    level=st.integers(1, 3),
    certainty=st.sampled_from(["sure", "possible"]),
    source=st.sampled_from(["rule", "model"]),
    evidence=st.lists(
        st.builds(Evidence, start=st.integers(0, 9), end=st.integers(9, 19), text=st.just("x")),
        max_size=3,
    ).map(tuple),
)


@given(st.lists(dangers), st.lists(dangers))
def test_neither_rules_nor_model_can_lower_the_other(
    rules: list[Danger], model: list[Danger]
) -> None:
    merged = {found.kind: found for found in merge(rules, model)}
    assert set(merged) == {found.kind for found in (*rules, *model)}
    for found in (*rules, *model):
        kept = merged[found.kind]
        assert kept.level >= found.level
        assert kept.certainty == "sure" or found.certainty == "possible"
        assert set(found.evidence) <= set(kept.evidence)


@given(st.lists(dangers))
def test_the_most_urgent_danger_comes_first(found: list[Danger]) -> None:
    merged = merge(found, [])
    assert all(urgency(a) >= urgency(b) for a, b in itertools.pairwise(merged))


@pytest.mark.parametrize(
    ("issues", "found", "asked", "tier"),
    [
        ([], [danger()], False, Tier.DANGER),
        ([], [danger(level=1, certainty="possible"), danger("medical", 3)], False, Tier.DANGER),
        ([], [danger(certainty="possible")], False, Tier.ONE),
        (["abuse"], [], False, Tier.ONE),
        (["dv"], [], True, Tier.ONE),
        (["elder_care", "debt"], [], False, Tier.TWO),
        (["elder_care"], [], True, Tier.TWO),
        ([], [], True, Tier.TWO),
        (["poverty", "debt", "work"], [], False, Tier.THREE),
        (["other", "elder_care"], [], False, Tier.THREE),
        ([], [], False, Tier.THREE),
    ],
)
def test_the_lane(issues: list[str], found: list[Danger], asked: bool, tier: Tier) -> None:
    decision = tier_of([Issue(name) for name in issues], found, asked_for_human=asked)
    assert decision.tier is tier
    assert decision.reasons


def test_every_reason_is_kept() -> None:
    decision = tier_of(
        [Issue("dv"), Issue("debt")], [danger("partner_violence", 2)], asked_for_human=True
    )
    assert decision.reasons == (
        Reason(ReasonCode.SURE_DANGER, "partner_violence"),
        Reason(ReasonCode.RIGHTS_ISSUE, "dv"),
        Reason(ReasonCode.COMPOUND, "D,F"),
        Reason(ReasonCode.ASKED_FOR_HUMAN),
    )
