"""What makes a stretch of a text a name: the dictionary's parts of speech and the reviewed lists."""

from __future__ import annotations

import regex

from bot.privacy.folded import hiragana
from bot.privacy.page import Page, Token, can_be_surname
from bot.privacy.pii_file import NameWords

_KANJI = regex.compile(r"\p{Han}[\p{Han}々ヶケノ]*")
_NUMERALS = regex.compile(
    r"今?[〇一二三四五六七八九十百千]+[代歩日軒本丁列字羽間人年月目円歳才回枚文度組歳]?[目中間]?"
)
# Surnames that look like a count.
_NUMBER_NAMES = frozenset({"三本", "千代", "五代", "百目"})
_KANA = regex.compile(r"[ぁ-んァ-ヴー]+")
_KATAKANA = regex.compile(r"[ァ-ヴー]+")
_LATIN = regex.compile(r"[A-Za-z]+")
_PARTS = regex.compile(r"[ ・=＝]+")


def is_number(text: str) -> bool:
    """Digits in kanji and what they count: 五十代, 三軒."""
    return _NUMERALS.fullmatch(text) is not None and text not in _NUMBER_NAMES


def is_kanji(text: str) -> bool:
    return _KANJI.fullmatch(text) is not None


def is_name(page: Page, start: int, end: int, words: NameWords) -> bool:
    """Whether start:end is a name by itself: a full name, or one that the lists or tokens know."""
    surface = page.text[start:end]
    if page.kana[start:end] in words.not_names or is_number(surface):
        return False
    if _LATIN.match(surface):
        return is_latin_name(surface, words)
    if _KANA.match(surface):
        token = page.starting_at(start)
        ordinary = token is not None and token.end == end and token.speech[1] == "普通名詞"
        if _kana_name(surface, words) or (not ordinary and _is_unlisted(surface, words)):
            return True
    if surface in words.given_kanji or surface in words.noun_surnames:
        return True
    return _by_tokens(page, start, end, words)


def is_latin_name(surface: str, words: NameWords) -> bool:
    parts = surface.lower().split()
    return not words.not_latin.intersection(parts) and any(part in words.latin for part in parts)


def is_given(surface: str, words: NameWords) -> bool:
    """A given name by the lists alone."""
    return (
        hiragana(surface) in words.given or surface in words.given_kanji or surface in words.foreign
    )


def _kana_name(surface: str, words: NameWords) -> bool:
    kana = hiragana(surface)
    known = [
        is_given(part, words) or hiragana(part) in words.family for part in _PARTS.split(surface)
    ]
    return any(known) if len(known) > 1 else known[0] or is_full_kana(kana, words)


def _is_unlisted(surface: str, words: NameWords) -> bool:
    kana = hiragana(surface)
    return 2 < len(kana) < 5 and kana not in words.not_names and can_be_surname(surface)


def is_full_kana(kana: str, words: NameWords) -> bool:
    """A family name and a given name without a blank: すずきけんた."""
    return any(
        kana[:cut] in words.family and kana[cut:] in words.given for cut in range(2, len(kana) - 1)
    )


def _by_tokens(page: Page, start: int, end: int, words: NameWords) -> bool:
    tokens = page.between(start, end)
    if not tokens:
        return False
    if len(tokens) == 1:
        return _lone(tokens[0], words)
    if not tokens[0].is_name and tokens[0].surface not in words.noun_surnames:
        return False
    return all(_fits(token, words) for token in tokens[1:])


def _lone(token: Token, words: NameWords) -> bool:
    surface = token.surface
    if surface in words.given_kanji or surface in words.noun_surnames:
        return True
    if token.is_name:
        return len(surface) > 1
    return token.is_proper and is_kanji(surface) and len(surface) > 1 and can_be_surname(surface)


def _fits(token: Token, words: NameWords) -> bool:
    return (
        token.is_name
        or token.surface in words.given_kanji
        or (token.unknown and len(token.surface) < 4)
        or (_KATAKANA.fullmatch(token.surface) is not None and len(token.surface) < 4)
    )


def is_everyday(page: Page, start: int, end: int, words: NameWords) -> bool:
    """A listed given name that is an everyday word here: 光, さくら."""
    token = page.starting_at(start)
    ordinary = token is None or token.end != end or not token.is_name
    return ordinary and (
        page.kana[start:end] in words.common_kana or page.text[start:end] in words.given_kanji
    )
