"""Refusals of the directory: a registry or a reviewed text that must not be used as it stands."""

from __future__ import annotations

from pathlib import Path


class DirectoryError(Exception):
    """A file of the directory is wrong; the message names the file and the row."""

    def __init__(self, path: Path, row: str, problem: str) -> None:
        super().__init__(f"{path.name}: {row}: {problem}")
        self.path = path
        self.row = row
        self.problem = problem


class HotlinesInvalid(DirectoryError):
    pass


class HoursInvalid(DirectoryError):
    pass


class ResponsesInvalid(DirectoryError):
    pass


class UnknownDangerKind(Exception):
    def __init__(self, kind: str) -> None:
        super().__init__(f"no danger kind named {kind!r}")
        self.kind = kind


class SpeakersInvalid(DirectoryError):
    pass
