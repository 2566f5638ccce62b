"""The shapes of an analysis: what one turn says, with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from bot.privacy.models import PiiSpan

type Certainty = Literal["sure", "possible"]
type DangerSource = Literal["rule", "model"]
type Person = Literal["first", "third"]
type Reader = Literal["adult", "child"]


class Tier(StrEnum):
    """The lane of a case in the coordinator's queue, most urgent first."""

    DANGER = "danger"
    ONE = "1"
    TWO = "2"
    THREE = "3"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Words of the resident, as Python string offsets into the original text."""

    start: int
    end: int
    text: str

    def to_payload(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Issue:
    name: str
    evidence: tuple[Evidence, ...] = ()

    def to_payload(self) -> dict[str, Any]:
        return {"name": self.name, "evidence": [item.to_payload() for item in self.evidence]}


@dataclass(frozen=True, slots=True)
class Danger:
    """`level` is 1 (present), 2 (high) or 3 (imminent)."""

    kind: str
    level: int
    certainty: Certainty
    source: DangerSource
    evidence: tuple[Evidence, ...] = ()

    def to_payload(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "level": self.level,
            "certainty": self.certainty,
            "source": self.source,
            "evidence": [item.to_payload() for item in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class HouseholdMember:
    """A person the turn speaks of, by the relation seen from the writer (the writer is first)."""

    relation: str
    issues: tuple[str, ...] = ()

    def to_payload(self) -> dict[str, Any]:
        return {"relation": self.relation, "issues": list(self.issues)}


@dataclass(frozen=True, slots=True)
class Analysis:
    id: str
    masked_text: str
    pii: tuple[PiiSpan, ...]
    scope: str
    intent: str
    issues: tuple[Issue, ...]
    dangers: tuple[Danger, ...]
    household: tuple[HouseholdMember, ...] = ()
    patterns: tuple[str, ...] = ()

    def to_payload(self) -> dict[str, Any]:
        """The JSON object that the console, the tests and `madoguchi analyze` see."""
        return {
            "id": self.id,
            "masked_text": self.masked_text,
            "pii": [{"start": span.start, "end": span.end, "kind": span.kind} for span in self.pii],
            "scope": self.scope,
            "intent": self.intent,
            "issues": [issue.to_payload() for issue in self.issues],
            "dangers": [danger.to_payload() for danger in self.dangers],
            "household": [member.to_payload() for member in self.household],
            "patterns": list(self.patterns),
        }


class ReasonCode(StrEnum):
    """Why a turn stands in its tier; the console turns it into Japanese."""

    SURE_DANGER = "sure_danger"
    POSSIBLE_DANGER = "possible_danger"
    RIGHTS_ISSUE = "rights_issue"
    COMPOUND = "compound"
    ASKED_FOR_HUMAN = "asked_for_human"
    SINGLE = "single"
    DIALOGUE_DOWN = "dialogue_down"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True, slots=True)
class Reason:
    """`detail`: the danger kind, the issue, the groups ("A,D") or the delivery's state."""

    code: ReasonCode
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TierDecision:
    tier: Tier
    reasons: tuple[Reason, ...]
