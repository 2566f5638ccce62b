"""Which needs does a message speak of, and in which words?"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    METADATA,
    METADATA_EXAMPLE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from nlu.classifiers.evidence import spans
from nlu.classifiers.issue_weights import Features, IssueWeights, LearningSettings, learn
from nlu.importers.fragment_importer import FRAGMENT

ISSUES = "issues"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IssueClassifier(IntentClassifier, GraphComponent):
    """Sets `issues` on a message: `[{"name", "evidence": [{"start", "end", "text"}]}]`.

    Learns from the `issues` of each example's metadata; an example without is a negative one for
    every label. It must stand behind the intent classifier: a message of `speaking_intents` carries
    every issue above its own threshold, any other message only those above `strong_score`, because
    a greeting that holds a need is still a need.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [SparseFeaturizer, DenseFeaturizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "speaking_intents": ["tell_trouble", "ask_service"],
            "strong_score": 0.7,
            "inverse_regularisation": 5.0,
            "recall_weight": 1.2,
            "random_state": 42,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        weights: IssueWeights | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._weights = weights

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - part of Rasa's signature
    ) -> IssueClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - part of Rasa's signature
        **kwargs: Any,  # noqa: ARG003 - part of Rasa's signature
    ) -> IssueClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IssueWeights.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [
            example
            for example in training_data.intent_examples
            if example.get(TOKENS_NAMES[TEXT]) and not _labels(example).get(FRAGMENT)
        ]
        self._weights = learn(
            _features(examples, of_sentence=True),
            [frozenset(_labels(example).get(ISSUES, ())) for example in examples],
            LearningSettings(
                self._config["inverse_regularisation"],
                self._config["recall_weight"],
                self._config["random_state"],
            ),
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._weights.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(ISSUES, self._issues(message), add_to_output=True)
        return messages

    def _issues(self, message: Message) -> list[dict[str, Any]]:
        weights = self._weights
        if weights is None or not message.get(TOKENS_NAMES[TEXT]):
            return []
        scores = weights.scores(_features([message], of_sentence=True))[0]
        needed = self._needed_scores(message, weights)
        found = [label for label in np.argsort(-scores) if scores[label] >= needed[label]]
        return [
            {"name": str(weights.names[label]), "evidence": _evidence(message, weights, label)}
            for label in found
        ]

    def _needed_scores(self, message: Message, weights: IssueWeights) -> np.ndarray:
        intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
        if intent in self._config["speaking_intents"]:
            return weights.thresholds
        return np.maximum(weights.thresholds, self._config["strong_score"])


def _evidence(message: Message, weights: IssueWeights, label: int) -> list[dict[str, Any]]:
    text, tokens = message.get(TEXT), message.get(TOKENS_NAMES[TEXT])
    contributions = weights.contributions(_features([message], of_sentence=False), label)
    return [
        {"start": start, "end": end, "text": text[start:end]}
        for start, end in spans(tokens, contributions)
    ]


def _features(messages: list[Message], *, of_sentence: bool) -> Features:
    """The rows of whole messages, or of the tokens of one."""
    place = 1 if of_sentence else 0
    counts = [message.get_sparse_features(TEXT)[place].features for message in messages]
    vectors = [message.get_dense_features(TEXT)[place].features for message in messages]
    return Features(vstack([csr_matrix(rows) for rows in counts], format="csr"), np.vstack(vectors))


def _labels(example: Message) -> dict[str, Any]:
    return (example.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
