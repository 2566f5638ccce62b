"""Names that stand alone: full names, surnames, names of other countries, Latin letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from bot.privacy.folded import hiragana
from bot.privacy.name_words import is_given, is_kanji, is_latin_name, is_number
from bot.privacy.page import Page, Token, can_be_surname
from bot.privacy.pii_file import NameWords

type Place = tuple[int, int]

# What may stand right behind a name that no honorific follows.
_FREE = regex.compile(
    r"(?:が|は|も|に|を|と|の|って|から|へ|より|や|という|、|,|。|です|だ|じゃ|ね|なん|くらい|さえ|しか|だけ|ら[がはにをも]|で|か|て[ゆい]"
    r"|[」)(・!?/…~ー]|\s|$)"
)
_KANA_FREE = regex.compile(
    r"(?:が|は|も|に|を|と|の|って|から|、|。|です|だよ|という|ちゃ|さ|[」)(・!?]|\s|$)"
)
_HIRAGANA = regex.compile(r"[ぁ-ん]+")
_PHRASE = regex.compile(r"(?:^|(?<=[\s、。「『(!?]))(?=[ぁ-ん]{2})")
_SUBJECT = regex.compile(r"(?:が|は|も|に|と|って|から|を|の|です|だよ)")
_KANA_BEFORE = regex.compile(r"(?:^|[\s、。「(・!?のとがはをにも]|[^ぁ-んァ-ヴー])$")
_FOREIGN = regex.compile(
    r"(?<![ァ-ヴー・])[ァ-ヴー]{1,12}(?:[・=][ァ-ヴー]{1,12}|[ ][ァ-ヴー]{2,12}){1,4}(?![ァ-ヴー])"
)
_KATAKANA = regex.compile(r"(?<![ァ-ヴー・])[ァ-ヴー]{2,10}(?![ァ-ヴー・])")
_LATIN = regex.compile(
    r"(?<![A-Za-z0-9@._/:\-])(?:[A-Z][A-Za-z]{1,14}(?:,?[ ][A-Z][A-Za-z]{0,14}){1,4}|[A-Z][a-z]{1,14}"
    r"|[A-Z]{3,14}|[a-z]{2,14}[ ][a-z]{2,14})(?![A-Za-z0-9@_/]|\.[a-z])"
)


def bare(page: Page, words: NameWords) -> Iterator[Place]:
    yield from _in_tokens(page, words)
    yield from _kana_in_full(page, words)
    yield from _kana_given(page, words)
    yield from _katakana(page, words)
    yield from _latin(page, words)


def _in_tokens(page: Page, words: NameWords) -> Iterator[Place]:
    index = 0
    while index < len(page.tokens):
        after = index + 1
        if page.tokens[index].is_name:
            after = _run_end(page, index, words)
            run = [token for token in page.tokens[index:after] if token.surface.strip()]
            if _is_person(page, run, words):
                yield run[0].start, run[-1].end
        elif _acts(page, page.tokens[index], words):
            yield page.tokens[index].start, page.tokens[index].end
        index = after


def _acts(page: Page, token: Token, words: NameWords) -> bool:
    """島田が怒鳴る: a place or a thing that does what only people do."""
    surface = token.surface
    if len(surface) < 2 or not is_kanji(surface) or surface in words.not_names:
        return False
    does = words.person_acts.match(page.text, token.end) is not None
    kin = surface not in words.place_surnames and words.kin_after.match(page.text, token.end)
    if not (does or kin) or not (kin or _stands_free(page, token)):
        return False
    return surface in words.noun_surnames or (token.is_proper and can_be_surname(surface))


def _run_end(page: Page, index: int, words: NameWords) -> int:
    first, after = page.tokens[index], index + 1
    if after < len(page.tokens) and page.tokens[after].surface == " ":
        after += 1
    if after >= len(page.tokens):
        return index + 1
    following = page.tokens[after]
    if following.is_name and (not following.is_surname or _short(first, following, words)):
        return after + 1
    if first.is_surname and len(first.surface) > 1 and _is_first_name(following, words):
        return after + 1
    return index + 1


def _short(first: Token, following: Token, words: NameWords) -> bool:
    """A surname behind a surname is a given name that can be both: 佐藤翔, 木下 優."""
    return first.is_surname and (
        len(following.surface) == 1 or following.surface in words.given_kanji
    )


def _is_first_name(token: Token, words: NameWords) -> bool:
    if token.surface in words.given_kanji:
        return True
    return len(token.surface) > 1 and token.surface in words.given


def _is_person(page: Page, run: Sequence[Token], words: NameWords) -> bool:
    start, end = run[0].start, run[-1].end
    surface = page.text[start:end]
    if page.kana[start:end] in words.not_names or is_number(surface):
        return False
    if len(run) > 1:
        return _is_full(run, words)
    if _HIRAGANA.fullmatch(surface):
        return _is_kana_given(page, run[0], words)
    return is_kanji(surface) and len(surface) > 1 and _is_lone_surname(page, run[0], words)


def _is_lone_surname(page: Page, token: Token, words: NameWords) -> bool:
    place = token.surface in words.place_surnames
    if not place and words.kin_after.match(page.text, token.end):
        return True
    does = not place or words.person_after.match(page.text, token.end) is not None
    elsewhere = words.not_person_after.match(page.text, token.end) is not None
    return does and not elsewhere and _stands_free(page, token)


def _is_kana_given(page: Page, token: Token, words: NameWords) -> bool:
    """ちはるが: a given name of three kana and more that is no everyday word."""
    before = page.text[max(0, token.start - 1) : token.start]
    return (
        2 < len(token.surface) < 6
        and token.surface in words.given
        and token.surface not in words.common_kana
        and _KANA_BEFORE.search(before) is not None
        and _SUBJECT.match(page.text, token.end) is not None
    )


def _is_full(run: Sequence[Token], words: NameWords) -> bool:
    if any(is_kanji(token.surface) and len(token.surface) > 1 for token in run):
        return True
    if all(is_kanji(token.surface) for token in run):
        return run[0].is_surname
    return run[0].surface in words.family and (
        run[-1].surface in words.given or not run[-1].is_surname
    )


def _stands_free(page: Page, token: Token) -> bool:
    """Neither joined to a further noun nor the tail of a longer one."""
    if _FREE.match(page.text, token.end) is None:
        return page.text[token.end : token.end + 1] not in _KANJI_NEXT and _verb_next(page, token)
    before = page.ending_at(token.start)
    if before is None:
        return token.start == 0
    joined = before.is_noun and is_kanji(before.surface) and before.speech[0] != "接尾辞"
    return not joined or before.surface in _MAY_STAND_BEFORE or len(before.surface) > 1


_KANJI_NEXT = frozenset("市区町村県駅線川山島")
_MAY_STAND_BEFORE = frozenset(
    {"私", "妻", "夫", "母", "父", "姉", "兄", "妹", "弟", "娘", "孫", "嫁", "僕", "俺"}
)


def _verb_next(page: Page, token: Token) -> bool:
    following = page.starting_at(token.end)
    return following is not None and following.speech[0] in {
        "動詞",
        "副詞",
        "助詞",
        "助動詞",
        "感動詞",
    }


def _kana_in_full(page: Page, words: NameWords) -> Iterator[Place]:
    """やまだ はなこ, すずきけんた, ヤマダ ハナコ: a known family name, then a known given name."""
    text = page.kana
    for start in range(len(text) - 3):
        if start and text[start - 1] in "ぁぃぅぇぉっゃゅょー":
            continue
        for cut in range(start + 2, min(start + 7, len(text) - 1)):
            if text[start:cut] in words.family:
                end = _given_end(text, cut + (text[cut] == " "), words)
                if end is not None and _kana_of(page, start, end):
                    yield start, end


def _kana_given(page: Page, words: NameWords) -> Iterator[Place]:
    """せいやが, あさみんに: a listed given name where a sentence or a phrase begins."""
    for begin in _PHRASE.finditer(page.text):
        start = begin.end()
        for length in range(6, 1, -1):
            name = page.text[start : start + length]
            if name not in words.given:
                continue
            end = _with_ending(page, start + length, words) if length > 2 else start + length
            rare = length > 2 and name not in words.common_kana
            if _SUBJECT.match(page.text, end) and (rare or end > start + length):
                yield start, end
                break


def _with_ending(page: Page, end: int, words: NameWords) -> int:
    for length in range(4, 0, -1):
        ending = page.text[end : end + length]
        if ending in words.pet_endings and (length > 1 or _SUBJECT.match(page.text, end) is None):
            return end + length
    return end


def _kana_of(page: Page, start: int, end: int) -> bool:
    spaced = " " in page.text[start:end]
    tokens = page.between(start, end) or ()
    if not spaced and not any(token.is_name for token in tokens):
        return False
    if not spaced and not all(token.is_noun for token in tokens):
        return False
    before = page.text[max(0, start - 1) : start]
    return (
        (spaced or end - start > 4)
        and _KANA_BEFORE.search(before) is not None
        and _KANA_FREE.match(page.text, end) is not None
    )


def _given_end(text: str, start: int, words: NameWords) -> int | None:
    for length in range(7, 1, -1):
        if start + length <= len(text) and text[start : start + length] in words.given:
            return start + length
    return None


def _katakana(page: Page, words: NameWords) -> Iterator[Place]:
    for match in _FOREIGN.finditer(page.text):
        parts = regex.split(r"[・= ]", match[0])
        if _are_names(page, match, parts, words):
            yield match.span()
    for match in _KATAKANA.finditer(page.text):
        kana = page.kana[match.start() : match.end()]
        if kana in words.not_names or kana in words.common_kana:
            continue
        token = page.starting_at(match.start())
        whole = token is not None and token.end == match.end()
        named = whole and token is not None and (token.is_name or token.unknown)
        listed = match[0] in words.foreign or kana in words.given or kana in words.family
        if (named and listed and len(kana) > 2) and _KANA_FREE.match(page.text, match.end()):
            yield match.span()


def _are_names(page: Page, match: regex.Match[str], parts: Sequence[str], words: NameWords) -> bool:
    known = [is_given(part, words) or hiragana(part) in words.family for part in parts]
    if any(hiragana(part) in words.not_names for part in parts):
        return False
    tokens = page.between(*match.span()) or []
    ordinary = any(
        token.speech[1] == "普通名詞" and not token.unknown and not is_given(part, words)
        for token in tokens
        for part in [token.surface]
    )
    return (known[0] or known[-1] or any(token.is_name for token in tokens)) and (
        not ordinary or sum(known) > 1
    )


def _latin(page: Page, words: NameWords) -> Iterator[Place]:
    for match in _LATIN.finditer(page.text):
        surface = match[0].replace(",", "")
        if not is_latin_name(surface, words):
            continue
        parts = surface.lower().split()
        if surface.islower() and not all(part in words.latin for part in parts):
            continue
        if len(parts) > 1 or len(surface) > 3 or page.text.startswith("です", match.end()):
            yield match.span()
