"""Names of people: introductions, honorifics, and proper nouns of the morphological dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex
from sudachipy import Dictionary, SplitMode, Tokenizer

from bot.privacy.models import PiiSpan
from bot.privacy.patterns import NamePatterns, pii_lexicon, trimmed

# The analyser refuses inputs above 49,149 bytes; no character takes more than four.
_CHUNK = 12_000
_KANJI = regex.compile(r"[\p{Han}々]+")
_NUMERALS = regex.compile(r"[〇一二三四五六七八九十百千]+")
_NAME_LIKE = regex.compile(r"[\p{Han}々ァ-ヴーぁ-ん]{1,8}")
_READING = regex.compile(r"\((?P<m>[ぁ-んァ-ヴー ]{2,14})\)")
_BRACKET = regex.compile(r"\(")
_BREAK = regex.compile(r"[\n。]")


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    surface: str
    speech: tuple[str, ...]
    unknown: bool

    @property
    def is_name(self) -> bool:
        return self.speech[2] == "人名"

    @property
    def name_part(self) -> str:
        """姓, 名 or 一般 for a name."""
        return self.speech[3]


def named(text: str) -> Iterator[PiiSpan]:
    """Spans of people's names in `text` (NFKC form); honorifics stay outside."""
    patterns = pii_lexicon().names
    spans = [*_introduced(text, patterns)]
    for offset, chunk in _chunks(text):
        spans.extend(_in_tokens(_tokens(chunk, offset), text, patterns))
    yield from spans
    yield from _readings(text, spans)


def _introduced(text: str, patterns: NamePatterns) -> Iterator[PiiSpan]:
    for pattern in patterns.introductions:
        for match in pattern.finditer(text):
            start, end = trimmed(text, *match.span("m"))
            if start < end and text[start:end] not in patterns.not_names:
                yield PiiSpan(start, end, "person")


def _in_tokens(tokens: Sequence[_Token], text: str, patterns: NamePatterns) -> Iterator[PiiSpan]:
    index = 0
    while index < len(tokens):
        after = index + 1
        if tokens[index].is_name:
            while after < len(tokens) and _continues(tokens[after - 1], tokens[after]):
                after += 1
        # The analyser takes a reading in brackets into the token of the name; it is its own span.
        end = tokens[after - 1].end
        bracket = _BRACKET.search(text, tokens[index].start + 1, end)
        span = PiiSpan(tokens[index].start, bracket.start() if bracket else end, "person")
        if _is_person(tokens[index:after], text, span, patterns):
            yield span
        index = after


def _continues(name: _Token, following: _Token) -> bool:
    touching = following.start - name.end <= 1
    return touching and following.is_name and following.name_part != "姓"


def _is_person(run: Sequence[_Token], text: str, span: PiiSpan, patterns: NamePatterns) -> bool:
    surface = text[span.start : span.end]
    if surface in patterns.not_names or _NUMERALS.fullmatch(surface):
        return False
    reading = _READING.match(text, span.end)
    behind = reading.end() if reading else span.end
    honored = text[behind : behind + 5].startswith(patterns.honorifics)
    if not run[0].is_name:
        unheard = run[0].unknown and len(surface) > 1 and _NAME_LIKE.fullmatch(surface) is not None
        return honored and (unheard or surface in patterns.noun_surnames)
    related = patterns.relations.search(text[max(0, span.start - 6) : span.start])
    if honored or (related is not None and related.end() == min(6, span.start)):
        return True
    # A bare name: full names, and surnames of two characters or more. Kana and single characters
    # are too often ordinary words.
    kanji = _KANJI.fullmatch(surface.replace(" ", "")) is not None
    return kanji and len(surface) > 1 and (len(run) > 1 or run[0].name_part == "姓")


def _readings(text: str, spans: Sequence[PiiSpan]) -> Iterator[PiiSpan]:
    for span in spans:
        reading = _READING.match(text, span.end)
        if reading is not None:
            yield PiiSpan(*trimmed(text, *reading.span("m")), "person")


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Pieces the analyser accepts, cut at a line or sentence end where there is one."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _CHUNK)
        if end < len(text):
            cuts = [match.end() for match in _BREAK.finditer(text, start, end)]
            end = cuts[-1] if cuts else end
        yield start, text[start:end]
        start = end


def _tokens(chunk: str, offset: int) -> list[_Token]:
    return [
        _Token(
            morpheme.begin() + offset,
            morpheme.end() + offset,
            morpheme.surface(),
            tuple(morpheme.part_of_speech()),
            morpheme.is_oov(),
        )
        for morpheme in _tokenizer().tokenize(_encodable(chunk), SplitMode.C)
    ]


def _encodable(chunk: str) -> str:
    """The same length, with a question mark for each half of a broken character."""
    return chunk.encode("utf-8", "replace").decode("utf-8")


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


def _tokenizer() -> Tokenizer:
    """A tokenizer keeps state while it works, so each call has its own; the dictionary is shared."""
    return _dictionary().create()
