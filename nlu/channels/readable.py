"""A resident's text made safe for Rasa, and Rasa's findings laid back onto that text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

# A blank message is read like this one: Rasa's featurizers give nothing at all for no words.
SILENCE = "…"

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Readable:
    """`clean` has the length of `original` without its outer white space, which Rasa strips."""

    original: str
    clean: str
    shift: int

    def restore(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Issues or dangers with evidence in offsets and words of the original text."""
        if self.clean == SILENCE != self.original.strip():
            return []
        return [{**one, "evidence": self._evidence(one)} for one in found]

    def _evidence(self, one: dict[str, Any]) -> list[dict[str, Any]]:
        spans = [(span["start"] + self.shift, span["end"] + self.shift) for span in one["evidence"]]
        return [{"start": s, "end": e, "text": self.original[s:e]} for s, e in spans]


def readable(text: str) -> Readable:
    """No lone surrogates (no database takes them), and no leading "/" that would name an intent."""
    clean = _SURROGATE.sub("\ufffd", text.strip())
    if clean.startswith("/"):
        clean = "／" + clean[1:]
    return Readable(text, clean or SILENCE, len(text) - len(text.lstrip()))
