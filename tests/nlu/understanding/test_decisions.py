from __future__ import annotations

from nlu.understanding import heads
from nlu.understanding.decisions import (
    Aims,
    Thresholds,
    choose,
    dangers,
    intent_of,
    issues,
    scope_of,
)
from nlu.understanding.labels import DANGERS, ISSUES, LEVELS, SCOPES, Labels

AIMS = Aims(recall_weight=1.0, found=0.98, false_sirens_near=0.05, false_sirens_ordinary=0.01)


def scores(**named: float) -> dict[str, float]:
    """All heads at zero but those named: `suicide_2` is a danger of a kind, `any_1` one of any."""
    every = {heads.issue(name): 0.0 for name in ISSUES}
    every |= {heads.scope(name): 0.0 for name in SCOPES}
    every |= {heads.danger(kind, level): 0.0 for kind in (*DANGERS, "any") for level in LEVELS}
    for name, score in named.items():
        kind, _, level = name.rpartition("_")
        if level.isdigit():
            every[heads.danger(kind, int(level))] = score
        else:
            every[heads.issue(name) if name in ISSUES else heads.scope(name)] = score
    return every


THRESHOLDS = Thresholds(issues=dict.fromkeys(ISSUES, 0.4), possible=0.2, sure=0.8)


def test_needs_above_their_threshold_the_surest_first() -> None:
    assert issues(scores(poverty=0.5, debt=0.9, work=0.39), THRESHOLDS) == ["debt", "poverty"]


def test_below_the_lower_border_there_is_no_danger() -> None:
    assert dangers(scores(any_1=0.2, any_2=0.1, suicide_1=0.9), THRESHOLDS) == []


def test_between_the_borders_a_danger_is_possible() -> None:
    (found,) = dangers(scores(any_1=0.5, any_2=0.3, suicide_1=0.2), THRESHOLDS)
    assert (found.kind, found.level, found.certainty) == ("suicide", 1, "possible")


def test_above_the_upper_border_it_is_sure_and_has_its_highest_level() -> None:
    (found,) = dangers(
        scores(any_1=1, any_2=1, medical_1=0.9, medical_2=0.6, medical_3=0.5), THRESHOLDS
    )
    assert (found.kind, found.level, found.certainty) == ("medical", 3, "sure")


def test_a_second_kind_is_sure_only_when_likelier_than_not() -> None:
    found = dangers(scores(any_1=1, any_2=1, suicide_1=0.9, medical_1=0.4), THRESHOLDS)
    assert [(one.kind, one.certainty) for one in found] == [
        ("suicide", "sure"),
        ("medical", "possible"),
    ]


def test_the_intent_is_one_of_its_scope() -> None:
    said = scores(bot_meta=0.7, smalltalk=0.2) | {
        heads.intent("ask_secret"): 0.1,
        heads.intent("greet"): 3,
    }
    assert scope_of(said) == "bot_meta"
    assert intent_of(said, "bot_meta") == {"name": "ask_secret", "confidence": 0.7}


def test_thresholds_find_the_dangers_and_spare_the_harmless() -> None:
    messages = [(scores(any_1=0.9, any_2=0.9), Labels(dangers={"suicide": 3}))] * 60
    messages += [(scores(any_1=0.3, any_2=0.2), Labels(dangers={"suicide": 2}))] * 40
    messages += [(scores(any_1=0.5, any_2=0.4), Labels(near_miss=True))] * 50
    messages += [(scores(any_1=0.1, any_2=0.0, debt=0.3), Labels(issues=frozenset({"debt"})))] * 50
    chosen = choose([said for said, _ in messages], [labels for _, labels in messages], AIMS)
    assert dangers(scores(any_1=0.3, any_2=0.2), chosen)[0].certainty == "possible"
    assert dangers(scores(any_1=0.5, any_2=0.3), chosen)[0].certainty == "possible"
    assert dangers(scores(any_1=0.9, any_2=0.9), chosen)[0].certainty == "sure"
    assert dangers(scores(any_1=0.1), chosen) == []
    assert chosen.issues["debt"] <= 0.3
