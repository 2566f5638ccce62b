"""What was understood over all turns of a conversation, each finding with the words that say it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class FoundIssue:
    name: str
    quotes: list[str] = field(default_factory=list)


@dataclass
class FoundDanger:
    """One kind of danger as one source saw it at one level."""

    kind: str
    level: int
    certainty: str
    source: str
    quotes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Findings:
    issues: list[FoundIssue]
    dangers: list[FoundDanger]
    """What is sure before what is possible, the gravest first."""
    household: dict[str, list[str]]
    """Relation as seen from the writer → names of issues."""
    patterns: list[str]


def gather(analyses: Iterable[dict[str, Any]]) -> Findings:
    issues: dict[str, FoundIssue] = {}
    dangers: dict[tuple[str, int, str, str], FoundDanger] = {}
    household: dict[str, list[str]] = {}
    patterns: list[str] = []
    for analysis in analyses:
        for issue in analysis["issues"]:
            _quote(issues.setdefault(issue["name"], FoundIssue(issue["name"])), issue)
        for danger in analysis["dangers"]:
            known = (danger["kind"], danger["level"], danger["certainty"], danger["source"])
            _quote(dangers.setdefault(known, FoundDanger(*known)), danger)
        for member in analysis.get("household", ()):
            _add(household.setdefault(member["relation"], []), member["issues"])
        _add(patterns, analysis.get("patterns", ()))
    gravest = sorted(dangers.values(), key=lambda found: (found.certainty != "sure", -found.level))
    return Findings(list(issues.values()), gravest, household, patterns)


def _quote(found: FoundIssue | FoundDanger, payload: dict[str, Any]) -> None:
    _add(found.quotes, (evidence["text"] for evidence in payload["evidence"]))


def _add(known: list[str], new: Iterable[str]) -> None:
    known.extend(item for item in dict.fromkeys(new) if item not in known)
