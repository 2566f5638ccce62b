"""The reviewed file of private data, read once: patterns, and the words that names are told by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import regex
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.kit.places import DATA
from bot.privacy.errors import LexiconInvalid
from bot.privacy.folded import hiragana
from bot.privacy.lexicon import spelled_out
from bot.privacy.models import PiiKind
from bot.privacy.phrases import Phrases

PII = DATA / "lexicon" / "pii.yml"

type Pattern = regex.Pattern[str]


def _split(value: object) -> object:
    return value.split() if isinstance(value, str) else value


type _Words = Annotated[list[str], BeforeValidator(_split)]


@dataclass(frozen=True, slots=True)
class KindPatterns:
    kind: PiiKind
    any: tuple[Pattern, ...]
    unless: Pattern | None
    after: Pattern | None
    digits: bool


@dataclass(frozen=True, slots=True)
class OrganisationRule:
    """`suffix` and `prefix` find where a name may be; `plain` words are no name by themselves."""

    kind: PiiKind
    suffix: Pattern
    short: Pattern | None
    short_not: frozenset[str]
    prefix: Pattern | None
    legal: frozenset[str]
    outside: frozenset[str]
    attached: Pattern | None
    plain: frozenset[str]
    around: frozenset[str]
    public: Pattern | None
    chains: frozenset[str]
    shop: Pattern | None
    spelt: Pattern | None
    ordinary: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class OrganisationWords:
    name_words: frozenset[str]
    rules: tuple[OrganisationRule, ...]


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words for names; those in hiragana stand for both kana, `foreign` for katakana alone."""

    honorific: Pattern
    weak_honorifics: frozenset[str]
    light_honorifics: frozenset[str]
    nickname_endings: frozenset[str]
    nickname: Pattern
    pet_endings: frozenset[str]
    not_nicknames: frozenset[str]
    pairs: tuple[Pattern, ...]
    not_names: frozenset[str]
    noun_surnames: frozenset[str]
    place_surnames: frozenset[str]
    person_after: Pattern
    person_acts: Pattern
    kin_after: Pattern
    not_person_after: Pattern
    relation: Pattern
    role: Pattern
    not_after_relation: frozenset[str]
    given_kanji: frozenset[str]
    given: frozenset[str]
    common_kana: frozenset[str]
    family: frozenset[str]
    foreign: frozenset[str]
    latin: frozenset[str]
    not_latin: frozenset[str]
    introductions: tuple[Pattern, ...]
    weak_introductions: tuple[Pattern, ...]
    not_person_before: Pattern


@dataclass(frozen=True, slots=True)
class NobodyWords:
    known: Phrases
    pets: tuple[Pattern, ...]
    beside: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class PiiLexicon:
    kinds: tuple[KindPatterns, ...]
    organisations: OrganisationWords
    names: NameWords
    nobody: NobodyWords


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _KindRow(_Row):
    kind: PiiKind
    any: list[str] = Field(min_length=1)
    unless: str | None = None
    after: str | None = None
    digits: bool = False


class _OrganisationRow(_Row):
    kind: PiiKind
    suffixes: _Words
    plain: _Words
    around: _Words
    short: str | None = None
    short_not: _Words = []
    legal: _Words = []
    prefixes: _Words = []
    outside: _Words = []
    attached: str | None = None
    public: str | None = None
    chains: _Words = []
    shop: str | None = None
    spelt: str | None = None
    ordinary: _Words | None = None


class _OrganisationsRow(_Row):
    name_words: _Words
    rules: list[_OrganisationRow]


class _NamesRow(_Row):
    honorifics: _Words
    weak_honorifics: _Words
    light_honorifics: _Words
    nickname_endings: _Words
    nicknames: str
    pet_endings: _Words
    not_nicknames: _Words
    pairs: list[str]
    not_names: _Words
    noun_surnames: _Words
    place_surnames: _Words
    person_after: str
    person_acts: str
    kin_after: str
    not_person_after: str
    relations: str
    roles: str
    not_after_relation: _Words
    given_kanji: _Words
    given: _Words
    common_kana: _Words
    family: _Words
    foreign: _Words
    latin: _Words
    not_latin: _Words
    introductions: list[str]
    weak_introductions: list[str]
    not_person_before: str


class _NobodyRow(_Row):
    famous: _Words
    fictional: _Words
    pets: list[str]
    pet_names: _Words
    beside: list[str]


class _File(_Row):
    version: Literal[1]
    words: dict[str, str]
    kinds: list[_KindRow]
    organisations: _OrganisationsRow
    names: _NamesRow
    nobody: _NobodyRow


