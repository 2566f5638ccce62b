from __future__ import annotations

from nlu.understanding.household import members
from nlu.understanding.relations import WRITER, mentions, relations


def test_the_writer_is_first() -> None:
    assert relations()[0] == WRITER


def test_people_are_found_where_they_are_named(cut) -> None:
    words = cut("母の介護を兄と私で")
    found = {
        relation: [words[p].surface for p in places] for relation, places in mentions(words).items()
    }
    assert found == {"母": ["母"], "兄": ["兄"], "本人": ["私"]}


def test_a_word_may_stand_for_two_people(cut) -> None:
    assert {"父", "母"} <= set(mentions(cut("両親が")))


def test_pairs_are_gathered_by_person() -> None:
    held = [("母", "elder_care"), ("本人", "work"), ("母", "health")]
    assert members(held) == [
        {"relation": "本人", "issues": ["work"]},
        {"relation": "母", "issues": ["elder_care", "health"]},
    ]
