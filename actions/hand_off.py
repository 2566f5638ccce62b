"""The resident wants a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import turn_of
from bot.intake.service.desk import Desk
from bot.intake.service.hand_off import hand_off


class ActionHandOff(Action):
    """Opens the case first and says so afterwards: the words are never ahead of the deed."""

    def __init__(self, desk: Desk, reading_hours: str) -> None:
        """`reading_hours`: when people read, as the resident is told."""
        self._desk = desk
        self._reading_hours = reading_hours

    def name(self) -> str:
        return "action_hand_off"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - Rasa's signature
    ) -> list[dict[str, Any]]:
        turn = turn_of(tracker)
        await hand_off(self._desk, turn.conversation_id, turn.turn_id)
        dispatcher.utter_message(response="utter_handed_off", reading_hours=self._reading_hours)
        return [SlotSet("handed_off", True)]
