"""Private data that its form gives away: numbers, addresses, dates of birth, web addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import regex
import yaml

from bot.kit.places import DATA
from bot.privacy.errors import LexiconInvalid
from bot.privacy.models import PiiSpan
from bot.privacy.pii_file import KindPatterns, pii_lexicon

HOTLINES = DATA / "directory" / "hotlines.yml"
_LOOK_BACK = 16

_SPOKEN = regex.compile(
    r"(?P<zero>ゼロ|ぜろ|れい|レイ|れー|レー|まる|マル|[0〇零○])|いち|イチ|いーち|さん|サン|よん|ヨン"
    r"|ろく|ロク|ろっ|なな|ナナ|しち|シチ|はち|ハチ|きゅう|キュウ|キュー|きゅー|に[いー]?|ニ[イー]?"
    r"|し|シ|ご[おー]?|ゴ[オー]?|く|ク|[1-9一二三四五六七八九]"
)
# Toll-free and shared-cost numbers belong to firms and helplines, never to a resident.
_SERVICE = ("0120", "0570", "0990")
_FREE_MOBILE = "0800"


def patterned(text: str) -> Iterator[PiiSpan]:
    """Spans of `text` (NFKC form), the kinds that win first; spans may overlap."""
    for patterns in pii_lexicon().kinds:
        for pattern in patterns.any:
            for match in pattern.finditer(text):
                start, end = match.span("m") if match.groupdict().get("m") else match.span()
                start, end = trimmed(text, start, end)
                if start < end:
                    yield from _checked(patterns, text, start, end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _checked(patterns: KindPatterns, text: str, start: int, end: int) -> Iterator[PiiSpan]:
    before = text[max(0, start - _LOOK_BACK) : start]
    if patterns.after is not None and patterns.after.search(before):
        return
    if patterns.digits:
        end = _phone_end(text, start, end)
    found = text[start:end]
    if found and not (patterns.unless is not None and patterns.unless.fullmatch(found)):
        yield PiiSpan(start, end, patterns.kind)


def _phone_end(text: str, start: int, end: int) -> int:
    """Where the number ends; `start` when it is none, or one that everybody may know.

    Ten digits, or eleven for 0X0 numbers; numbers of other countries have eight or more.
    """
    digits = list(_SPOKEN.finditer(text, start, end))
    if text[start] == "+" or text.startswith("00", start):
        return end if 8 <= len(digits) <= 15 else start
    if len(digits) < 10 or digits[0]["zero"] is None:
        return start
    mobile = digits[2]["zero"] is not None and digits[1]["zero"] is None
    # 03-0000-… begins like a mobile number and has ten digits.
    length = 11 if mobile and len(digits) > 10 else 10
    numerals = "".join(match[0] for match in digits[:length])
    if numerals in _public() or _is_service(digits, numerals):
        return start
    spare = len(digits) - length
    # Written digits stand alone; spoken ones may run into the words behind them.
    if spare and text[digits[length].start()].isdecimal():
        return start
    return end if not spare else digits[length - 1].end()


def _is_service(digits: Sequence[regex.Match[str]], numerals: str) -> bool:
    """A toll-free number and a mobile one may hold the same digits; only the grouping tells."""
    if numerals.startswith(_FREE_MOBILE):
        return digits[2].end() == digits[3].start() and digits[3].end() != digits[4].start()
    return numerals.startswith(_SERVICE)


@cache
def _public(path: Path = HOTLINES) -> frozenset[str]:
    """The digits of the lines that the registry publishes."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["hotlines"]
        numbers = [str(row["number"]) for row in rows if "number" in row]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise LexiconInvalid(path, "hotlines", str(error)) from error
    return frozenset("".join(filter(str.isdecimal, number)) for number in numbers)
