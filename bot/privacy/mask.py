"""Masking: what leaves this process names nobody, and every offset leads back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from bot.kit.places import DATA
from bot.privacy.errors import LexiconInvalid
from bot.privacy.folded import fold_width
from bot.privacy.models import Masked, PiiKind, PiiSpan
from bot.privacy.names import named
from bot.privacy.organisations import organisations
from bot.privacy.page import Page
from bot.privacy.patterns import patterned

PLACEHOLDERS = DATA / "lexicon" / "placeholders.yml"


def mask(text: str) -> Masked:
    """Replace every mention of private data; public short and toll-free numbers stay."""
    return masked_with(text, find_private(text))


def find_private(text: str) -> tuple[PiiSpan, ...]:
    """Mentions in `text`, sorted and apart from each other; offsets are those of `text`."""
    folded = fold_width(text)
    page = Page.of(folded.text)
    taken = _apart([*patterned(folded.text), *organisations(page), *named(page)])
    spans = (PiiSpan(*folded.original_span(s.start, s.end), s.kind) for s in taken)
    # Two folded spans can share one original character, such as a ligature: the first keeps it.
    return tuple(sorted(_apart(spans)))


def masked_with(text: str, spans: tuple[PiiSpan, ...]) -> Masked:
    """Replace `spans` (sorted, apart) by their placeholders."""
    words = placeholders()
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    length = read = 0
    for span in spans:
        before, word = text[read : span.start], words[span.kind]
        pieces += before, word
        places.append((length + len(before), length + len(before) + len(word)))
        length, read = places[-1][1], span.end
    pieces.append(text[read:])
    return Masked("".join(pieces), spans, tuple(places))


@cache
def placeholders(path: Path = PLACEHOLDERS) -> dict[PiiKind, str]:
    """The word of each kind; raises LexiconInvalid when one is missing or stands twice."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    kinds: tuple[PiiKind, ...] = get_args(PiiKind.__value__)
    if not isinstance(content, dict) or set(content) != set(kinds):
        raise LexiconInvalid(path, "file", f"must name exactly {', '.join(kinds)}")
    if len(set(content.values())) != len(kinds) or not all(content.values()):
        raise LexiconInvalid(path, "file", "every kind needs a word of its own")
    return content


def _apart(spans: Iterable[PiiSpan]) -> list[PiiSpan]:
    """Spans that do not meet; those that come first win."""
    taken: list[PiiSpan] = []
    covered: set[int] = set()
    for span in spans:
        if covered.isdisjoint(range(span.start, span.end)):
            covered.update(range(span.start, span.end))
            taken.append(span)
    return taken
