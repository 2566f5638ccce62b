"""Notes in slots what the bot has just said, so that rules can ask for it many turns later."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import (
    InvalidPolicyConfig,
    Policy,
    PolicyPrediction,
    SupportedData,
)
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class NotePolicy(Policy):
    """Never chooses an action. After `utter_x` it sets the slots that `notes: {utter_x: …}` names.

    Rasa sets slots from what the resident says or from a custom action; what the bot said would
    cost a call to the action server. A policy may return events that count whoever wins the turn.
    """

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 1, "notes": {}}

    def train(
        self,
        training_trackers: list[DialogueStateTracker],  # noqa: ARG002 - nothing is learned
        domain: Domain,
        **kwargs: Any,  # noqa: ARG002 - part of Rasa's signature
    ) -> Resource:
        """Refuse notes about an action or a slot that the domain does not know."""
        slots = {slot.name for slot in domain.slots}
        for action, note in self.config["notes"].items():
            if action not in domain.action_names_or_texts or not slots.issuperset(note):
                raise InvalidPolicyConfig(f"NotePolicy: the domain lacks {action!r} or {note!r}.")
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,  # noqa: ARG002 - part of Rasa's signature
        **kwargs: Any,  # noqa: ARG002 - part of Rasa's signature
    ) -> PolicyPrediction:
        note = self.config["notes"].get(tracker.latest_action_name, {})
        news = [SlotSet(k, value) for k, value in note.items() if tracker.get_slot(k) != value]
        return self._prediction([0.0] * domain.num_actions, events=news)
