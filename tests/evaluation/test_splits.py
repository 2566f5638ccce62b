"""Which messages are learned from and which are read."""

import pytest

from tests.evaluation.examples import message
from tests.evaluation.folds import parts, split, without
from tests.evaluation.leakage import jaccard, letter_pairs, twins

FILES = [
    [message(name=f"{file}:{number}") for number in range(length)]
    for file, length in (("a", 25), ("b", 7), ("c", 48))
]


def test_every_message_is_in_one_fold_and_neighbours_stay_together() -> None:
    folds = split(FILES, folds=3, block=10)
    everything = [one.id for file in FILES for one in file]
    assert sorted(one.id for fold in folds for one in fold) == sorted(everything)
    fold_of = {one.id: number for number, fold in enumerate(folds) for one in fold}
    for file in FILES:
        for start in range(0, len(file), 10):
            assert len({fold_of[one.id] for one in file[start : start + 10]}) == 1
    assert max(map(len, folds)) - min(map(len, folds)) <= 10


def test_a_fold_is_read_by_what_learned_from_the_others() -> None:
    folds = split(FILES, folds=3, block=10)
    learned = {one.id for one in without(folds, 1)}
    assert learned == {one.id for one in [*folds[0], *folds[2]]}


def test_parts_grow_and_hold_each_other() -> None:
    eighth, half, whole = parts(FILES[2], [1 / 8, 1 / 2, 1.0])
    assert (len(eighth), len(half), len(whole)) == (6, 24, 48)
    assert {one.id for one in eighth} < {one.id for one in half}


def test_letter_pairs_leave_white_space_out() -> None:
    assert letter_pairs("母 が\n母") == {"母が", "が母"}
    assert letter_pairs("母") == {"母"}
    assert jaccard(letter_pairs("母が倒れた"), letter_pairs("父が倒れた")) == pytest.approx(3 / 5)


def test_a_near_copy_is_found_and_another_life_is_not() -> None:
    training = [
        message("うちだけ電気ついとらん、ろうそくで宿題した", name="t:1"),
        message("弟の弁当をつくってから学校に行きます", name="t:2"),
        message("はい", name="t:3"),
    ]
    held_out = [
        message("うちだけ電気ついとらん、ろうそくで宿題やった", name="h:1"),
        message("妹の送り迎えをしてから会社に行きます", name="h:2"),
        message("はい", name="h:3"),
    ]
    found = [
        (twin.held_out.id, twin.training.id, twin.everyday) for twin in twins(held_out, training)
    ]
    assert found == [("h:3", "t:3", True), ("h:1", "t:1", False)]


def test_no_twin_is_lost_by_looking_only_at_rare_pairs() -> None:
    words = [
        "母の通院に付き添う",
        "父の通院に付き添う",
        "母の通院と買い物",
        "犬の散歩に付き添う毎日",
    ]
    messages = [message(text, name=text) for text in words]
    for limit in (0.2, 0.4, 0.6):
        for one in messages:
            others = [other for other in messages if other is not one]
            best = max(jaccard(letter_pairs(one.text), letter_pairs(o.text)) for o in others)
            assert bool(twins([one], others, limit)) == (best > limit)
