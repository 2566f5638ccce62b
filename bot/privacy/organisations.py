"""Schools, firms and facilities that bear a name of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from bot.privacy.models import PiiSpan
from bot.privacy.page import Page, Token
from bot.privacy.pii_file import OrganisationRule, OrganisationWords, pii_lexicon

_LONGEST_NAME = 16
_LONGEST_WORD = 6
_ONE_KANJI = regex.compile(r"[\p{Han}]")
_JOINT = regex.compile(r"[ヶケ々ー・&\-'’]")
_HIRAGANA = regex.compile(r"[ぁ-ん]+")
_GROWN = regex.compile(r"の(?:里|家|丘|森|杜|郷|園|風|樹|木|会|庭|窓|海)")
_NUMBERED_HEAD = regex.compile(r"第[一二三四五六七八九十0-9]{1,2}$")
_NUMBERED = regex.compile(r"第[一二三四五六七八九十0-9]{1,2}")
_KANA_RUN = regex.compile(r"(?<![ぁ-ん\p{Han}ァ-ヴー])[ぁ-んー]{3,7}")
_KANA_WORDS = regex.compile(
    r".*(?:[のがをはにもでとへ]|から|まで|より|ながら|だけ|それ|これ|どこ|ここ|そこ|その|この|あの"
    r"|した|ない|いる|ある|って|とか|たい|ました|です)"
)
_KANA = frozenset(map(chr, range(ord("ぁ"), ord("ん") + 1))) | {"ー"}
_SPEECH = frozenset(
    {"動詞", "助詞", "助動詞", "副詞", "形容詞", "連体詞", "接続詞", "感動詞", "代名詞"}
)


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands in front of a suffix: where it begins, and whether it names something."""

    start: int
    named: bool


def organisations(page: Page) -> Iterator[PiiSpan]:
    """Spans of schools and workplaces, the surest first; spans may overlap."""
    words = pii_lexicon().organisations
    for rule in words.rules:
        yield from _behind_prefix(page, rule, words)
        yield from _before_suffix(page, rule, words)
        yield from _short_school(page, rule, words)


def _before_suffix(
    page: Page, rule: OrganisationRule, words: OrganisationWords
) -> Iterator[PiiSpan]:
    for match in rule.suffix.finditer(page.text):
        if not _ends_a_word(page, match.end()):
            continue
        ordinary = rule.ordinary is None or match[0] in rule.ordinary
        head = _head(page, match.start(), rule, words, ordinary=ordinary)
        if match[0].startswith("の") and not _is_name_word(page, head.start, match.start(), words):
            continue
        name = page.text[head.start : match.end()]
        if head.named and not _everybodys(name, rule):
            yield PiiSpan(head.start, _with_attached(page, match.end(), rule), rule.kind)


def _short_school(
    page: Page, rule: OrganisationRule, words: OrganisationWords
) -> Iterator[PiiSpan]:
    """緑ヶ丘小, 第二中: only where a class or the way to school follows."""
    if rule.short is None:
        return
    for match in rule.short.finditer(page.text):
        head = _head(page, match.start(), rule, words, ordinary=False)
        last = page.ending_at(match.start())
        endings = {page.text[head.start : match.start()], last.surface if last is not None else ""}
        if head.named and endings.isdisjoint(rule.short_not):
            yield PiiSpan(head.start, _with_attached(page, match.end(), rule), rule.kind)


def _behind_prefix(
    page: Page, rule: OrganisationRule, words: OrganisationWords
) -> Iterator[PiiSpan]:
    if rule.prefix is None:
        return
    for match in rule.prefix.finditer(page.text):
        whole = match.end() in page.ends or len(match[0]) > 4
        if match.start() not in page.starts or not whole:
            continue
        start = match.end() + (page.text[match.end() : match.end() + 1] in {" ", "・"})
        end, named = _tail(page, start, rule, words)
        if not named:
            end, named = _spelt(page, match.start(), start, rule) or (end, False)
        if end == start or not (named or match[0] in rule.legal):
            continue
        first = start if match[0] in rule.outside else match.start()
        if not _everybodys(page.text[first:end], rule):
            yield PiiSpan(first, _with_attached(page, end, rule), rule.kind)


