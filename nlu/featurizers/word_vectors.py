"""What words mean, from GiNZA's word vectors: 徘徊 and 迷子 are near although no letter is shared."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.vocab import Vocab

from nlu.tokenizers.sudachi_tokenizer import POS

_MODEL = "ja_ginza"
_MEANINGLESS = frozenset({"助詞", "助動詞", "補助記号", "空白"})


@lru_cache(maxsize=1)
def _vocabulary() -> Vocab:
    """Only the vectors; GiNZA's own tokenizer and parsers are not asked for anything."""
    return spacy.load(_MODEL, exclude=spacy.info(_MODEL)["pipeline"]).vocab


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class WordVectorsFeaturizer(DenseFeaturizer, GraphComponent):
    """Sequence: one vector per token, zeros where it has none. Sentence: their mean, of length
    `scale`, so that it weighs against the counts of the sparse featurizers.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy", _MODEL]

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        # Loaded with the model, not with the first message: it takes a second.
        self._vocabulary = _vocabulary()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "scale": 3.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        if config["scale"] <= 0:
            raise InvalidConfigException("WordVectorsFeaturizer: scale must be above zero.")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - part of Rasa's signature
        resource: Resource,  # noqa: ARG003 - part of Rasa's signature
        execution_context: ExecutionContext,
    ) -> WordVectorsFeaturizer:
        return cls(execution_context.node_name, config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            tokens = message.get(TOKENS_NAMES[TEXT])
            if tokens:
                words = np.array([self._vector(token) for token in tokens])
                self.add_features_to_message(words, self._sentence(words), TEXT, message)
        return messages

    def _sentence(self, words: np.ndarray) -> np.ndarray:
        total = words.sum(axis=0, keepdims=True)
        length = float(np.linalg.norm(total))
        return total * (self._config["scale"] / length) if length else total

    def _vector(self, token: Token) -> np.ndarray:
        if token.get(POS) not in _MEANINGLESS:
            for form in (token.text, token.lemma):
                if self._vocabulary.has_vector(form):
                    return self._vocabulary.get_vector(form)
        return np.zeros(self._vocabulary.vectors_length, dtype=np.float32)