@cache
def pii_lexicon(path: Path = PII) -> PiiLexicon:
    """Raises LexiconInvalid naming the entry that is wrong."""
    try:
        content = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LexiconInvalid(path, "file", str(error)) from error
    compiler = _Compiler(path, content.words)
    return PiiLexicon(
        tuple(_kind(row, compiler) for row in content.kinds),
        OrganisationWords(
            frozenset(map(hiragana, content.organisations.name_words)),
            tuple(_organisation(row, compiler) for row in content.organisations.rules),
        ),
        _names(content.names, compiler),
        _nobody(content.nobody, compiler),
    )


@dataclass(frozen=True, slots=True)
class _Compiler:
    path: Path
    words: dict[str, str]

    def one(self, source: str, entry: str) -> Pattern:
        try:
            return regex.compile(spelled_out(source, self.words))
        except (regex.error, KeyError) as error:
            raise LexiconInvalid(self.path, entry, f"{error} in {source[:60]}") from error

    def maybe(self, source: str | None, entry: str) -> Pattern | None:
        return None if source is None else self.one(source, entry)

    def all(self, sources: list[str], entry: str) -> tuple[Pattern, ...]:
        return tuple(self.one(source, entry) for source in sources)

    def literal(self, words: list[str], entry: str) -> Pattern:
        """Any of the words, the longest first."""
        longest_first = sorted(words, key=len, reverse=True)
        return self.one("|".join(map(regex.escape, longest_first)), entry)

    def chain(self, words: list[str], entry: str) -> Pattern:
        """One of the words or several in a row: 学園高校, 大学附属中学校."""
        one = self.literal(words, entry).pattern
        return self.one(f"(?:{one})(?:(?:附属|付属)?(?:{one}))*", entry)


def _kind(row: _KindRow, compiler: _Compiler) -> KindPatterns:
    after = None if row.after is None else f"(?:{row.after})$"
    return KindPatterns(
        row.kind,
        compiler.all(row.any, row.kind),
        compiler.maybe(row.unless, row.kind),
        compiler.maybe(after, row.kind),
        row.digits,
    )


def _organisation(row: _OrganisationRow, compiler: _Compiler) -> OrganisationRule:
    return OrganisationRule(
        row.kind,
        compiler.chain(row.suffixes, row.kind),
        compiler.maybe(row.short, row.kind),
        frozenset(row.short_not),
        compiler.literal(row.prefixes + row.legal, row.kind) if row.prefixes else None,
        frozenset(row.legal),
        frozenset(row.outside),
        compiler.maybe(row.attached, row.kind),
        frozenset(row.plain),
        frozenset(row.around),
        compiler.maybe(row.public, row.kind),
        frozenset(row.chains),
        compiler.maybe(row.shop, row.kind),
        compiler.maybe(row.spelt, row.kind),
        None if row.ordinary is None else frozenset(row.ordinary),
    )


def _names(row: _NamesRow, compiler: _Compiler) -> NameWords:
    return NameWords(
        honorific=compiler.literal(row.honorifics, "honorifics"),
        weak_honorifics=frozenset(row.weak_honorifics),
        light_honorifics=frozenset(row.light_honorifics),
        nickname_endings=frozenset(row.nickname_endings),
        nickname=compiler.one(row.nicknames, "nicknames"),
        pet_endings=frozenset(row.pet_endings),
        not_nicknames=frozenset(map(hiragana, row.not_nicknames)),
        pairs=compiler.all(row.pairs, "pairs"),
        not_names=frozenset(map(hiragana, row.not_names)),
        noun_surnames=frozenset(row.noun_surnames),
        place_surnames=frozenset(row.place_surnames),
        person_after=compiler.one(row.person_after, "person_after"),
        person_acts=compiler.one(row.person_acts, "person_acts"),
        kin_after=compiler.one(row.kin_after, "kin_after"),
        not_person_after=compiler.one(row.not_person_after, "not_person_after"),
        relation=compiler.one(row.relations, "relations"),
        role=compiler.one(f"(?:{row.roles})$", "roles"),
        not_after_relation=frozenset(row.not_after_relation),
        given_kanji=frozenset(row.given_kanji),
        given=frozenset(row.given),
        common_kana=frozenset(row.common_kana),
        family=frozenset(row.family),
        foreign=frozenset(row.foreign),
        latin=frozenset(row.latin),
        not_latin=frozenset(row.not_latin),
        introductions=compiler.all(row.introductions, "introductions"),
        weak_introductions=compiler.all(row.weak_introductions, "weak_introductions"),
        not_person_before=compiler.one(f"(?:{row.not_person_before})$", "not_person_before"),
    )


def _nobody(row: _NobodyRow, compiler: _Compiler) -> NobodyWords:
    phrases = [*row.famous, *row.fictional, *row.pet_names]
    return NobodyWords(
        Phrases.of((phrase, compiler.one(phrase, "nobody")) for phrase in phrases),
        compiler.all(row.pets, "pets"),
        compiler.all(row.beside, "beside"),
    )
