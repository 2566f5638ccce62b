from __future__ import annotations

import pytest

from nlu.understanding.clauses import clauses


def parts(cut, text: str) -> list[str]:
    words = cut(text)
    return ["".join(words[place].surface for place in clause) for clause in clauses(words)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "母の物忘れがひどくて、弟は部屋から出てこないし、私の給料だけじゃもう",
            ["母の物忘れがひどくて、", "弟は部屋から出てこないし、", "私の給料だけじゃもう"],
        ),
        ("夜眠れない。薬も切れた", ["夜眠れない。", "薬も切れた"]),
        ("はい", ["はい"]),
    ],
)
def test_a_message_is_cut_where_a_statement_ends(cut, text: str, expected: list[str]) -> None:
    assert parts(cut, text) == expected


@pytest.mark.parametrize(
    "text", ["", "。", "、、、", "あ。い。う", "えーと、、その。。。母が", "😭。😭\n\n母"]
)
def test_the_clauses_cover_every_word_once(cut, text: str) -> None:
    words = cut(text)
    assert [place for clause in clauses(words) for place in clause] == list(range(len(words)))
