"""A text with the tokens of the morphological dictionary laid beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from sudachipy import Dictionary, SplitMode, Tokenizer

from bot.privacy.folded import hiragana

# The analyser refuses inputs above 49,149 bytes; no character takes more than four.
_CHUNK = 12_000
_BREAK = regex.compile(r"[\n。]")
_BRACKET = ("補助記号", "括弧", "*", "*", "*", "*")
_PIECE = regex.compile(r"[()]|[^()]+")


@dataclass(frozen=True, slots=True)
class Token:
    """`speech` is Sudachi's part of speech, `unknown` a word that its dictionary does not hold."""

    start: int
    end: int
    surface: str
    speech: tuple[str, ...]
    unknown: bool

    @property
    def is_name(self) -> bool:
        return self.speech[2] == "人名"

    @property
    def is_surname(self) -> bool:
        return self.speech[3] == "姓"

    @property
    def is_proper(self) -> bool:
        return self.speech[1] == "固有名詞"

    @property
    def is_noun(self) -> bool:
        return self.speech[0] in {"名詞", "接頭辞", "接尾辞", "形状詞"}


@dataclass(frozen=True, slots=True)
class Page:
    """`kana` is `text` with katakana as hiragana; `starts` and `ends` lead to a token's index."""

    text: str
    kana: str
    tokens: tuple[Token, ...]
    starts: Mapping[int, int]
    ends: Mapping[int, int]

    @classmethod
    def of(cls, text: str) -> Page:
        """`text` in NFKC form."""
        tokens = tuple(_tokens(text))
        return cls(
            text,
            hiragana(text),
            tokens,
            {token.start: index for index, token in enumerate(tokens)},
            {token.end: index for index, token in enumerate(tokens)},
        )

    def ending_at(self, end: int) -> Token | None:
        index = self.ends.get(end)
        return None if index is None else self.tokens[index]

    def starting_at(self, start: int) -> Token | None:
        index = self.starts.get(start)
        return None if index is None else self.tokens[index]

    def between(self, start: int, end: int) -> list[Token] | None:
        """The tokens that fill start:end exactly, blanks left out; None when one crosses a border."""
        index, last = self.starts.get(start), self.ends.get(end)
        if index is None or last is None:
            return None
        return [token for token in self.tokens[index : last + 1] if token.surface.strip()]


def _tokens(text: str) -> Iterator[Token]:
    for offset, chunk in _chunks(text):
        for morpheme in _tokenizer().tokenize(_encodable(chunk), SplitMode.C):
            surface, speech = morpheme.surface(), tuple(morpheme.part_of_speech())
            start = morpheme.begin() + offset
            if "(" not in surface or len(surface) == 1:
                yield Token(start, start + len(surface), surface, speech, morpheme.is_oov())
                continue
            # The dictionary holds names together with a reading in brackets: 田中(たなか).
            for piece in _PIECE.finditer(surface):
                kind = _BRACKET if piece[0] in "()" else speech
                yield Token(start + piece.start(), start + piece.end(), piece[0], kind, False)


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


def _encodable(chunk: str) -> str:
    """The same length, with a question mark for each half of a broken character."""
    return chunk.encode("utf-8", "replace").decode("utf-8")


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


def _tokenizer() -> Tokenizer:
    """A tokenizer keeps state while it works, so each call has its own; the dictionary is shared."""
    return _dictionary().create()


@lru_cache(maxsize=4096)
def _first_token(text: str) -> tuple[str, bool]:
    first = _tokenizer().tokenize(text, SplitMode.C)[0]
    return first.surface(), first.part_of_speech()[2] == "人名"


def can_be_surname(word: str) -> bool:
    """Whether the dictionary takes the word for a name once さん follows: 内海, but not 担任."""
    return _first_token(f"{word}さん") == (word, True)
