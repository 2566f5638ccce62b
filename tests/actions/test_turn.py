"""Which turn an action call belongs to."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.turn import turn_of

CONVERSATION = "00000000-0000-4000-8000-000000000001"
TURN = "00000000-0000-4000-8000-000000000002"


def tracker(sender_id: str, metadata: dict[str, Any]) -> Tracker:
    return Tracker(sender_id, {}, {"metadata": metadata}, [], False, None, {}, "action_listen")


def test_it_is_read_from_what_our_channel_wrote() -> None:
    turn = turn_of(tracker(CONVERSATION, {"turn_id": TURN}))
    assert (str(turn.conversation_id), str(turn.turn_id)) == (CONVERSATION, TURN)


@pytest.mark.parametrize(
    ("sender_id", "metadata", "refusal"),
    [
        ("not an id", {"turn_id": TURN}, ValueError),
        (CONVERSATION, {"turn_id": "nor this"}, ValueError),
        (CONVERSATION, {}, KeyError),
    ],
)
def test_a_call_from_elsewhere_is_refused(
    sender_id: str, metadata: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        turn_of(tracker(sender_id, metadata))
