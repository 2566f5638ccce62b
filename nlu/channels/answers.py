"""The answer to a turn, the same whether it was just given or is read back from the tracker."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from rasa.core.channels.channel import OutputChannel
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, METADATA_MODEL_ID

from nlu.classifiers.message_reader import DANGERS, HOUSEHOLD, ISSUES, SCOPE

# What the model says of a text, and what stands for it in a turn stored by an older version.
READ: dict[str, Any] = {
    INTENT: None,
    SCOPE: "consultation",
    ISSUES: [],
    DANGERS: [],
    HOUSEHOLD: [],
}


class Bubbles(OutputChannel):
    """Collects what the bot says; nothing goes out from here, the caller's outbox sends."""

    def __init__(self) -> None:
        self.bubbles: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "madoguchi"

    async def send_response(
        self,
        recipient_id: str,  # noqa: ARG002 - part of Rasa's signature
        message: dict[str, Any],
    ) -> None:
        self.bubbles.extend(bubbles(message))


def answer(
    turn_id: str, messages: list[dict[str, Any]], parse: dict[str, Any], model: str | None
) -> dict[str, Any]:
    return {"turn_id": turn_id, "messages": messages, "parse": reading(parse, model)}


def reading(parse: dict[str, Any], model: str | None) -> dict[str, Any]:
    return {name: parse.get(name, unknown) for name, unknown in READ.items()} | {"model": model}


def bubbles(message: dict[str, Any]) -> list[dict[str, Any]]:
    """One Rasa message is one bubble per paragraph; buttons hang on the last."""
    texts = [text.strip() for text in (message.get("text") or "").split("\n\n")]
    spoken: list[dict[str, Any]] = [{"text": text, "buttons": []} for text in texts if text]
    if spoken:
        spoken[-1]["buttons"] = [
            {"title": button["title"], "payload": button["payload"]}
            for button in message.get("buttons") or []
        ]
    return spoken


def stored_answer(tracker: DialogueStateTracker | None, turn_id: str) -> dict[str, Any] | None:
    """What was answered to a turn that the tracker already holds; None where it holds none."""
    events = list(tracker.events) if tracker else []
    places = [i for i, event in enumerate(events) if _is_turn(event, turn_id)]
    if not places:
        return None
    turn, rest = events[places[-1]], events[places[-1] + 1 :]
    until_next_turn = takewhile(lambda event: not isinstance(event, UserUttered), rest)
    said = [event.message() for event in until_next_turn if isinstance(event, BotUttered)]
    messages = [bubble for message in said for bubble in bubbles(message)]
    return answer(turn_id, messages, turn.parse_data, turn.metadata.get(METADATA_MODEL_ID))


def _is_turn(event: Any, turn_id: str) -> bool:
    return isinstance(event, UserUttered) and event.metadata.get("turn_id") == turn_id
