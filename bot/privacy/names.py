"""Names of people: where they are, what reading follows them, and every further mention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import regex

from bot.privacy.bare import bare
from bot.privacy.honored import honored, nicknamed
from bot.privacy.introduced import introduced
from bot.privacy.models import PiiSpan
from bot.privacy.name_words import is_kanji
from bot.privacy.nobody import nobodies
from bot.privacy.page import Page
from bot.privacy.patterns import trimmed
from bot.privacy.pii_file import NameWords, pii_lexicon
from bot.privacy.related import enumerated, related

type Place = tuple[int, int]

_READING = regex.compile(
    r"[ ]?\((?:読み(?:方)?は|よみ(?:かた)?は|よみ[:は]?|本名は?:?)?[ ]?"
    r"(?P<m>[ぁ-んァ-ヴー]{2,10}(?:[ ・][ぁ-んァ-ヴー]{1,10}){0,2}"
    r"|[A-Za-z]{2,14}(?:[ ][A-Za-z]{1,14}){0,3})\)"
)
_AGAIN = regex.compile(
    r"(?:が|は|も|に|を|と|って|から|の(?!中|上|下|方|外|木|花|葉)|へ|より|や|、|,|。|です|だ|じゃ|ね|なん|だけ|で|さん|様|くん|君|ちゃん|先生|[」)(・!?]|\s|$)"
)
_PARTICLES = regex.compile(
    r"(?:です|が|は|も|に|から|を|って(?!る|た|い[るたてまな]|て|ま)|と|\([ぁ-んァ-ヴ]{2,6}\))"
)


def named(page: Page) -> list[PiiSpan]:
    """Spans of people's names, sorted and apart; honorifics stay outside."""
    words = pii_lexicon().names
    found = set(_found(page, words))
    blocked = (
        frozenset(at for place in nobodies(page) for at in range(*place))
        if found
        else frozenset[int]()
    )
    whole = _longest([place for place in found if blocked.isdisjoint(range(*place))])
    return [
        PiiSpan(start, end, "person")
        for start, end in _longest([*whole, *_more(page, whole, blocked, words)])
    ]


def _found(page: Page, words: NameWords) -> Iterator[Place]:
    yield from introduced(page, words)
    yield from related(page, words)
    yield from honored(page, words)
    yield from nicknamed(page, words)
    yield from bare(page, words)


def _more(
    page: Page, whole: Sequence[Place], blocked: AbstractSet[int], words: NameWords
) -> Iterator[Place]:
    again = list(_again(page, whole, blocked))
    yield from again
    for _, end in (*whole, *again):
        reading = _READING.match(page.text, end)
        if reading is not None and reading["m"] not in words.not_names:
            yield trimmed(page.text, *reading.span("m"))
    for _, end in whole:
        yield from enumerated(page, end, words)


def _again(page: Page, whole: Sequence[Place], blocked: AbstractSet[int]) -> Iterator[Place]:
    for name in {part for place in whole for part in _parts(page, place)}:
        for start in _places(page.text, name):
            again = start, start + len(name)
            if blocked.isdisjoint(range(*again)) and _is_again(page, *again):
                yield again


def _parts(page: Page, place: Place) -> Iterator[str]:
    """The name, and of a full name the family and the given name."""
    start, end = place
    yield page.text[start:end]
    tokens = page.between(start, end)
    if tokens is not None and len(tokens) > 1:
        yield from (token.surface for token in tokens if token.is_name)
    yield from (part for part in regex.split(r"[ ・=]", page.text[start:end]) if len(part) > 1)


def _places(text: str, name: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)


def _is_again(page: Page, start: int, end: int) -> bool:
    """A further mention stands as a word of its own."""
    name = page.text[start:end]
    if is_kanji(name):
        if len(name) == 1 and _PARTICLES.match(page.text, end) is None:
            return False
        before = page.text[start - 1 : start]
        return _AGAIN.match(page.text, end) is not None and (
            not is_kanji(before) or start in page.starts
        )
    if len(name) < 2 or _AGAIN.match(page.text, end) is None:
        return False
    return start in page.starts or _before_kana(page, start)


def _before_kana(page: Page, start: int) -> bool:
    same = r"[ぁ-んー]" if regex.match(r"[ぁ-ん]", page.text[start]) else r"[ァ-ヴー]"
    if regex.match(r"[A-Za-z]", page.text[start]):
        same = r"[A-Za-z]"
    return regex.match(same, page.text[start - 1 : start]) is None


def _longest(found: Sequence[Place]) -> list[Place]:
    """Of places that meet, the longest; sorted."""
    taken: list[Place] = []
    covered: set[int] = set()
    for start, end in sorted(set(found), key=lambda place: (place[0] - place[1], place[0])):
        if start < end and covered.isdisjoint(range(start, end)):
            covered.update(range(start, end))
            taken.append((start, end))
    return sorted(taken)
