"""Choosing the wording: a child or an adult, the writer or somebody else."""

import pytest

from bot.triage.danger_rules import find_dangers
from bot.triage.reader import guess_person, guess_reader


@pytest.mark.parametrize(
    "text",
    [
        "ぼく2年生。ママがおきない",
        "中2です。死にたい",
        "17です。家に帰りたくない",
        "パパにたたかれる。こわい",
        "がっこういきたくない しにたい",
        "小5だけど、聞いてほしい",
    ],
)
def test_a_child_is_answered_as_a_child(text: str) -> None:
    assert guess_reader(text) == "child"


@pytest.mark.parametrize(
    "text",
    [
        "おかあさんの おむつ かえるのが つらいです。 49さい むすこ です。",
        "娘が中2です",
        "小5の息子が学校に行きません",
        "死にたい",
        "わたし にほんご すこし。しごと ない",
        "母の介護で疲れました",
        "",
    ],
)
def test_an_adult_is_answered_as_an_adult(text: str) -> None:
    assert guess_reader(text) == "adult"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("友だちが死にたいと言っている", "third"),
        ("娘が薬を大量に飲んだ", "third"),
        ("隣のおばあさんが倒れている", "third"),
        ("妹がパパに殴られている", "third"),
        ("死にたい", "first"),
        ("父に殴られてる", "first"),
        ("夫が殴ってくる", "first"),
        ("娘を叩いてしまった", "first"),
        ("私は母といると死にたくなる", "first"),
    ],
)
def test_whose_danger_it_is(text: str, person: str) -> None:
    found = find_dangers(text)
    assert {guess_person(text, danger) for danger in found} == {person}
