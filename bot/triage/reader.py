"""Guesses for choosing the wording of a fixed text: who reads it, and whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import regex
import yaml

from bot.kit.places import DATA
from bot.privacy.folded import fold_for_reading, fold_kana
from bot.triage.models import Danger, Person, Reader

READER = DATA / "lexicon" / "reader.yml"

_LETTER = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")


def guess_reader(text: str) -> Reader:
    """A child when the writer says so, or writes a child's words almost without kanji."""
    clues = _clues()
    folded = fold_for_reading(text).text
    if clues.adult.search(folded):
        return "adult"
    if clues.own_age.search(folded):
        return "child"
    letters = len(_LETTER.findall(text))
    share = len(_KANA.findall(text)) / letters if letters else 0.0
    childlike = letters >= clues.shortest and share >= clues.kana_share
    return "child" if childlike and clues.child_words.search(folded) else "adult"


def guess_person(text: str, danger: Danger) -> Person:
    """Whether the danger is another person's; the writer's own when unclear."""
    clues = _clues()
    folded = fold_for_reading(text).text
    if clues.writer.search(folded) or clues.own_deed.search(folded):
        return "first"
    if danger.kind in clues.inflicted and not clues.onlooker.search(folded):
        return "first"
    return "third" if clues.subject.search(folded) else "first"


@dataclass(frozen=True, slots=True)
class _Clues:
    own_age: regex.Pattern[str]
    child_words: regex.Pattern[str]
    adult: regex.Pattern[str]
    kana_share: float
    shortest: int
    subject: regex.Pattern[str]
    writer: regex.Pattern[str]
    inflicted: frozenset[str]
    onlooker: regex.Pattern[str]
    own_deed: regex.Pattern[str]


@cache
def _clues(path: Path = READER) -> _Clues:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    child, third = content["child"], content["third_person"]

    def compiled(source: str) -> regex.Pattern[str]:
        return regex.compile(fold_kana(source), regex.IGNORECASE)

    return _Clues(
        own_age=compiled(child["own_age"]),
        child_words=compiled(child["words"]),
        adult=compiled(child["adult"]),
        kana_share=float(child["kana_share"]),
        shortest=int(child["shortest"]),
        subject=compiled(third["subject"]),
        writer=compiled(third["writer"]),
        inflicted=frozenset(third["inflicted"]),
        onlooker=compiled(third["onlooker"]),
        own_deed=compiled(third["own_deed"]),
    )
