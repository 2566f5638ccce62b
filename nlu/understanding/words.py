"""The words of a message as the learners see them: Rasa's tokens with Sudachi's readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasa.nlu.tokenizers.tokenizer import Token

from nlu.tokenizers.sudachi_tokenizer import POS, READING

FUNCTION_WORDS = frozenset({"助詞", "助動詞", "補助記号", "空白"})


@dataclass(frozen=True)
class Word:
    """`start`, `end`: Python string offsets; `reading` is katakana, `part` Sudachi's word class."""

    start: int
    end: int
    surface: str
    lemma: str
    reading: str
    part: str

    @property
    def has_meaning(self) -> bool:
        """Whether it names a thing, an act or a quality; particles and signs do not."""
        return self.part not in FUNCTION_WORDS

    @property
    def sound(self) -> str:
        """How it is said, in hiragana; a sign is itself."""
        return hiragana(self.reading) if self.has_meaning or self.part[0] == "助" else self.surface


def words_of(tokens: Sequence[Token]) -> list[Word]:
    return [
        Word(
            token.start,
            token.end,
            token.text,
            token.lemma,
            token.get(READING, token.text),
            token.get(POS, ""),
        )
        for token in tokens
    ]


def hiragana(katakana: str) -> str:
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in katakana)
