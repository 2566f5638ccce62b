from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from nlu import action_results

SLOT = {"event": "slot", "name": "handed_off", "value": True, "timestamp": None}
RESPONSE = {
    "text": None,
    "buttons": [],
    "elements": [],
    "custom": {},
    "response": "utter_handed_off",
    "image": None,
    "attachment": None,
}
GOOD: dict[str, Any] = {
    "a hand-off": {"events": [SLOT], "responses": [RESPONSE]},
    "nothing to say": {"events": [], "responses": []},
    "an empty body": {},
    "an unknown key": {"events": [], "more": 1},
    "every common event": {
        "events": [
            SLOT,
            {"event": "reset_slots", "timestamp": None},
            {"event": "followup", "timestamp": None, "name": "action_listen"},
            {"event": "active_loop", "timestamp": None, "name": None},
            {"event": "bot", "timestamp": None, "text": "…", "data": {}},
        ]
    },
}
BAD: dict[str, Any] = {
    "no object": [],
    "null": None,
    "events no list": {"events": {}},
    "an event without a kind": {"events": [{"name": "handed_off"}]},
    "an unknown event": {"events": [{"event": "explode"}]},
    "a slot without a name": {"events": [{"event": "slot", "value": True}]},
    "a response no object": {"events": [], "responses": ["utter_handed_off"]},
    "responses no list": {"responses": {}},
}

Validate = Callable[[RemoteAction, Any], bool]


def rasa_validates(action: RemoteAction, result: Any) -> bool:
    return action_results._rasa_validates(action, result)


@pytest.fixture
def action() -> RemoteAction:
    return RemoteAction("action_hand_off", None)


@pytest.fixture
def installed() -> Iterator[None]:
    action_results.install()
    yield
    RemoteAction._validate_action_result = action_results._rasa_validates


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("result", GOOD.values(), ids=GOOD.keys())
def test_what_rasa_accepts_is_accepted(action: RemoteAction, result: Any) -> None:
    assert rasa_validates(action, result) is True
    assert action._validate_action_result(result) is True


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("result", BAD.values(), ids=BAD.keys())
def test_what_rasa_refuses_is_refused_in_the_same_words(action: RemoteAction, result: Any) -> None:
    with pytest.raises(ValidationError) as by_rasa:
        rasa_validates(action, result)
    with pytest.raises(ValidationError) as by_us:
        action._validate_action_result(result)
    assert by_us.value.message == by_rasa.value.message
    assert list(by_us.value.path) == list(by_rasa.value.path)


def test_what_it_saves(action: RemoteAction, record_property: Callable[..., None]) -> None:
    """Reported, not asserted: machines differ."""

    def milliseconds(validate: Validate, rounds: int) -> float:
        began = time.perf_counter()
        for _ in range(rounds):
            assert validate(action, GOOD["a hand-off"])
        return (time.perf_counter() - began) * 1000 / rounds

    before = milliseconds(rasa_validates, 20)
    after = milliseconds(action_results.validate_action_result, 200)
    record_property("milliseconds", {"rasa": before, "here": after})
    print(f"validation: {before:.2f} ms by Rasa, {after:.2f} ms here, {before / after:.0f} times")
