"""Many fixed phrases looked up at once, by their first two characters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

_KATAKANA = regex.compile(r"[ァ-ヴー]+")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases may end in a look-ahead; the first two characters of each are literal."""

    by_beginning: Mapping[str, tuple[regex.Pattern[str], ...]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, regex.Pattern[str]]]) -> Phrases:
        table: dict[str, list[regex.Pattern[str]]] = defaultdict(list)
        for source, pattern in phrases:
            table[source[:2]].append(pattern)
        return cls({beginning: tuple(patterns) for beginning, patterns in table.items()})

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        for start in range(len(text) - 1):
            for pattern in self.by_beginning.get(text[start : start + 2], ()):
                match = pattern.match(text, start)
                if match is not None and not _inside_katakana(text, *match.span()):
                    yield match.span()


def _inside_katakana(text: str, start: int, end: int) -> bool:
    """モコ is no word of its own in トモコ."""
    before = _KATAKANA.fullmatch(text[max(0, start - 1) : start + 1])
    after = _KATAKANA.fullmatch(text[end - 1 : end + 1])
    return (start > 0 and before is not None) or (end < len(text) and after is not None)
