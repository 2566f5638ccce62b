"""Refusals of the privacy room."""

from __future__ import annotations

from pathlib import Path


class LexiconInvalid(Exception):
    """A lexicon file is wrong; the message names the entry."""

    def __init__(self, path: Path, entry: str, problem: str) -> None:
        super().__init__(f"{path.name}: {entry}: {problem}")
        self.entry = entry
        self.problem = problem


class SealBroken(Exception):
    """A sealed value cannot be opened: altered, of another purpose, or its key is gone."""


class CasesInvalid(Exception):
    """A file of labelled messages is wrong; the message names the file and the place."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path.name}: {problem}")
        self.problem = problem
