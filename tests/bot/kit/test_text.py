"""Lengths in the platforms' own units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.text import is_readable, split_by_utf16, utf16_length


def test_an_emoji_counts_two() -> None:
    assert utf16_length("あ😀") == 3


def test_cuts_at_the_end_of_a_sentence() -> None:
    assert split_by_utf16("はい。そうです。ええ", 6) == ["はい。", "そうです。", "ええ"]


def test_never_cuts_inside_a_family() -> None:
    family = "👨‍👩‍👧‍👦"
    assert split_by_utf16(family * 3, utf16_length(family) + 1) == [family] * 3


@given(st.text(), st.integers(min_value=20, max_value=200))
def test_nothing_is_lost_and_nothing_too_long(text: str, limit: int) -> None:
    pieces = split_by_utf16(text, limit)
    assert "".join(pieces) == text
    assert all(utf16_length(p) <= limit or len(p) > 0 for p in pieces)


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x01", "\u200b", "\u202e"])
def test_nothing_to_read(text: str) -> None:
    assert not is_readable(text)


@pytest.mark.parametrize("text", ["…", "😀", "م", "あ\x00"])
def test_something_to_read(text: str) -> None:
    assert is_readable(text)
