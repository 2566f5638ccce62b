"""A person in trouble must never hear that they were not understood: in doubt, listen."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classifiers.message_reader import DANGERS, ISSUES
from nlu.tokenizers.sudachi_tokenizer import POS

_FILE = "words.json"
_CONTENT = frozenset({"名詞", "代名詞", "動詞", "形容詞", "形状詞", "副詞"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ListenInDoubt(IntentClassifier, GraphComponent):
    """Turns an unsure intent into `listening_intent`; must stand last in the pipeline.

    Unsure is
    - an intent below `confidence`;
    - any intent but `heard_intents` where a need or a danger was heard: 「消えたい」 must not pass
      for a wish to be erased;
    - one of `closed_intents`, which have few words of their own, on a message none of whose content
      words was learned with it: 「つらい」 is short like a no, and is none.

    Never unsure is what an example of a closed intent says word for word, as the bot's buttons do.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "listening_intent": "tell_trouble",
            "confidence": 0.35,
            "heard_intents": ["tell_trouble", "ask_service", "ask_human"],
            "closed_intents": ["affirm", "deny", "greet", "thanks", "bye"],
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        words: dict[str, frozenset[str]] | None = None,
        sayings: dict[str, str] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._words = words or {}
        self._sayings = sayings or {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - part of Rasa's signature
    ) -> ListenInDoubt:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - part of Rasa's signature
        **kwargs: Any,  # noqa: ARG003 - part of Rasa's signature
    ) -> ListenInDoubt:
        with model_storage.read_from(resource) as folder:
            learned = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        words = {intent: frozenset(known) for intent, known in learned["words"].items()}
        return cls(config, model_storage, resource, words, learned["sayings"])

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the content words of every closed intent, and its examples as they stand."""
        words: dict[str, set[str]] = {intent: set() for intent in self._config["closed_intents"]}
        for example in training_data.intent_examples:
            if example.get(INTENT) in words:
                words[example.get(INTENT)].update(_content_words(example))
                self._sayings[example.get(TEXT)] = example.get(INTENT)
        self._words = {intent: frozenset(known) for intent, known in words.items()}
        with self._model_storage.write_to(self._resource) as folder:
            known = {intent: sorted(of_intent) for intent, of_intent in words.items()}
            learned = {"words": known, "sayings": self._sayings}
            text = json.dumps(learned, ensure_ascii=False)
            (folder / _FILE).write_text(text, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            saying = self._sayings.get(message.get(TEXT))
            if saying:
                certain = {INTENT_NAME_KEY: saying, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, certain, add_to_output=True)
                continue
            intent = message.get(INTENT) or {}
            confidence = intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0
            if self._is_unsure(message, intent.get(INTENT_NAME_KEY), confidence):
                listening = {
                    INTENT_NAME_KEY: self._config["listening_intent"],
                    PREDICTED_CONFIDENCE_KEY: confidence,
                }
                message.set(INTENT, listening, add_to_output=True)
        return messages

    def _is_unsure(self, message: Message, intent: str | None, confidence: float) -> bool:
        if confidence < self._config["confidence"]:
            return True
        told = message.get(ISSUES) or message.get(DANGERS)
        if told and intent not in self._config["heard_intents"]:
            return True
        said = _content_words(message)
        return intent in self._words and bool(said) and self._words[intent].isdisjoint(said)


def _content_words(message: Message) -> set[str]:
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    return {token.lemma for token in tokens if token.get(POS) in _CONTENT}
