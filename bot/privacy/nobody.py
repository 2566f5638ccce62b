"""Names that identify nobody here: public people, figures of stories, pets, brands."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from bot.privacy.page import Page
from bot.privacy.pii_file import NobodyWords, pii_lexicon

type Place = tuple[int, int]

# A single entry of three kanji and more is a figure of history: 坂本龍馬.
_KANJI_NAME = regex.compile(r"[\p{Han}々]{3,}")


def nobodies(page: Page) -> list[Place]:
    """Stretches whose names stay."""
    words = pii_lexicon().nobody
    return [
        *words.known.spans(page.text),
        *_pets(page, words),
        *_beside(page, words),
        *_history(page),
    ]


def _pets(page: Page, words: NobodyWords) -> Iterator[Place]:
    names = {
        page.kana[match.start("m") : match.end("m")]
        for pattern in words.pets
        for match in pattern.finditer(page.text)
    }
    for name in names:
        start = page.kana.find(name)
        while start >= 0:
            yield start, start + len(name)
            start = page.kana.find(name, start + 1)


def _beside(page: Page, words: NobodyWords) -> Iterator[Place]:
    for pattern in words.beside:
        for match in pattern.finditer(page.text):
            yield match.span("m")


def _history(page: Page) -> Iterator[Place]:
    for token in page.tokens:
        if token.is_name and token.speech[3] == "一般" and _KANJI_NAME.fullmatch(token.surface):
            yield token.start, token.end
