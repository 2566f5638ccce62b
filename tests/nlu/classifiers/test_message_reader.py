from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classifiers.message_reader import MessageReader

Read = Callable[..., "list[Message]"]
SMALL = {"folds": 2, "kinds_of_words": 8}


@pytest.fixture
def reader(workshop: Any, prepared: Read, training_data: TrainingData) -> MessageReader:
    """Learned from the tiny world, kept and loaded again."""
    workshop.create(MessageReader, **SMALL).train(training_data)
    return workshop.load(MessageReader, **SMALL)


def read(reader: MessageReader, prepared: Read, text: str) -> Message:
    return reader.process(prepared(text))[0]


def test_every_message_gets_every_part(reader: MessageReader, prepared: Read) -> None:
    for text in ("母の介護がつらい", "お金がない", "こんにちは", "…", "🙃", "a" * 3000):
        message = read(reader, prepared, text)
        assert message.get("scope")
        assert {"name", "confidence"} == set(message.get("intent"))
        assert isinstance(message.get("issues"), list)
        assert isinstance(message.get("dangers"), list)
        assert isinstance(message.get("household"), list)


def test_evidence_is_cut_from_the_text(reader: MessageReader, prepared: Read) -> None:
    text = "きのうから、母の介護がつらい。お金も足りない"
    message = read(reader, prepared, text)
    found = [span for issue in message.get("issues") for span in issue["evidence"]]
    assert found
    assert all(text[span["start"] : span["end"]] == span["text"] for span in found)


def test_a_message_without_words_is_nonsense(reader: MessageReader, prepared: Read) -> None:
    message = read(reader, prepared, "")
    assert message.get("scope") == "nonsense"
    assert message.get("intent")["name"] is None
    assert message.get("issues") == message.get("dangers") == message.get("household") == []


def test_learning_twice_gives_the_same(workshop: Any, prepared: Read, training_data: Any) -> None:
    said = []
    for _ in range(2):
        once = workshop.create(MessageReader, **SMALL)
        once.train(training_data)
        message = read(once, prepared, "母の介護でお金がない")
        said.append((message.get("intent"), message.get("issues"), message.get("dangers")))
    assert said[0] == said[1]


def test_a_wish_that_cannot_be_is_refused() -> None:
    config = MessageReader.get_default_config() | {"folds": 1}
    with pytest.raises(InvalidConfigException):
        MessageReader.validate_config(config)