def _head(
    page: Page,
    end: int,
    rule: OrganisationRule,
    words: OrganisationWords,
    *,
    ordinary: bool,
) -> _Head:
    """Walk back over the words that may belong to a name ending at `end`."""
    pieces: list[tuple[int, int, bool]] = []
    at = end
    if end not in page.ends and (across := _across(page, end, rule, split=ordinary)) is not None:
        pieces.append((across, end, True))
        at = across
    while at > 0 and end - at < _LONGEST_NAME:
        piece = _piece_before(page, at, rule, words, ordinary=ordinary)
        if piece is None:
            break
        pieces.append(piece)
        at = piece[0]
    while pieces and page.text[pieces[-1][0] : pieces[-1][1]] in rule.around:
        pieces.pop()
    if not pieces:
        return _kana_head(page, end)
    if any(named for _, _, named in pieces):
        return _Head(pieces[-1][0], True)
    spelt = _kana_head(page, pieces[-1][0])
    return spelt if spelt.named else _Head(pieces[-1][0], False)


def _piece_before(
    page: Page,
    at: int,
    rule: OrganisationRule,
    words: OrganisationWords,
    *,
    ordinary: bool,
) -> tuple[int, int, bool] | None:
    for length in range(min(_LONGEST_WORD, at), 0, -1):
        word = page.kana[at - length : at]
        if word in words.name_words and _begins_well(page, at - length, word):
            return at - length, at, page.text[at - length : at] not in rule.plain
    numbered = _NUMBERED_HEAD.search(page.text, max(0, at - 4), at)
    if numbered is not None and rule.short is not None:
        return numbered.start(), at, True
    token = page.ending_at(at)
    if token is None or not _may_name(token):
        return None
    return token.start, at, _names(token, page, rule, ordinary=ordinary)


def _across(page: Page, at: int, rule: OrganisationRule, *, split: bool) -> int | None:
    """Where a noun begins that holds a name together with the head of its suffix: 北中|学校."""
    for start in range(at - 1, max(-1, at - _LONGEST_NAME), -1):
        token = page.starting_at(start)
        if token is not None:
            part = page.text[start:at]
            named = token.is_proper and not token.is_name
            # 北中|学校: the dictionary parts a school's name in the wrong place.
            parted = split and rule.short is not None and token.end == at + 1 and token.is_noun
            named = named or (parted and page.text[at] in "小中高")
            return start if named and part not in rule.plain and part not in rule.around else None
    return None


def _is_name_word(page: Page, start: int, end: int, words: OrganisationWords) -> bool:
    return end - start > 1 and page.kana[start:end] in words.name_words


def _begins_well(page: Page, start: int, word: str) -> bool:
    """Not the tail of a longer word: kana begin where no kana of that sort stands before."""
    if start == 0 or start in page.starts:
        return True
    before = page.text[start - 1]
    return len(word) > 2 and regex.match(r"[ぁ-んァ-ヴー]", before) is None


def _may_name(token: Token) -> bool:
    if _JOINT.fullmatch(token.surface):
        return True
    return (
        token.is_noun
        and not token.surface.isspace()
        and token.surface not in {"さん", "様", "たち", "達", "等", "ら"}
    )


def _names(token: Token, page: Page, rule: OrganisationRule, *, ordinary: bool) -> bool:
    """Whether the word is no ordinary one: a proper noun, an unknown word, a lone character."""
    surface = token.surface
    if surface.isdecimal() or token.speech[1] == "数詞":
        numbered = _NUMBERED.match(page.text, max(0, token.start - 1)) is not None
        return numbered and rule.kind == "school"
    if surface in rule.plain or surface in rule.around or surface in rule.chains:
        return False
    if token.is_proper:
        return _is_proper_name(token, page)
    if token.unknown:
        return len(surface) > 1 and _HIRAGANA.fullmatch(surface) is None
    return _is_telling_noun(token, ordinary=ordinary)


def _is_proper_name(token: Token, page: Page) -> bool:
    before = page.text[max(0, token.start - 1) : token.start]
    if _HIRAGANA.fullmatch(token.surface) and (not before or _HIRAGANA.fullmatch(before)):
        # A short name behind other kana is most often a piece of a word.
        return len(token.surface) > 2 or token.start == 0
    return not token.surface.endswith(("市", "区", "県", "都", "府", "道"))


