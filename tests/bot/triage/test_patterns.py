"""Household patterns: hints, so each must show on what it means and not on what only resembles it."""

import pytest

from bot.triage.models import HouseholdMember
from bot.triage.patterns import patterns_in
from bot.triage.taxonomy import taxonomy


def people(*pairs: str) -> list[HouseholdMember]:
    """`母:elder_care,health` for each member."""
    named = [pair.split(":") for pair in pairs]
    return [HouseholdMember(relation, tuple(issues.split(","))) for relation, issues in named]


@pytest.mark.parametrize(
    ("pattern", "text", "issues", "household"),
    [
        (
            "p8050",
            "母が弱って、弟はずっと部屋です",
            "elder_care hikikomori",
            ["母:elder_care", "弟:hikikomori"],
        ),
        (
            "p8050",
            "七十八の母と五十二の息子、二十年部屋から出ません",
            "hikikomori",
            ["息子:hikikomori"],
        ),
        (
            "double_care",
            "一歳の子をおぶって義母のおむつを替えています",
            "child_rearing elder_care",
            ["義母:elder_care"],
        ),
        (
            "carer_parent_illness",
            "ママが寝込んでるから妹のごはんは私",
            "young_carer mental",
            ["母:mental"],
        ),
        (
            "carer_interpreter",
            "病院で親の言葉を訳すのは私",
            "young_carer multicultural",
            ["本人:young_carer"],
        ),
        (
            "after_parents",
            "娘は重い障害です。わたしが死んだあとが心配",
            "disability",
            ["娘:disability"],
        ),
        (
            "after_parents",
            "七十六です。息子の作業所の送り迎えが",
            "disability",
            ["息子:disability"],
        ),
        ("old_caring_old", "八十一の私が八十三の家内を", "elder_care", ["妻:elder_care"]),
        (
            "care_job_loss",
            "父のトイレのたびに早退して、来月やめます",
            "elder_care work",
            ["父:elder_care"],
        ),
        (
            "single_parent_poverty",
            "ひとりで育てて、養育費は止まったまま",
            "poverty child_rearing",
            [],
        ),
        ("dv_with_child", "子どもの前でも怒鳴ります", "dv abuse", ["子:abuse"]),
        ("addiction_debt", "夫のパチンコでまた借りて", "debt mental", ["夫:mental"]),
        ("self_neglect", "隣の方、ごみ袋が玄関まで積まれて", "isolation", ["近隣:isolation"]),
        ("eviction", "月末までに出ていけと大家さんに", "housing", ["本人:housing"]),
    ],
)
def test_a_pattern_is_seen(pattern: str, text: str, issues: str, household: list[str]) -> None:
    assert pattern in patterns_in(text, issues.split(), people(*household))


@pytest.mark.parametrize(
    ("pattern", "text", "issues", "household"),
    [
        ("p8050", "弟が部屋から出てきません", "hikikomori", ["弟:hikikomori"]),
        ("p8050", "四十五歳、部屋にいます", "hikikomori", ["本人:hikikomori"]),
        ("double_care", "母のおむつを替えています", "elder_care", ["母:elder_care"]),
        ("old_caring_old", "八十三の母を", "elder_care", ["母:elder_care"]),
        ("care_job_loss", "仕事をやめたい", "work", ["本人:work"]),
        ("dv_with_child", "夫が怒鳴ります", "dv", ["本人:dv"]),
        ("addiction_debt", "奨学金が返せません", "debt", ["本人:debt"]),
        ("eviction", "公営住宅に入りたい", "housing", ["本人:housing"]),
    ],
)
def test_what_only_resembles_it_is_not(
    pattern: str, text: str, issues: str, household: list[str]
) -> None:
    assert pattern not in patterns_in(text, issues.split(), people(*household))


def test_only_patterns_of_the_taxonomy_are_named() -> None:
    everything = people(
        *(f"{relation}:{','.join(taxonomy().issues)}" for relation in ("母", "息子"))
    )
    found = patterns_in("八十の母と五十の息子", list(taxonomy().issues), everything)
    assert set(found) <= set(taxonomy().patterns)


def test_nothing_is_seen_in_silence() -> None:
    assert patterns_in("", [], []) == ()
