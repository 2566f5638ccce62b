from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.classifiers.evidence import spans
from nlu.tokenizers.sudachi_tokenizer import SudachiTokenizer

TEXT = "母が認知症で、私は仕事もなくて、猫は元気です"


def words(workshop: Any, **weights: float) -> list[str]:
    tokens = workshop.create(SudachiTokenizer).tokenize(Message({"text": TEXT}), "text")
    contributions = np.array([weights.get(token.text, 0.0) for token in tokens])
    return [TEXT[start:end] for start, end in spans(tokens, contributions)]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"認知症": 1.0}, ["認知症"]),
        ({"母": 0.5, "認知症": 1.0}, ["母が認知症"]),
        ({"仕事": 1.0, "母": 0.9}, ["母", "仕事"]),
        ({"母": 1.0, "仕事": 0.9, "猫": 0.8}, ["母", "仕事"]),
        ({"認知症": 1.0, "猫": 0.1}, ["認知症"]),
        ({"認知症": -1.0}, []),
        ({"が": 1.0}, ["が"]),
    ],
    ids=["one", "joined over a particle", "two", "at most two", "weak", "against", "particle only"],
)
def test_spans(workshop: Any, weights: dict[str, float], expected: list[str]) -> None:
    assert words(workshop, **weights) == expected


def test_no_tokens() -> None:
    assert spans([], np.zeros(0)) == []
