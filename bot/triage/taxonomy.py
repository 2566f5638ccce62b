"""The one source of names: issues with their groups, danger kinds, patterns, scopes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.kit.places import DATA

TAXONOMY = DATA / "taxonomy.yml"


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Japanese labels by name; `group_of` maps an issue to its group letter, or to None."""

    groups: dict[str, str]
    issues: dict[str, str]
    group_of: dict[str, str | None]
    dangers: dict[str, str]
    patterns: dict[str, str]
    scopes: dict[str, str]


@cache
def taxonomy(path: Path = TAXONOMY) -> Taxonomy:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    issues = content["issues"]
    return Taxonomy(
        groups=content["groups"],
        issues={name: issue["ja"] for name, issue in issues.items()},
        group_of={name: issue["group"] for name, issue in issues.items()},
        dangers=content["dangers"],
        patterns=content["patterns"],
        scopes=content["scope"],
    )
