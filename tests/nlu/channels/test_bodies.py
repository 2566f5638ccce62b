from __future__ import annotations

import json
from typing import Any

import pytest

from nlu.channels.bodies import BadBody, Reading, Turn

GOOD = {
    "conversation_id": "0b7c9f6e-2f1b-4f0e-9a53-2f3f8f1f9b10",
    "turn_id": "5f0c2f0e-7d5b-4b58-8a53-0a4c3a3f1d22",
    "text": "母が病気です",
}


def test_a_turn() -> None:
    turn = Turn.from_body(json.dumps({**GOOD, "retried": True, "handed_off": False}).encode())
    assert turn == Turn(GOOD["conversation_id"], GOOD["turn_id"], "母が病気です", True, False)


def test_retried_and_handed_off_may_be_missing() -> None:
    turn = Turn.from_body(json.dumps(GOOD).encode())
    assert (turn.retried, turn.handed_off) == (False, None)


@pytest.mark.parametrize(
    "change",
    [
        {"conversation_id": "x"},
        {"conversation_id": None},
        {"turn_id": 5},
        {"text": None},
        {"text": ["a"]},
        {"retried": "yes"},
        {"handed_off": 1},
    ],
)
def test_a_wrong_field_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadBody):
        Turn.from_body(json.dumps({**GOOD, **change}).encode())


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"a"', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadBody):
        Reading.from_body(body)
