from __future__ import annotations

import asyncio

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.channels.answers import Bubbles, bubbles, stored_answer

BUTTON = {"title": "はい", "payload": "はい", "type": "postback"}


def test_a_paragraph_is_a_bubble_and_the_last_has_the_buttons() -> None:
    assert bubbles({"text": "一\n\n二\n三", "buttons": [BUTTON]}) == [
        {"text": "一", "buttons": []},
        {"text": "二\n三", "buttons": [{"title": "はい", "payload": "はい"}]},
    ]


def test_a_message_without_text_is_no_bubble() -> None:
    assert bubbles({"text": None, "buttons": [BUTTON]}) == []


def user(turn_id: str) -> UserUttered:
    parse = {"intent": {"name": "greet", "confidence": 0.9}, "entities": [], "issues": []}
    metadata = {"turn_id": turn_id, "model_id": "m1"}
    return UserUttered("こんにちは", parse["intent"], [], parse, metadata=metadata)


def test_a_stored_turn_is_answered_as_it_was() -> None:
    said = BotUttered("一\n\n二", {"buttons": [BUTTON]})
    events = [user("a"), said, user("b"), BotUttered("三")]
    tracker = DialogueStateTracker.from_events("c", events, [])
    fresh = Bubbles()
    asyncio.run(fresh.send_response("c", said.message()))

    assert stored_answer(tracker, "a") == {
        "turn_id": "a",
        "messages": fresh.bubbles,
        "parse": {
            "intent": {"name": "greet", "confidence": 0.9},
            "scope": "consultation",
            "issues": [],
            "dangers": [],
            "household": [],
            "model": "m1",
        },
    }


def test_an_unknown_turn_is_not_stored() -> None:
    assert stored_answer(DialogueStateTracker.from_events("c", [user("a")], []), "x") is None
    assert stored_answer(None, "x") is None
