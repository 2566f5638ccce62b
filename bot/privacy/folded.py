"""A folded view of a text for pattern matching that knows the way back to the original."""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass

import regex

# Katakana and hiragana of one sound become one letter; small vowels too, as in the typed 「ぃ」.
_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SMALL = {ord(small): ord(full) for small, full in zip("ぁぃぅぇぉゎ", "あいうえおわ", strict=True)}
_TO_HIRAGANA = {
    **_SMALL,
    **{katakana: _SMALL.get(hiragana, hiragana) for katakana, hiragana in _KANA.items()},
}
_HALF_WIDTH_MARKS = "\uff9e\uff9f"
_MARKS = regex.compile(r"\p{M}")
_INVISIBLE = frozenset({"Cf"})


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`starts[i]` and `ends[i]` bound, in the original, what became character `i` of `text`."""

    text: str
    starts: array[int]
    ends: array[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of the non-empty folded span start:end."""
        return self.starts[start], self.ends[end - 1]


def hiragana(text: str) -> str:
    """Katakana as hiragana, character by character: the length stays."""
    return text.translate(_KANA)


def fold_width(text: str) -> FoldedText:
    """NFKC, cluster by cluster: full-width digits, half-width kana, split voicing marks."""
    if unicodedata.is_normalized("NFKC", text) and _MARKS.search(text) is None:
        return FoldedText(text, array("l", range(len(text))), array("l", range(1, len(text) + 1)))
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    position = 0
    while position < len(text):
        after = _cluster_end(text, position)
        folded = unicodedata.normalize("NFKC", text[position:after])
        pieces.append(folded)
        starts.extend([position] * len(folded))
        ends.extend([after] * len(folded))
        position = after
    return FoldedText("".join(pieces), starts, ends)


def fold_for_reading(text: str) -> FoldedText:
    """`fold_width`, then kana as hiragana, small letters, and no blanks or invisible characters.

    Line breaks stay: they end a sentence.
    """
    wide = fold_width(text)
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    for index, character in enumerate(wide.text):
        if _is_blank(character):
            continue
        lowered = character.translate(_TO_HIRAGANA).lower()
        pieces.append(lowered)
        starts.extend([wide.starts[index]] * len(lowered))
        ends.extend([wide.ends[index]] * len(lowered))
    return FoldedText("".join(pieces), starts, ends)


def fold_kana(pattern: str) -> str:
    """Kana of a pattern's source as `fold_for_reading` leaves them; its syntax is untouched."""
    return pattern.translate(_TO_HIRAGANA)


def _cluster_end(text: str, position: int) -> int:
    after = position + 1
    while after < len(text) and (
        text[after] in _HALF_WIDTH_MARKS or unicodedata.combining(text[after])
    ):
        after += 1
    return after


def _is_blank(character: str) -> bool:
    if character == "\n":
        return False
    return character.isspace() or unicodedata.category(character) in _INVISIBLE
