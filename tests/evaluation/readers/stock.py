"""The rival that comes with Rasa: its default pipeline, all labels of a message in one intent."""

from collections.abc import Sequence
from typing import Any

from bot.triage.taxonomy import taxonomy
from tests.evaluation.messages import Message
from tests.evaluation.places import HERE
from tests.evaluation.readers.lesson import Lesson, hold
from tests.evaluation.readings import FoundDanger, Reading

CONFIG = HERE / "stock.yml"


def read(learned: Sequence[Message], messages: Sequence[Message]) -> list[Reading]:
    texts = [message.text for message in messages]
    parses = hold(Lesson("stock", CONFIG, learned, list(map(intent_of, learned)), texts))
    return list(map(reading_of, parses))


def intent_of(message: Message) -> str:
    """`consultation+mental+suicide_2`: the scope, the issues, each danger with its level."""
    dangers = [f"{kind}_{level}" for kind, level in sorted(message.dangers.items())]
    return "+".join([message.scope, *sorted(message.issues), *dangers])


def reading_of(parse: dict[str, Any]) -> Reading:
    scope, *labels = (parse["intent"]["name"] or "nonsense").split("+")
    issues = {label: () for label in labels if label in taxonomy().issues}
    dangers = [label.rpartition("_") for label in labels if label not in issues]
    return Reading(
        scope, issues, tuple(FoundDanger(kind, int(level)) for kind, _, level in dangers)
    )
