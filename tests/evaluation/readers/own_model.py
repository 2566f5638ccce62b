"""Our own components, trained on part of the messages, with masking and rules around them."""

from collections.abc import Sequence

from bot.dialogue.rasa import _parse
from bot.intake.service.understand import analyse
from bot.privacy.mask import mask
from tests.evaluation.messages import Message
from tests.evaluation.places import ROOT
from tests.evaluation.readers.lesson import Lesson, hold
from tests.evaluation.readings import Reading

CONFIG = ROOT / "config.yml"
_SOURCES = [
    *sorted(path for path in (ROOT / "nlu").rglob("*.py") if ".venv" not in path.parts),
    *sorted((ROOT / "data" / "lexicon").rglob("*.yml")),
    ROOT / "data" / "taxonomy.yml",
]


def read(name: str, learned: Sequence[Message], messages: Sequence[Message]) -> list[Reading]:
    """As a resident's messages would be read, had the model learned from `learned` alone."""
    masked = [mask(message.text) for message in messages]
    intents = [message.intent for message in learned]
    texts = [private.text for private in masked]
    parses = hold(Lesson(name, CONFIG, learned, intents, texts, _SOURCES))
    return [
        Reading.from_payload(analyse(message.id, message.text, private, _parse(parse)).to_payload())
        for message, private, parse in zip(messages, masked, parses, strict=True)
    ]
