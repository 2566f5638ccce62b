from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message

from nlu.featurizers.word_vectors import WordVectorsFeaturizer
from nlu.tokenizers.sudachi_tokenizer import SudachiTokenizer


def features(workshop: Any, text: str, **config: Any) -> tuple[Any, Any]:
    message = Message({"text": text})
    workshop.create(SudachiTokenizer).process([message])
    workshop.create(WordVectorsFeaturizer, **config).process([message])
    return message.get_dense_features("text")


def sentence(workshop: Any, text: str) -> np.ndarray:
    return features(workshop, text)[1].features[0]


def test_one_row_per_token_and_one_for_the_sentence(workshop: Any) -> None:
    words, whole = features(workshop, "母が倒れた")
    assert words.features.shape[0] == 4
    assert whole.features.shape == (1, words.features.shape[1])


def test_a_sentence_has_the_length_of_the_scale(workshop: Any) -> None:
    _, whole = features(workshop, "母が徘徊した", scale=2.0)
    assert np.linalg.norm(whole.features) == pytest.approx(2.0, rel=1e-4)


def test_near_meanings_are_near_without_a_shared_letter(workshop: Any) -> None:
    forgetful, dementia, money = (sentence(workshop, t) for t in ("物忘れ", "認知症", "家賃"))
    assert forgetful @ dementia > forgetful @ money


def test_signs_mean_nothing(workshop: Any) -> None:
    assert not sentence(workshop, "😭。").any()


def test_no_tokens_no_features(workshop: Any) -> None:
    assert features(workshop, "  ") == (None, None)


def test_a_scale_of_zero_is_refused(workshop: Any) -> None:
    with pytest.raises(InvalidConfigException):
        workshop.create(WordVectorsFeaturizer, scale=0)
