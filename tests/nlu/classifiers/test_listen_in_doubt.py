from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classifiers.listen_in_doubt import ListenInDoubt

Read = Callable[..., "list[Message]"]


@pytest.fixture
def listener(workshop: Any, prepared: Read, training_data: TrainingData) -> ListenInDoubt:
    workshop.create(ListenInDoubt).train(training_data)
    return workshop.load(ListenInDoubt)


@pytest.fixture
def heard(listener: ListenInDoubt, prepared: Read) -> Callable[..., str]:
    def as_intent(text: str, intent: str, confidence: float, issues: list[Any]) -> str:
        (message,) = prepared(text)
        message.set("intent", {"name": intent, "confidence": confidence})
        message.set("issues", issues)
        return listener.process([message])[0].get("intent")["name"]

    return as_intent


NEED = [{"name": "mental", "evidence": []}]


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "issues", "expected"),
    [
        ("こんにちは！！", "greet", 0.9, [], "greet"),
        ("こんにちは！！", "greet", 0.2, [], "tell_trouble"),
        ("こんにちは！！", "greet", 0.9, NEED, "tell_trouble"),
        ("消えたい", "ask_delete", 0.9, NEED, "tell_trouble"),
        ("消してください", "ask_delete", 0.9, [], "ask_delete"),
        ("人と話したい", "ask_human", 0.9, NEED, "ask_human"),
        ("介護認定はどこですか", "ask_service", 0.9, NEED, "ask_service"),
        ("つらい", "deny", 0.9, [], "tell_trouble"),
        ("いいえ。", "deny", 0.9, [], "deny"),
        ("😀", "greet", 0.9, [], "greet"),
    ],
)
def test_in_doubt_it_listens(
    heard: Callable[..., str],
    text: str,
    intent: str,
    confidence: float,
    issues: list[Any],
    expected: str,
) -> None:
    assert heard(text, intent, confidence, issues) == expected


def test_the_words_of_an_example_are_certain(listener: ListenInDoubt) -> None:
    message = Message({"text": "いいえ", "intent": {"name": "greet", "confidence": 0.2}})
    certain = {"name": "deny", "confidence": 1.0}
    assert listener.process([message])[0].get("intent") == certain


def test_no_intent_at_all_is_doubt(listener: ListenInDoubt) -> None:
    assert listener.process([Message({"text": ""})])[0].get("intent")["name"] == "tell_trouble"
