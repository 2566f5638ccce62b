"""Private data that its form gives away: numbers, addresses, schools, workplaces."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import regex
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.kit.places import DATA
from bot.privacy.errors import LexiconInvalid
from bot.privacy.lexicon import spelled_out
from bot.privacy.models import PiiKind, PiiSpan

PII = DATA / "lexicon" / "pii.yml"


@dataclass(frozen=True, slots=True)
class KindPatterns:
    kind: PiiKind
    any: tuple[regex.Pattern[str], ...]
    unless: regex.Pattern[str] | None
    digits: frozenset[int]


@dataclass(frozen=True, slots=True)
class NamePatterns:
    honorifics: tuple[str, ...]
    not_names: frozenset[str]
    noun_surnames: frozenset[str]
    relations: regex.Pattern[str]
    introductions: tuple[regex.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class PiiLexicon:
    kinds: tuple[KindPatterns, ...]
    names: NamePatterns


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _KindRow(_Row):
    kind: PiiKind
    any: list[str] = Field(min_length=1)
    unless: str | None = None
    digits: list[int] = []


class _NamesRow(_Row):
    honorifics: list[str]
    not_names: list[str]
    noun_surnames: list[str]
    relations: str
    introductions: list[str]


class _File(_Row):
    version: Literal[1]
    words: dict[str, str]
    kinds: list[_KindRow]
    names: _NamesRow


@cache
def pii_lexicon(path: Path = PII) -> PiiLexicon:
    """Raises LexiconInvalid naming the entry that is wrong."""
    try:
        content = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LexiconInvalid(path, "file", str(error)) from error

    def compiled(source: str, entry: str) -> regex.Pattern[str]:
        try:
            return regex.compile(spelled_out(source, content.words))
        except (regex.error, KeyError) as error:
            raise LexiconInvalid(path, entry, f"{error} in {source[:60]}") from error

    names = content.names
    return PiiLexicon(
        kinds=tuple(
            KindPatterns(
                row.kind,
                tuple(compiled(source, row.kind) for source in row.any),
                compiled(row.unless, row.kind) if row.unless else None,
                frozenset(row.digits),
            )
            for row in content.kinds
        ),
        names=NamePatterns(
            tuple(sorted(names.honorifics, key=len, reverse=True)),
            frozenset(names.not_names),
            frozenset(names.noun_surnames),
            compiled(names.relations, "relations"),
            tuple(compiled(source, "introductions") for source in names.introductions),
        ),
    )


def patterned(text: str) -> Iterator[PiiSpan]:
    """Spans of `text` (NFKC form), the kinds that win first; spans may overlap."""
    for patterns in pii_lexicon().kinds:
        for pattern in patterns.any:
            for match in pattern.finditer(text):
                start, end = match.span("m") if match.groupdict().get("m") else match.span()
                start, end = trimmed(text, start, end)
                if start < end and _holds(patterns, text[start:end]):
                    yield PiiSpan(start, end, patterns.kind)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _holds(patterns: KindPatterns, found: str) -> bool:
    if patterns.unless is not None and patterns.unless.fullmatch(found):
        return False
    return not patterns.digits or _is_phone(found, patterns.digits)


_SPOKEN = regex.compile(
    r"ゼロ|ぜろ|れい|レイ|いち|イチ|さん|サン|よん|ヨン|ろく|ロク|なな|ナナ|しち|はち|ハチ"
    r"|きゅう|キュー|きゅー|に|し|ご|ゴ|く|[0-9〇零一二三四五六七八九]"
)
_ZERO = ("0", "〇", "零", "ゼロ", "ぜろ", "れい", "レイ")


def _is_phone(found: str, allowed: frozenset[int]) -> bool:
    """Ten or eleven digits; eleven only for 0X0 numbers, so that longer ids stay out."""
    digits = _SPOKEN.findall(found)
    if unicodedata.normalize("NFKC", found).startswith(("+81", "0081")):
        return 11 <= len(digits) <= 14
    if len(digits) not in allowed or digits[0] not in _ZERO:
        return False
    return len(digits) == 10 or digits[2] in _ZERO
