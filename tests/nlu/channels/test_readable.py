from __future__ import annotations

import pytest

from nlu.channels.readable import SILENCE, readable


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("母が病気", "母が病気"),
        ("  母が病気\n", "母が病気"),
        ("/restart", "／restart"),
        (" \u3000/greet", "／greet"),
        ("1/2になった", "1/2になった"),
        ("あ\ud83dい", "あ\ufffdい"),
        ("", SILENCE),
        (" \n", SILENCE),
    ],
)
def test_what_rasa_reads(text: str, clean: str) -> None:
    assert readable(text).clean == clean


def test_evidence_is_laid_back_onto_the_original() -> None:
    issue = {"name": "health", "evidence": [{"start": 0, "end": 3, "text": "／病気"}]}
    assert readable("  /病気です").restore([issue]) == [
        {"name": "health", "evidence": [{"start": 2, "end": 5, "text": "/病気"}]}
    ]


def test_silence_has_no_issues() -> None:
    issue = {"name": "mental", "evidence": [{"start": 0, "end": 1, "text": SILENCE}]}
    assert readable("  ").restore([issue]) == []
