"""Names that an honorific follows, and nicknames that hold theirs."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from bot.privacy.name_words import is_full_kana, is_given, is_kanji
from bot.privacy.page import Page, Token, can_be_surname
from bot.privacy.pii_file import NameWords

_BRACKET = regex.compile(r"\([ぁ-んァ-ヴーA-Za-z ]{2,20}\)$")
_HAN = regex.compile(r"[\p{Han}々ヶ]{1,6}$")
_HAN_KANA = regex.compile(r"[\p{Han}々ヶ]{1,4}$")
_KATAKANA = regex.compile(r"(?<![ァ-ヴー])[ァ-ヴー]+(?:[・=][ァ-ヴー]+)*$")
_HIRAGANA = regex.compile(r"[ぁ-んー]{1,8}$")
_LATIN = regex.compile(r"(?<![A-Za-z0-9])(?:[A-Z][A-Za-z]+[ ]){0,3}[A-Za-z]{2,14}$")
# What an unknown word ends in that is a trade and no name.
_TRADES = "師士員長者医人家生官"
# What may stand right before a name in hiragana.
_BEFORE_KANA = frozenset("のとがはをにもやてでよねかへ")
_DRAWN = regex.compile(r"[ぁ-ん]{1,3}[ーっん]|[ぁ-ん]{1,2}")
_ORDINARY = frozenset(
    {"動詞", "助詞", "助動詞", "副詞", "形容詞", "連体詞", "接続詞", "感動詞", "代名詞"}
)

type Place = tuple[int, int]


def honored(page: Page, words: NameWords) -> Iterator[Place]:
    for match in words.honorific.finditer(page.text):
        if not _is_word(page, match.start(), match[0]):
            continue
        stem = _stem(page, match.start(), match[0], words)
        if stem is None:
            continue
        start, end = stem
        whole = end == match.start() and _is_nickname(page, start, end, match[0], words)
        yield (start, match.end()) if whole else (start, end)


def _is_word(page: Page, at: int, honorific: str) -> bool:
    """くん of くんれん is no honorific; ちゃん of ちゃんと may be one."""
    token = page.starting_at(at)
    return token is None or len(token.surface) <= len(honorific) + 1


def nicknamed(page: Page, words: NameWords) -> Iterator[Place]:
    for match in words.nickname.finditer(page.text):
        start, end = match.span("m")
        if page.kana[start:end] not in words.not_nicknames:
            yield start, end


def _is_nickname(page: Page, start: int, end: int, honorific: str, words: NameWords) -> bool:
    stem = page.kana[start:end]
    return (
        honorific in words.nickname_endings
        and _DRAWN.fullmatch(stem) is not None
        and stem not in words.given
        and stem not in words.family
        and page.text[start:end] not in words.foreign
        and (honorific != "さん" or stem.endswith(("ー", "っ")))
    )


def _stem(page: Page, at: int, honorific: str, words: NameWords) -> Place | None:
    bracket = _BRACKET.search(page.text, max(0, at - 22), at)
    end = bracket.start() if bracket is not None else at
    if end and page.text[end - 1] == " ":
        end -= 1
    if page.text[end - 1 : end] in {"お", "ご", "御"} and honorific not in words.light_honorifics:
        return None
    if not end:
        return None
    start = _by_token(page, end, at, words)
    if start is not None and _HIRAGANA.fullmatch(page.text, start - 1, end):
        # The dictionary may see かこ in たかこ.
        other = _by_script(page, end, at, honorific, words)
        start = start if other is None else min(start, other)
    if start is None and (honorific not in words.weak_honorifics or _is_listed(page, end, words)):
        start = _by_script(page, end, at, honorific, words)
    if start is None or page.kana[start:end] in words.not_names:
        return None
    return start, end


def _is_listed(page: Page, end: int, words: NameWords) -> bool:
    """Whether a listed name ends here: たける兄ちゃん, 星川ケアマネ."""
    if any(page.kana[max(0, end - length) : end] in words.given for length in (3, 4)):
        return True
    token = page.ending_at(end)
    if token is None or not token.is_proper:
        return False
    return len(token.surface) > 1 or token.surface in words.given_kanji


def _by_token(page: Page, end: int, at: int, words: NameWords) -> int | None:
    """The run of names that ends here, as the dictionary sees it."""
    index = page.ends.get(end)
    if index is None or at not in page.starts or not page.tokens[index].is_name:
        return None
    token = page.tokens[index]
    if len(token.surface) == 1 and not is_kanji(token.surface):
        return None
    while index and _leads_on(page.tokens[index - 1], page.tokens[index], words):
        index -= 1
    if page.tokens[index].surface.isspace():
        index += 1
    return _before_half_kana(page, page.tokens[index].start)


def _leads_on(before: Token, token: Token, words: NameWords) -> bool:
    if before.surface == " ":
        return True
    if token.is_surname and token.surface not in words.given_kanji and is_kanji(token.surface):
        return (
            before.is_name
            and before.is_surname
            and len(before.surface) > 1
            and len(token.surface) == 1
        )
    if before.surface == "・" or before.is_name:
        return True
    return before.is_proper and is_kanji(before.surface) and can_be_surname(before.surface)


def _before_half_kana(page: Page, start: int) -> int:
    """A blank that does not part two names stays outside."""
    while page.text[start : start + 1] in {" ", "・"}:
        start += 1
    return start


def _by_script(page: Page, end: int, at: int, honorific: str, words: NameWords) -> int | None:
    last = page.text[end - 1]
    if regex.match(r"[\p{Han}々]", last):
        return _kanji(page, end, at, words)
    if regex.match(r"[ァ-ヴ]", last) or (
        last == "ー" and regex.match(r"[ァ-ヴ]", page.text[end - 2 : end - 1])
    ):
        return _katakana(page, end, words)
    if regex.match(r"[ぁ-んー]", last):
        return _hiragana(page, end, at, honorific, words)
    return _latin(page, end, words)


def _kanji(page: Page, end: int, at: int, words: NameWords) -> int | None:
    run = _HAN.search(page.text, max(0, end - 6), end)
    if run is None or at not in page.starts:
        return None
    for first in range(max(run.start(), end - 3), end - 1):
        whole = first == run.start() or first in page.starts
        if whole and page.text[first:end] in words.given_kanji:
            return _family_before(page, first)
    token = page.ending_at(end)
    if token is None or not _is_kanji_name(token, words):
        return None
    return _family_before(page, token.start)


def _is_kanji_name(token: Token, words: NameWords) -> bool:
    surface = token.surface
    if surface in words.noun_surnames or surface in words.given_kanji:
        return True
    if not is_kanji(surface) or len(surface) == 1:
        return False
    unheard = token.unknown and surface[-1] not in _TRADES
    return token.is_proper or unheard or (len(surface) < 4 and can_be_surname(surface))


def _family_before(page: Page, start: int) -> int:
    """大橋 葵 and 大橋葵: the family name is part of the mention."""
    before = page.ending_at(start - (page.text[start - 1 : start] == " "))
    if before is not None and before.is_name and before.is_surname:
        return before.start
    return start


def _katakana(page: Page, end: int, words: NameWords) -> int | None:
    run = _KATAKANA.search(page.text, max(0, end - 30), end)
    if run is None:
        return None
    kana = page.kana[run.start() : end]
    if kana in words.not_names or len(kana) < 2:
        return None
    if is_given(page.text[run.start() : end], words) or kana in words.family or "・" in kana:
        return _kanji_before(page, run.start())
    tokens = page.between(run.start(), end)
    ordinary = tokens is not None and not any(t.unknown or t.is_proper for t in tokens)
    if ordinary and (len(tokens or ()) == 1 or len(kana) > 4):
        return None
    return _kanji_before(page, run.start())


def _kanji_before(page: Page, start: int) -> int:
    """田中リサ: the family name in kanji belongs to a given name in kana."""
    token = page.ending_at(start)
    return token.start if token is not None and token.is_name and token.is_surname else start


def _hiragana(page: Page, end: int, at: int, honorific: str, words: NameWords) -> int | None:
    run = _HIRAGANA.search(page.text, max(0, end - 8), end)
    if run is None:
        return None
    kana = page.kana[run.start() : end]
    if _is_whole(page, run.start(), kana, at, words):
        return run.start()
    for length in range(len(kana), 1, -1):
        cut = len(kana) - length
        name = kana[cut:]
        inside = kana[cut - 1] not in _BEFORE_KANA if cut else run.start() > 0
        # Two kana are too often the end of another word.
        if (inside or length == 2) and run.start() + cut not in page.starts:
            continue
        if name in words.given or name in words.family or is_full_kana(name, words):
            return _kanji_before(page, run.start() + cut)
    if honorific not in words.light_honorifics:
        return None
    return _unlisted(page, run.start(), kana, at, words)


def _is_whole(page: Page, start: int, kana: str, at: int, words: NameWords) -> bool:
    """えりなちゃん at the beginning of a sentence: nothing else can be in front of ちゃん."""
    before = page.text[start - 1 : start]
    token = page.starting_at(at)
    return (
        page.text.startswith(("ちゃん", "くん"), at)
        and token is not None
        and token.surface != "ちゃんと"
        and 2 <= len(kana) <= 4
        and (not before or before in "。、「『(!?・ \n")
        and not _ends_in_noun(kana, words)
        and kana[0] not in "おごでがはをにと"
    )


def _unlisted(page: Page, begin: int, kana: str, at: int, words: NameWords) -> int | None:
    """みーちゃん, たっくん, and rare names: short, and nothing else that the dictionary knows."""
    cut = max((kana.rfind(p) for p in "のとがはをにもやで"), default=-1) + 1
    for first in dict.fromkeys((cut, 0) if len(kana) - cut > 1 else (0, cut)):
        stem = kana[first:]
        if not 2 <= len(stem) <= 4 or _ends_in_noun(stem, words) or stem[0] in "おごをんっー":
            continue
        if first == 0 and begin > 0 and begin not in page.starts and stem[-1] not in "ーっ":
            continue
        if stem[-1] in "ーっ" or (at in page.starts and not _is_speech(page, begin + first, at)):
            return begin + first
    return None


def _ends_in_noun(stem: str, words: NameWords) -> bool:
    return any(stem[cut:] in words.not_names for cut in range(len(stem) - 1))


def _is_speech(page: Page, start: int, at: int) -> bool:
    """Whether the kana in front of the honorific are ordinary words; a child's ちゃん outweighs it."""
    follows = page.starting_at(at)
    if follows is not None and follows.surface == "ちゃんと":
        return True
    if page.text.startswith(("ちゃん", "くん"), at) and _stands_alone(page.text, start):
        return False
    return _has_ordinary(page, start, at)


def _stands_alone(text: str, start: int) -> bool:
    return start == 0 or regex.match(r"[ぁ-んー]", text[start - 1]) is None


def _has_ordinary(page: Page, start: int, end: int) -> bool:
    tokens = page.between(start, end)
    return tokens is None or any(
        token.speech[0] in _ORDINARY or token.speech[0] in {"接尾辞", "接頭辞"} for token in tokens
    )


def _latin(page: Page, end: int, words: NameWords) -> int | None:
    run = _LATIN.search(page.text, max(0, end - 60), end)
    if run is None or len(run[0]) < 3 or words.not_latin.intersection(run[0].lower().split()):
        return None
    return run.start()
