"""Refusals of the triage room."""

from __future__ import annotations

from pathlib import Path


class RulesInvalid(Exception):
    """The file of danger rules is wrong; the message names the rule."""

    def __init__(self, path: Path, rule: str, problem: str) -> None:
        super().__init__(f"{path.name}: {rule}: {problem}")
        self.rule = rule
        self.problem = problem