def _is_telling_noun(token: Token, *, ordinary: bool) -> bool:
    surface = token.surface
    if token.speech[0] not in {"名詞", "接頭辞", "形状詞"}:
        return False
    if _ONE_KANJI.fullmatch(surface) or (surface.endswith("町") and surface != "下町"):
        return True
    common = token.speech[0] == "名詞" and token.speech[2] in {"一般", "サ変可能", "形状詞可能"}
    return ordinary and common and len(surface) > (2 if _HIRAGANA.fullmatch(surface) else 1)


def _kana_head(page: Page, end: int) -> _Head:
    """A name in kana that the dictionary takes to pieces: めばえ, ひなぎく."""
    start = end
    while start > 0 and end - start < _LONGEST_WORD and page.text[start - 1] in _KANA:
        start -= 1
    run = _KANA_RUN.fullmatch(page.text, start, end)
    if run is None or _KANA_WORDS.fullmatch(run[0]) or _spoken(page, start, end):
        return _Head(end, False)
    return _Head(start, True)


def _spoken(page: Page, start: int, end: int) -> bool:
    """Whether the stretch holds verbs, particles or the like."""
    tokens = page.between(start, end)
    return tokens is not None and any(token.speech[0] in _SPEECH for token in tokens)


def _tail(
    page: Page, start: int, rule: OrganisationRule, words: OrganisationWords
) -> tuple[int, bool]:
    """Walk on over the words of a name that begins at `start`; where it ends, and whether it is one."""
    at, named = start, False
    while at < len(page.text) and at - start < _LONGEST_NAME:
        after, proper = _piece_after(page, at, rule, words)
        if after == at:
            break
        at, named = after, named or proper
    return at, named


def _piece_after(
    page: Page, at: int, rule: OrganisationRule, words: OrganisationWords
) -> tuple[int, bool]:
    for length in range(_LONGEST_WORD, 1, -1):
        if page.kana[at : at + length] in words.name_words and at + length <= len(page.text):
            grown = _GROWN.match(page.text, at + length)
            return (grown.end() if grown is not None else at + length), True
    token = page.starting_at(at)
    if token is None or not _may_name(token) or token.surface in rule.around:
        return at, False
    if token.surface.isdecimal() or token.speech[1] == "数詞":
        return at, False
    if page.kana[at : token.end] in words.name_words:
        return token.end, True
    return token.end, _names(token, page, rule, ordinary=False)


def _spelt(page: Page, prefix: int, start: int, rule: OrganisationRule) -> tuple[int, bool] | None:
    """A name that is told by the form alone: スナックまる八, or a long word for a facility before it."""
    shop = rule.shop.match(page.text, prefix) if rule.shop is not None else None
    if shop is not None and not _is_plain_speech(page, start, shop.end()):
        return shop.end(), True
    named = rule.spelt.match(page.text, start) if rule.spelt is not None else None
    if named is None or start - prefix < 5 or _is_plain_speech(page, start, named.end()):
        return None
    return named.end(), True


def _is_plain_speech(page: Page, start: int, end: int) -> bool:
    """Whether what follows a word for a shop is a thing or an act and no name: 焼肉食べた."""
    tokens = page.between(start, end)
    if not tokens:
        return False
    ordinary = len(tokens) == 1 and tokens[0].speech[1] == "普通名詞" and not tokens[0].unknown
    acts = any(token.speech[0] in {"動詞", "助動詞", "形容詞"} for token in tokens)
    return acts or (ordinary and len(tokens[0].surface) > 1) or tokens[0].speech[1] == "数詞"


def _ends_a_word(page: Page, end: int) -> bool:
    """生 or a further noun behind the suffix makes another word of it: 大学生, 病院代."""
    token = page.starting_at(end)
    if token is None:
        return end == len(page.text)
    return token.surface not in {"生", "代", "食", "費", "側", "長", "児"}


def _everybodys(name: str, rule: OrganisationRule) -> bool:
    if rule.public is not None and rule.public.search(name):
        return True
    return name in rule.chains


def _with_attached(page: Page, end: int, rule: OrganisationRule) -> int:
    if rule.attached is None:
        return end
    match = rule.attached.match(page.text, end)
    return match.end() if match is not None else end
