"""Names that stand behind a relation or a trade: 「娘のゆい」, 「担任の林」, 「子どもは陸と海斗」."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from bot.privacy.introduced import is_unlisted_latin, is_unlisted_surname, may_be
from bot.privacy.name_words import is_everyday, is_given, is_name
from bot.privacy.page import Page
from bot.privacy.patterns import trimmed
from bot.privacy.pii_file import NameWords

type Place = tuple[int, int]

_LOOK_BACK = 14
# Nothing links 妻ジョイ but a change of script.
_LINK = r"(?P<link>の|は|が|[、・:「(]|(?<=\p{Han})(?=[ァ-ヴ]{2})|(?<=\p{Han})(?=[ぁ-ん]{3}))"
_SHAPE = (
    r"(?P<m>[\p{Han}々]{1,4}[ ]?(?:[ぁ-ん]{2,4}|[ァ-ヴー]{2,6})??"
    r"|[ァ-ヴー]{2,10}(?:[・ ][ァ-ヴー]{1,10}){0,3}"
    r"|[ぁ-ん]{2,6}?|[A-Za-z]{2,14}(?:[ ][A-Z][A-Za-z]{1,14}){0,2})"
)
_END = (
    r"(?=(?:が|は|も|に|を|と|の|って|から|へ|より|や|という|、|,|。|です|でした"
    r"|だ(?=[。、よけっ\n]|$)|ね|だけ|で、|[」)(・!?]|\s|$))"
)
_CLOSED = regex.compile(_END)
_TAIL = regex.compile(_LINK + _SHAPE + _END)
_NEXT = regex.compile(r"(?:と|、|や|・|,[ ]?)" + _SHAPE + _END)
# After a relation, が and は only introduce a name that is said to be one.
_SAID = regex.compile(r"(?:です|で、|でした|と|って(?:い|言)|[、。)」]|\s|$|が|は)")
_GOES_ON = (
    "、次",
    "、長",
    "、弟",
    "、妹",
    "と申",
    "といい",
    "と言い",
    "ってい",
    "って言",
    "ってゆ",
)
_OURS = regex.compile(r"(?:うち|うちんとこ|我が家)の$")


def related(page: Page, words: NameWords) -> Iterator[Place]:
    for relation in words.relation.finditer(page.text):
        match = _TAIL.match(page.text, relation.end())
        link = match["link"] if match is not None else None
        while match is not None:
            start, end = trimmed(page.text, *match.span("m"))
            end = _grown(page, start, end, words)
            if not _is_theirs(page, start, end, link, words):
                break
            yield start, end
            match, link = _NEXT.match(page.text, end), None


def enumerated(page: Page, end: int, words: NameWords) -> Iterator[Place]:
    """Given names in a row behind a name that ends at `end`: 陽翔と心春を."""
    match = _NEXT.match(page.text, end)
    while match is not None:
        start, end = trimmed(page.text, *match.span("m"))
        if not may_be(page, start, end, words) or not _is_rare(page, start, end, words):
            break
        yield start, end
        match = _NEXT.match(page.text, end)


def _is_rare(page: Page, start: int, end: int, words: NameWords) -> bool:
    surface = page.text[start:end]
    if surface in words.not_after_relation or page.kana[start:end] in words.common_kana:
        return False
    return len(surface) > 1 and is_given(surface, words)


def _grown(page: Page, start: int, end: int, words: NameWords) -> int:
    """The longest listed name in hiragana: ゆうや, not ゆう and や."""
    for after in range(start + 6, end, -1):
        if page.text[start:after] in words.given and _CLOSED.match(page.text, after):
            return after
    return end


def _is_theirs(page: Page, start: int, end: int, link: str | None, words: NameWords) -> bool:
    surface = page.text[start:end]
    known = (
        is_unlisted_latin(surface, words)
        or is_name(page, start, end, words)
        or is_unlisted_surname(page, start, end, words)
    )
    place = surface in words.place_surnames and not words.person_after.match(page.text, end)
    if not known or place or not may_be(page, start, end, words):
        return False
    if link in {"は", "が", "、", ":"}:
        return _is_told(page, start, end, words)
    common = page.kana[start:end] in words.common_kana or not is_given(surface, words)
    if link == "" and common:
        return False
    return _is_no_thing(page, start, end, words)


def _is_no_thing(page: Page, start: int, end: int, words: NameWords) -> bool:
    surface = page.text[start:end]
    if _OURS.search(page.text, max(0, start - 8), start) and _is_thing(page, start, end):
        return False
    return surface not in words.not_after_relation and (
        len(surface) > 1
        or surface in words.given_kanji
        or words.role.search(page.text[max(0, start - _LOOK_BACK) : start]) is not None
    )


def _is_told(page: Page, start: int, end: int, words: NameWords) -> bool:
    """Whether 「子どもは…」 and 「長女が…」 go on with a name and not with what they do."""
    surface = page.text[start:end]
    single = len(surface) == 1 and surface not in words.given_kanji
    if single or _SAID.match(page.text, end) is None:
        return False
    if not is_everyday(page, start, end, words):
        return True
    following = _NEXT.match(page.text, end)
    if following is not None:
        return is_name(page, *following.span("m"), words)
    return page.text.startswith(_GOES_ON, end)


def _is_thing(page: Page, start: int, end: int) -> bool:
    token = page.starting_at(start)
    common = token is not None and token.end == end and token.speech[1] == "普通名詞"
    return end - start == 1 or common
