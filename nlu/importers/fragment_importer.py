"""Training data plus the short half-sentences that residents really send."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

# Written into a fragment's metadata: its intent is known, its issues are not.
FRAGMENT = "fragment"

_INTENT = "tell_trouble"
_BREAK = re.compile(r"[。！？!?、\n…]+")
_SHORTEST, _LONGEST = 4, 12


class FragmentImporter(RasaFileImporter):
    """Adds one fragment of every `tell_trouble` message as an example of its own.

    Greetings and answers are short, told troubles long, so a classifier would learn that whatever
    is short is no trouble: 「もう疲れた」 would be a request to stop.
    """

    def get_nlu_data(self, language: str | None = "ja") -> TrainingData:
        data = super().get_nlu_data(language)
        return data.merge(TrainingData(fragments(data.intent_examples)))


def fragments(examples: Iterable[Message]) -> list[Message]:
    known = {example.get(TEXT) for example in examples}
    told = [example.get(TEXT) for example in examples if example.get(INTENT) == _INTENT]
    found = {part for text in told if (part := _telling_part(text))}
    return [
        Message.build(text, _INTENT, example_metadata={FRAGMENT: True})
        for text in sorted(found - known)
    ]


def _telling_part(text: str) -> str | None:
    """The longest short part: it says more than the first or the last would."""
    parts = [part.strip() for part in _BREAK.split(text)]
    fitting = [part for part in parts if _SHORTEST <= len(part) <= _LONGEST]
    return max(fitting, key=len, default=None)
