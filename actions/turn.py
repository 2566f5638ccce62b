"""Which conversation and which turn an action call belongs to."""

from dataclasses import dataclass
from uuid import UUID

from rasa_sdk import Tracker


@dataclass(frozen=True)
class Turn:
    conversation_id: UUID
    turn_id: UUID


def turn_of(tracker: Tracker) -> Turn:
    """From what our input channel wrote into the tracker. Raises KeyError or ValueError if it did not."""
    metadata = tracker.latest_message["metadata"]
    return Turn(UUID(tracker.sender_id), UUID(metadata["turn_id"]))
