"""Many phrases are found at once."""

import regex

from bot.privacy.phrases import Phrases

PHRASES = Phrases.of((source, regex.compile(source)) for source in ["モコ", "神様", "カズ(?=選手)"])


def test_every_phrase_is_found_where_it_stands() -> None:
    assert list(PHRASES.spans("神様とモコと神様")) == [(0, 2), (3, 5), (6, 8)]


def test_a_phrase_may_ask_for_what_follows() -> None:
    assert list(PHRASES.spans("カズ選手")) == [(0, 2)]
    assert list(PHRASES.spans("カズが")) == []


def test_a_piece_of_a_longer_word_in_katakana_is_no_phrase() -> None:
    assert list(PHRASES.spans("トモコとモコモコ")) == []
