"""What does a message say? Its scope and intent, needs, dangers, and the words that say so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    METADATA,
    METADATA_EXAMPLE,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.tokenizers.sudachi_tokenizer import SudachiTokenizer
from nlu.understanding import decisions, heads
from nlu.understanding.concepts import load_concepts
from nlu.understanding.decisions import Aims
from nlu.understanding.evidence import spans
from nlu.understanding.household import members
from nlu.understanding.labels import Labels
from nlu.understanding.learning import Example, Settings, learn
from nlu.understanding.model import MessageModel
from nlu.understanding.representation import Numbers
from nlu.understanding.words import Word, words_of

SCOPE, ISSUES, DANGERS, HOUSEHOLD = "scope", "issues", "dangers", "household"

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageReader(IntentClassifier, GraphComponent):
    """Sets on a message
    - `scope` and `intent` (`{"name", "confidence"}`), the intent always one of its scope;
    - `issues`: `[{"name", "evidence": [{"start", "end", "text"}]}]`;
    - `dangers`: `[{"kind", "level", "certainty", "evidence": [...]}]`;
    - `household`: `[{"relation", "issues"}]`, the writer (本人) first.

    Learns from the metadata of the examples (docs/data.md). Offsets are those of the message's text.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn", "spacy", "ja_ginza"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "recall_weight": 1.0,
            "found": 0.985,
            "false_sirens_near": 0.04,
            "false_sirens_ordinary": 0.008,
            "strength": 0.1,
            "stretch_weight": 0.5,
            "kinds_of_words": 1500,
            "folds": 3,
            "random_state": 42,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        if config["folds"] < 2:
            raise InvalidConfigException("MessageReader: folds must be two or more.")

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: MessageModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._facts = load_concepts(_cutter())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - part of Rasa's signature
    ) -> MessageReader:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - part of Rasa's signature
        **kwargs: Any,  # noqa: ARG003 - part of Rasa's signature
    ) -> MessageReader:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, MessageModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [_example(message) for message in training_data.intent_examples]
        told = [example for example in examples if example.words]
        self._model = learn(told, self._facts, _settings(self._config), logger.info)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            words = words_of(message.get(TOKENS_NAMES[TEXT]) or [])
            if words and self._model:
                self._read(message, words, self._model)
            else:
                _set(message, "nonsense", {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0})
                message.set(HOUSEHOLD, [], add_to_output=True)
        return messages

    def _read(self, message: Message, words: Sequence[Word], model: MessageModel) -> None:
        numbers = model.representation.numbers(words, self._facts, encoded(message))
        scores = model.scores(numbers)
        seen = _Seen(message.get(TEXT), words, numbers, model)
        issues = [
            {"name": name, "evidence": seen.evidence(heads.issue(name))}
            for name in decisions.issues(scores, model.thresholds)
        ]
        dangers = [
            {
                "kind": found.kind,
                "level": found.level,
                "certainty": found.certainty,
                "evidence": seen.evidence(heads.danger(found.kind, found.level)),
            }
            for found in decisions.dangers(scores, model.thresholds)
        ]
        scope = decisions.scope_of(scores)
        _set(message, scope, decisions.intent_of(scores, scope), issues, dangers)
        whose = model.whose(words, numbers, [issue["name"] for issue in issues])
        held = members((pair.relation, pair.issue) for pair in whose)
        message.set(HOUSEHOLD, held, add_to_output=True)


@dataclass(frozen=True)
class _Seen:
    """One message with all that is needed to point at its words."""

    text: str
    words: Sequence[Word]
    numbers: Numbers
    model: MessageModel

    def evidence(self, head: str) -> list[dict[str, Any]]:
        said = self.model.contributions(self.numbers, [head])[head]
        found = spans(self.words, said)
        return [{"start": a, "end": b, "text": self.text[a:b]} for a, b in found]


def encoded(message: Message) -> np.ndarray:
    """(E,) the sentence vector of a dense featurizer in front, of length one; (0,) without one."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        return np.zeros(0, dtype=np.float32)
    vector = np.asarray(sentence.features[0], dtype=np.float32)
    return vector / (np.linalg.norm(vector) or 1.0)


def _set(
    message: Message,
    scope: str,
    intent: dict[str, Any],
    issues: Sequence[dict[str, Any]] = (),
    dangers: Sequence[dict[str, Any]] = (),
) -> None:
    message.set(SCOPE, scope, add_to_output=True)
    message.set(INTENT, intent, add_to_output=True)
    message.set(ISSUES, list(issues), add_to_output=True)
    message.set(DANGERS, list(dangers), add_to_output=True)


def _example(message: Message) -> Example:
    metadata = (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    labels = Labels.from_metadata(message.get(TEXT), message.get(INTENT), metadata)
    return Example(words_of(message.get(TOKENS_NAMES[TEXT]) or []), labels, encoded(message))


def _settings(config: dict[str, Any]) -> Settings:
    return Settings(
        aims=Aims(
            config["recall_weight"],
            config["found"],
            config["false_sirens_near"],
            config["false_sirens_ordinary"],
        ),
        strength=config["strength"],
        stretch_weight=config["stretch_weight"],
        kinds=config["kinds_of_words"],
        folds=config["folds"],
        random_state=config["random_state"],
    )


def _cutter() -> Any:
    """Expressions of the lexicon are cut by the same tokenizer as messages."""
    tokenizer = SudachiTokenizer(SudachiTokenizer.get_default_config())

    def cut(expression: str) -> list[Word]:
        return words_of(tokenizer.tokenize(Message({TEXT: expression}), TEXT))

    return cut
