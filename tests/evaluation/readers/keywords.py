"""The rival that a form with a search box would be: a list of words for each label."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.evaluation.messages import Span
from tests.evaluation.places import HERE
from tests.evaluation.readings import FoundDanger, Reading

LIST = HERE / "keywords.yml"


@dataclass(frozen=True, slots=True)
class KeywordList:
    """Words by label. A word cannot say how grave it is, so each kind has one `level`."""

    issues: Mapping[str, Sequence[str]]
    dangers: Mapping[str, Sequence[str]]
    level: int
    scopes: Mapping[str, Sequence[str]]
    otherwise: str

    @classmethod
    def load(cls, path: Path = LIST) -> KeywordList:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        words = {
            name: {label: list(map(_plain, of_label)) for label, of_label in content[name].items()}
            for name in ("issues", "dangers", "scopes")
        }
        return cls(**words, level=content["level"], otherwise=content["otherwise"])

    def read(self, text: str) -> Reading:
        issues = _found(self.issues, text)
        dangers = [
            FoundDanger(kind, self.level, evidence=spans)
            for kind, spans in _found(self.dangers, text).items()
        ]
        return Reading(self._scope(text, told=bool(issues or dangers)), issues, tuple(dangers))

    def _scope(self, text: str, *, told: bool) -> str:
        """The first scope one of whose words is said; trouble that is told is no small talk."""
        named = list(_found(self.scopes, text))
        if told:
            named = [scope for scope in named if scope not in ("smalltalk", "nonsense")]
        return named[0] if named else self.otherwise


def _found(words: Mapping[str, Sequence[str]], text: str) -> dict[str, tuple[Span, ...]]:
    plain = _plain(text)
    spans = {
        label: tuple(span for word in of_label for span in _place(plain, word))
        for label, of_label in words.items()
    }
    return {label: places for label, places in spans.items() if places}


def _place(text: str, word: str) -> list[Span]:
    at = text.find(word)
    return [(at, at + len(word))] if at >= 0 else []


def _plain(text: str) -> str:
    """Full-width letters and digits in their plain form, every offset unchanged."""
    folded = (unicodedata.normalize("NFKC", sign) for sign in text)
    return "".join(new if len(new) == 1 else sign for sign, new in zip(text, folded, strict=True))
