from __future__ import annotations

from typing import Any

import pytest
from rasa.core.policies.policy import InvalidPolicyConfig
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.policies.note_policy import NotePolicy

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [greet]
slots:
  introduced: {type: bool, initial_value: false, mappings: [{type: custom}]}
responses:
  utter_greet: [{text: hello}]
""")
NOTES = {"utter_greet": {"introduced": True}}


def prediction(workshop: Any, *events: Any) -> Any:
    tracker = DialogueStateTracker.from_events("c", list(events), DOMAIN.slots)
    return workshop.create(NotePolicy, notes=NOTES).predict_action_probabilities(tracker, DOMAIN)


def test_what_was_said_is_noted(workshop: Any) -> None:
    noted = prediction(workshop, ActionExecuted("utter_greet"))
    assert noted.events == [SlotSet("introduced", True)]


def test_it_never_chooses_an_action(workshop: Any) -> None:
    assert prediction(workshop, ActionExecuted("utter_greet")).max_confidence == 0.0


def test_what_stands_already_is_not_noted_again(workshop: Any) -> None:
    said = [SlotSet("introduced", True), ActionExecuted("utter_greet")]
    assert prediction(workshop, *said).events == []


def test_other_actions_leave_no_note(workshop: Any) -> None:
    assert prediction(workshop, ActionExecuted("action_listen")).events == []


@pytest.mark.parametrize("notes", [{"utter_x": {"introduced": True}}, {"utter_greet": {"x": 1}}])
def test_notes_about_the_unknown_are_refused(workshop: Any, notes: dict[str, Any]) -> None:
    with pytest.raises(InvalidPolicyConfig):
        workshop.create(NotePolicy, notes=notes).train([], DOMAIN)
