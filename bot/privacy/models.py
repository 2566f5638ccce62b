"""What masking found and how a masked text leads back to the original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type PiiKind = Literal[
    "person",
    "phone",
    "email",
    "address",
    "postal_code",
    "school",
    "workplace",
    "birthdate",
    "id_number",
    "vehicle_plate",
    "url",
]


@dataclass(frozen=True, slots=True, order=True)
class PiiSpan:
    """One mention of private data, as Python string offsets into the original text."""

    start: int
    end: int
    kind: PiiKind


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with every span replaced by its placeholder.

    `spans` are sorted, do not overlap and point into the original text; `placeholders` holds, for
    the span at the same place, the offsets of its placeholder in `text`.
    """

    text: str
    spans: tuple[PiiSpan, ...]
    placeholders: tuple[tuple[int, int], ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Map offsets of `text` to the original; touching a placeholder takes the whole mention."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} is outside the masked text")
        return self._to_original(start, widen="left"), self._to_original(end, widen="right")

    def _to_original(self, offset: int, *, widen: Literal["left", "right"]) -> int:
        shift = 0
        for span, (left, right) in zip(self.spans, self.placeholders, strict=True):
            if offset <= left:
                break
            if offset < right:
                return span.start if widen == "left" else span.end
            shift = span.end - right
        return offset + shift
