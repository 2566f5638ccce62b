"""The arithmetic of the evaluation, on counts that can be checked by hand."""

import math
from collections.abc import Sequence

import pytest

from tests.evaluation.examples import case, message
from tests.evaluation.readings import POSSIBLE, SURE, FoundDanger, Judged
from tests.evaluation.scores import dangers, evidence, household, issues, scopes
from tests.evaluation.scores.bootstrap import intervals
from tests.evaluation.scores.proportion import Proportion
from tests.evaluation.scores.tally import Tally, compare


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    # Newcombe 1998, table I, and the closed form at the ends.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (29, 29, 0.8830, 1),
    ],
)
def test_wilsons_interval_is_the_published_one(
    hits: int, total: int, low: float, high: float
) -> None:
    assert Proportion(hits, total).interval == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_no_number_and_tells_nothing() -> None:
    empty = Proportion(0, 0)
    assert math.isnan(empty.value)
    assert empty.interval == (0.0, 1.0)
    assert str(empty) == "–"


def test_precision_recall_and_f1() -> None:
    tally = compare({"a", "b", "c"}, {"b", "c", "d"}) + Tally(right=1, missed=2)
    assert tally == Tally(right=3, extra=1, missed=3)
    assert tally.precision == pytest.approx(3 / 4)
    assert tally.recall == pytest.approx(3 / 6)
    assert tally.f1 == pytest.approx(0.6)
    assert (Tally().precision, Tally().recall, Tally().f1) == (0, 0, 0)


def test_a_bootstrap_is_repeatable_and_holds_the_mean() -> None:
    items = [0.0] * 60 + [1.0] * 40

    def mean(drawn: Sequence[float]) -> tuple[float]:
        return (sum(drawn) / len(drawn),)

    [(low, high)] = intervals(items, mean)
    assert [(low, high)] == intervals(items, mean)
    # Within the normal approximation of a share of 0.4 in 100.
    assert low == pytest.approx(0.304, abs=0.02)
    assert high == pytest.approx(0.496, abs=0.02)
    assert intervals([1.0] * 5, mean) == [(1.0, 1.0)]


def _mixed() -> list[Judged]:
    return [
        case(message(issues=("work", "debt")), "work", "poverty"),
        case(message(issues=("work",)), "work"),
        case(message(issues=("debt",))),
        case(message()),
    ]


def test_macro_is_over_the_labels_that_the_messages_hold_and_micro_over_all_findings() -> None:
    scores = issues.measure(_mixed(), rounds=50)
    assert scores.labels["work"] == Tally(right=2)
    assert scores.labels["debt"] == Tally(missed=2)
    assert scores.labels["poverty"] == Tally(extra=1)
    # work 1, debt 0; poverty is in no message.
    assert scores.macro_f1.value == pytest.approx(0.5)
    assert scores.precision.value == pytest.approx(2 / 3)
    assert scores.recall.value == pytest.approx(2 / 4)
    assert scores.f1.value == pytest.approx(4 / 7)
    assert scores.f1.interval[0] <= scores.f1.value <= scores.f1.interval[1]
    assert issues.plain_f1(_mixed()) == pytest.approx((0.5, 4 / 7))


def test_a_confusion_is_one_missed_and_another_found_in_the_same_message() -> None:
    assert issues.confusions(_mixed()) == {("debt", "poverty"): 1}


def _alarms() -> list[Judged]:
    suicide, medical = FoundDanger("suicide", 2), FoundDanger("medical", 1, POSSIBLE)
    return [
        case(message(dangers={"suicide": 3, "medical": 1}), dangers=(suicide,)),
        case(message(dangers={"infant": 2}), dangers=(medical,)),
        case(message(dangers={"medical": 1}), dangers=(medical, FoundDanger("medical", 1))),
        case(message(dangers={"dv": 1})),
        case(message(near_miss=True), dangers=(suicide, medical)),
        case(message(near_miss=True)),
        case(message(), dangers=(medical,)),
        case(message()),
    ]


def test_danger_is_seen_by_any_named_by_its_own_and_counted_by_kind() -> None:
    recalls = dangers.measure(_alarms()).recalls
    both, sure = recalls[2]
    assert (both.seen, sure.seen) == (Proportion(2, 2), Proportion(1, 2))
    assert (both.named, both.kinds) == (Proportion(1, 2), Proportion(1, 2))
    both, sure = recalls[1]
    assert (both.seen, both.named, both.kinds) == (
        Proportion(3, 4),
        Proportion(2, 4),
        Proportion(2, 5),
    )
    assert sure.kinds == Proportion(2, 5)


def test_false_alarms_are_counted_apart_for_near_misses_and_ordinary_messages() -> None:
    scores = dangers.measure(_alarms())
    near, ordinary = scores.near_misses, scores.ordinary
    assert (near.sure, near.possible, near.either) == (Proportion(1, 2),) * 3
    assert (ordinary.sure, ordinary.possible) == (Proportion(0, 2), Proportion(1, 2))


def test_the_level_is_judged_where_the_kind_was_found() -> None:
    kinds = dangers.measure(_alarms()).kinds
    assert kinds["suicide"].level == Proportion(0, 1)
    assert kinds["medical"].level == Proportion(1, 1)
    assert kinds["medical"].recall == Proportion(1, 2)
    assert kinds["medical"].precision == Proportion(1, 4)
    assert kinds["infant"].level == Proportion(0, 0)


def test_of_two_findings_of_a_kind_the_surer_and_the_graver_count() -> None:
    found = case(
        message(), dangers=(FoundDanger("infant", 3, POSSIBLE), FoundDanger("infant", 1, SURE))
    ).found
    assert found.kinds(sure_only=True) == {"infant"}
    assert found.level("infant") == 3


def test_scopes_are_counted_with_what_they_were_taken_for() -> None:
    scores = scopes.measure([case(message()), case(message(scope="smalltalk"))])
    assert scores.accuracy == Proportion(1, 2)
    assert scores.confusions == [(("smalltalk", "consultation"), 1)]


@pytest.mark.parametrize(
    ("shown", "hit"),
    [((0, 4), True), ((2, 6), True), ((3, 7), False), ((0, 9), False), ((2, 2), False)],
)
def test_evidence_hits_where_half_of_a_shown_stretch_is_marked(
    shown: tuple[int, int], hit: bool
) -> None:
    marked = message("0123456789", issues=("work",), evidence={"work": ((0, 4),)})
    judged = case(marked, "work", evidence={"work": ((8, 9), shown)})
    assert evidence.measure([judged])[0] == Proportion(int(hit), 1)


def test_evidence_is_judged_only_where_the_finding_is_right_and_marked() -> None:
    unmarked = case(message(issues=("work",)), "work", evidence={"work": ((0, 1),)})
    wrong = case(message(evidence={"work": ((0, 1),)}), "work", evidence={"work": ((0, 1),)})
    assert evidence.measure([unmarked, wrong]) == (Proportion(0, 0), Proportion(0, 0))


def test_a_household_is_right_pair_by_pair() -> None:
    gold = message(household=(("母", "elder_care"), ("弟", "hikikomori")))
    found = case(gold, household=(("母", "elder_care"), ("本人", "hikikomori")))
    assert household.measure([found]) == Tally(right=1, extra=1, missed=1)
