"""Names that a person gives: 「名前は」, 「と申します」, 「わたし、ゆいです」."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from bot.privacy.name_words import is_everyday, is_given, is_kanji, is_latin_name, is_name
from bot.privacy.page import Page, can_be_surname
from bot.privacy.patterns import trimmed
from bot.privacy.pii_file import NameWords

type Place = tuple[int, int]

_LOOK_BACK = 14
_SELF = regex.compile(
    r"(?:私|わたし|あたし|ぼく|僕|おれ|俺|うち|名前は|はい|もしもし|こちら|どうも)[は、]?[ ]?$"
)
_SPEECH = frozenset({"動詞", "助詞", "助動詞", "副詞", "形容詞", "連体詞", "代名詞", "感動詞"})
_TOLD = ("と申", "といい", "と言い")
_PLAINLY = frozenset({"です", "だよ", "でー", "だけ", "やで", "やね", "ばい", "じゃ"})
_DOTTED = regex.compile(r"[ァ-ヴー]{2,10}(?:[・=][ァ-ヴー]{1,10})+")
_DRAWN = regex.compile(r"[ぁ-ん]ー[ぁ-ん]{1,2}")
_DOT = regex.compile(r"[・=]")
_CAPITAL = regex.compile(r"[A-Z][a-z]{2,14}")


_READ = regex.compile(
    r"(?:^|(?<=[。\n、!?」 ]|[私僕俺]は|わたしは|ぼくは|者の|こちら))(?P<m>[\p{Han}々ヶ]{1,4})"
    r"[ ]?\([ぁ-んァ-ヴー]{2,8}\)(?:です|と(?:申|い|言)|と?もうし|って(?:い|言)|でございます)"
)
_SPELLED = regex.compile(
    r"(?:字|漢字|書き方)[はが](?P<m>[\p{Han}々ヶ]{2,4})(?:です|で、|だ|と書|、|。)"
)


def introduced(page: Page, words: NameWords) -> Iterator[Place]:
    yield from _with_reading(page, words)
    yield from _plainly(page, words)
    yield from _weakly(page, words)
    yield from _paired(page, words)


def may_be(page: Page, start: int, end: int, words: NameWords) -> bool:
    return start < end and page.kana[start:end] not in words.not_names


def is_unlisted_latin(surface: str, words: NameWords) -> bool:
    """A capitalised word that is none of the everyday ones: Phuong."""
    return _CAPITAL.fullmatch(surface) is not None and surface.lower() not in words.not_latin


def is_unlisted_surname(page: Page, start: int, end: int, words: NameWords) -> bool:
    """A surname that the dictionary takes for a thing, behind a trade or in front of と申します."""
    surface = page.text[start:end]
    before = page.text[max(0, start - _LOOK_BACK) : start]
    return (
        1 < len(surface) < 4
        and is_kanji(surface)
        and (page.text.startswith(_TOLD, end) or words.role.search(before) is not None)
        and can_be_surname(surface)
    )


def _plainly(page: Page, words: NameWords) -> Iterator[Place]:
    for pattern in words.introductions:
        for match in pattern.finditer(page.text):
            before = page.text[max(0, match.start() - _LOOK_BACK) : match.start()]
            start, end = trimmed(page.text, *match.span("m"))
            if words.not_person_before.search(before) or not may_be(page, start, end, words):
                continue
            if is_name(page, start, end, words) or _is_plausible(page, start, end):
                yield start, end


def _with_reading(page: Page, words: NameWords) -> Iterator[Place]:
    """森(もり)です: whoever tells how a word is read means a name, not the thing."""
    for match in _READ.finditer(page.text):
        start, end = match.span("m")
        surface = page.text[start:end]
        if may_be(page, start, end, words) and (
            is_name(page, start, end, words) or can_be_surname(surface)
        ):
            yield start, end
    for match in _SPELLED.finditer(page.text):
        if is_name(page, *match.span("m"), words):
            yield match.span("m")


def _weakly(page: Page, words: NameWords) -> Iterator[Place]:
    for pattern in words.weak_introductions:
        for match in pattern.finditer(page.text, overlapped=True):
            start, end = trimmed(page.text, *match.span("m"))
            before = page.text[max(0, start - _LOOK_BACK) : start]
            if words.not_person_before.search(before) or not may_be(page, start, end, words):
                continue
            if _is_known(page, start, end, words) and _is_said(page, start, end, words):
                yield start, end


def _paired(page: Page, words: NameWords) -> Iterator[Place]:
    for pattern in words.pairs:
        for match in pattern.finditer(page.text):
            both = [match.span(group) for group in ("m", "n") if match[group]]
            alone = len(both) == 1
            if all(_is_given_here(page, start, end, words, alone=alone) for start, end in both):
                yield from both


def _is_given_here(page: Page, start: int, end: int, words: NameWords, *, alone: bool) -> bool:
    kana = page.kana[start:end]
    return is_given(page.text[start:end], words) and not (alone and kana in words.common_kana)


def _is_plausible(page: Page, start: int, end: int) -> bool:
    """What stands behind 「名前は」 is a name unless it is a word of its own or a sentence."""
    tokens = page.between(start, end)
    if tokens is None:
        return is_kanji(page.text[start:end])
    if any(token.speech[0] in _SPEECH or token.speech[1] == "数詞" for token in tokens):
        return False
    return len(tokens) > 1 or tokens[0].speech[1] != "普通名詞" or tokens[0].unknown


def _is_known(page: Page, start: int, end: int, words: NameWords) -> bool:
    return (
        is_unlisted_latin(page.text[start:end], words)
        or is_unlisted_surname(page, start, end, words)
        or _is_unheard(page, start, end)
        or is_name(page, start, end, words)
    )


def _is_unheard(page: Page, start: int, end: int) -> bool:
    """ゆーり, サンジェイ・クマール: nothing that the dictionary knows as a word."""
    surface = page.text[start:end]
    if _DOTTED.fullmatch(surface) is None:
        return _DRAWN.fullmatch(surface) is not None
    # A part that is one ordinary word makes a list of things: パート・アルバイト.
    parts = _DOT.split(surface)
    return not any(
        token.speech[1] == "普通名詞" and not token.unknown and token.surface in parts
        for token in page.between(start, end) or ()
    )


def _is_said(page: Page, start: int, end: int, words: NameWords) -> bool:
    """Whether 「…です」 tells a name and not an everyday word or a place."""
    surface = page.text[start:end]
    first = start == 0 or _SELF.search(page.text, max(0, start - 8), start) is not None
    told = page.text.startswith((*_TOLD, "って", "という"), end)
    plainly = page.text[end : end + 2] in _PLAINLY
    if _CAPITAL.fullmatch(surface):
        return first or is_latin_name(surface, words)
    if is_kanji(surface):
        everyday = not told and is_everyday(page, start, end, words)
        return not everyday and _is_said_in_kanji(page, start, end, words, first=first, told=told)
    return page.kana[start:end] not in words.common_kana or not plainly or first


def _is_said_in_kanji(
    page: Page, start: int, end: int, words: NameWords, *, first: bool, told: bool
) -> bool:
    surface = page.text[start:end]
    if len(surface) == 1:
        token = page.starting_at(start)
        named = token is not None and token.is_name and token.is_surname
        return told or named or (first and surface not in words.not_after_relation)
    plainly = page.text[end : end + 2] in _PLAINLY
    return not plainly or surface in words.noun_surnames or surface not in words.place_surnames
