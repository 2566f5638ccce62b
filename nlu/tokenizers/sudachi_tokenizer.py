"""Japanese words by Sudachi: the surface for offsets, the normalised form for features."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from sudachipy import Dictionary, Morpheme, SplitMode

POS = "pos"
READING = "reading"

_SPLIT_MODES = {"A": SplitMode.A, "B": SplitMode.B, "C": SplitMode.C}

# Sudachi refuses more than 49,149 bytes before and 65,535 bytes after its own NFKC rewriting. One
# character may grow to 33 bytes (U+FDFA becomes eighteen letters), so 1,800 always fit.
_PIECE_LENGTH = 1800
_SAFE_BREAK = re.compile(r"[\n。！？!?、,\s]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SudachiTokenizer(Tokenizer):
    """Tokens of one message; `Token.lemma` is Sudachi's normalised form, `get("pos")` its class and
    `get("reading")` how it is said, in katakana.

    Every component owns its Sudachi tokenizer, because one tokenizer must not serve two threads at
    once; the dictionary behind it is read-only and shared. Rasa calls a component from one thread.
    """

    @staticmethod
    def required_packages() -> list[str]:
        return ["sudachipy", "sudachidict_core"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            # A: shortest units, B: middle, C: named entities and compounds stay whole.
            "split_mode": "C",
        }

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._sudachi = _dictionary().create(_SPLIT_MODES[config["split_mode"]])

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)
        tokens = [
            _token(morpheme, text, start)
            for start, piece in pieces(text)
            for morpheme in self._sudachi.tokenize(_SURROGATE.sub("\ufffd", piece))
            if _is_word(morpheme)
        ]
        return self._apply_token_pattern(tokens)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into (offset, piece) short enough for Sudachi, after a stop where there is one."""
    start = 0
    while len(text) - start > _PIECE_LENGTH:
        end = _last_break(text, start, start + _PIECE_LENGTH)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _last_break(text: str, start: int, end: int) -> int:
    # Only the second half is searched: a stop near the start would make tiny pieces.
    stops = [match.end() for match in _SAFE_BREAK.finditer(text, start + _PIECE_LENGTH // 2, end)]
    return stops[-1] if stops else end


def _is_word(morpheme: Morpheme) -> bool:
    # A one-letter ligature such as ㍿ gives a second morpheme without any surface.
    return bool(morpheme.surface()) and not morpheme.surface().isspace()


def _token(morpheme: Morpheme, text: str, piece_start: int) -> Token:
    start, end = piece_start + morpheme.begin(), piece_start + morpheme.end()
    # The surface is cut from the message itself: Sudachi saw a mended text.
    return Token(
        text[start:end],
        start,
        end,
        data={POS: morpheme.part_of_speech()[0], READING: morpheme.reading_form()},
        lemma=morpheme.normalized_form(),
    )
