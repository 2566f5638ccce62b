"""Patterns of a lexicon file: `<name>` in a pattern stands for an entry of the file's words."""

from __future__ import annotations

from collections.abc import Mapping

import regex

_WORD = regex.compile(r"(?<!\?P)<([a-z_]+)>")
_DEPTH = 4


def spelled_out(source: str, words: Mapping[str, str]) -> str:
    """The pattern with its words put in; raises KeyError with the name of an unknown word."""
    for _ in range(_DEPTH):
        source = _WORD.sub(lambda match: f"(?:{words[match[1]]})", source)
    return source
