"""The seam for a Japanese sentence encoder: a folder with `model.onnx` and `tokenizer.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import tokenizers
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_MODEL, _TOKENIZER = "model.onnx", "tokenizer.json"
_LONGEST = 256  # pieces; a resident's message is far below


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Off by default. Gives every message the mean of the encoder's last hidden states, length one.

    The model takes `input_ids` and `attention_mask` (and `token_type_ids` where it knows them),
    int64 (1, pieces), and gives (1, pieces, E) first. Nothing is downloaded; a folder without the
    two files is refused when the configuration is read.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # `prefix`: what some encoders want before every text, such as "query: ".
        return {**DenseFeaturizer.get_default_config(), "folder": "", "prefix": ""}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        folder = Path(config["folder"])
        missing = [name for name in (_MODEL, _TOKENIZER) if not (folder / name).is_file()]
        if not config["folder"] or missing:
            wanted = ", ".join(missing or (_MODEL, _TOKENIZER))
            raise InvalidConfigException(f"SentenceEncoderFeaturizer: no {wanted} in '{folder}'.")

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        folder = Path(config["folder"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the server answers several residents at once
        self._session = onnxruntime.InferenceSession(str(folder / _MODEL), options)
        self._asked = {given.name for given in self._session.get_inputs()}
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.enable_truncation(_LONGEST)
        self._prefix = config["prefix"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - part of Rasa's signature
        resource: Resource,  # noqa: ARG003 - part of Rasa's signature
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        return cls(execution_context.node_name, config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TOKENS_NAMES[TEXT]):
                sentence = self._encode(message.get(TEXT))[None]
                self.add_features_to_message(None, sentence, TEXT, message)
        return messages

    def _encode(self, text: str) -> np.ndarray:
        """(E,)"""
        pieces = self._tokenizer.encode(self._prefix + text)
        given = {
            "input_ids": pieces.ids,
            "attention_mask": pieces.attention_mask,
            "token_type_ids": pieces.type_ids,
        }
        fed = {
            name: np.array([ids], dtype=np.int64)
            for name, ids in given.items()
            if name in self._asked
        }
        states = self._session.run(None, fed)[0][0]
        seen = np.array(pieces.attention_mask, dtype=np.float32)[:, None]
        mean = (states * seen).sum(axis=0) / max(seen.sum(), 1.0)
        return mean / (np.linalg.norm(mean) or 1.0)
