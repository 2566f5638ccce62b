"""What a training message is labelled with: data/taxonomy.yml in rows and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_TAXONOMY = Path(__file__).parents[2] / "data" / "taxonomy.yml"
_NAMES = yaml.safe_load(_TAXONOMY.read_text(encoding="utf-8"))

ISSUES: tuple[str, ...] = tuple(_NAMES["issues"])
DANGERS: tuple[str, ...] = tuple(_NAMES["dangers"])
SCOPES: tuple[str, ...] = tuple(_NAMES["scope"])
LEVELS = (1, 2, 3)

# The intents (domain.yml) by which a scope is answered; an example's intent also tells its scope.
INTENTS: dict[str, tuple[str, ...]] = {
    "consultation": ("tell_trouble",),
    "outreach_report": ("tell_trouble",),
    "service_question": ("ask_service",),
    "smalltalk": ("chat", "greet", "thanks", "bye", "affirm", "deny"),
    "bot_meta": ("ask_how", "ask_human", "ask_if_human", "ask_secret", "ask_stop", "ask_delete"),
    "nonsense": ("out_of_scope",),
}
_SCOPE_OF = {intent: scope for scope, intents in reversed(INTENTS.items()) for intent in intents}

Span = tuple[int, int]


@dataclass(frozen=True)
class Labels:
    """The labels of one message; `evidence` maps an issue or danger to its stretches of text."""

    scope: str = ""
    intent: str = ""
    issues: frozenset[str] = frozenset()
    dangers: Mapping[str, int] = field(default_factory=dict)
    household: frozenset[tuple[str, str]] = frozenset()
    near_miss: bool = False
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    @classmethod
    def from_metadata(cls, text: str, intent: str, metadata: Mapping[str, Any]) -> Labels:
        """From an example's metadata in data/nlu; its `evidence` are words that the text holds."""
        return cls(
            scope=metadata.get("scope") or _SCOPE_OF[intent],
            intent=intent,
            issues=frozenset(metadata.get("issues", ())),
            dangers={danger["kind"]: danger["level"] for danger in metadata.get("dangers", ())},
            household=frozenset(
                (member["relation"], issue)
                for member in metadata.get("household", ())
                for issue in member["issues"]
            ),
            near_miss=bool(metadata.get("near_miss")),
            evidence={
                label: _places(text, stretches)
                for label, stretches in metadata.get("evidence", {}).items()
            },
        )

    @property
    def worst(self) -> int:
        """The highest danger level; 0 where there is none."""
        return max(self.dangers.values(), default=0)

    def spans(self) -> dict[Span, frozenset[str]]:
        """Each stretch with the labels it speaks for."""
        found: dict[Span, set[str]] = {}
        for label, places in self.evidence.items():
            for place in places:
                found.setdefault(place, set()).add(label)
        return {place: frozenset(labels) for place, labels in found.items()}

    def of_stretch(self, labels: frozenset[str]) -> Labels:
        """What one stretch alone says."""
        return Labels(
            scope=self.scope,
            intent=self.intent,
            issues=self.issues & labels,
            dangers={kind: level for kind, level in self.dangers.items() if kind in labels},
            household=frozenset(pair for pair in self.household if pair[1] in labels),
        )


def _places(text: str, stretches: Sequence[str]) -> tuple[Span, ...]:
    return tuple(
        (start, start + len(words)) for words in stretches if (start := text.find(words)) >= 0
    )
