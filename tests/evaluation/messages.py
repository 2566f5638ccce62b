"""Labelled messages: Rasa's YAML training format with the labels in each example's metadata."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.triage.taxonomy import taxonomy

type Span = tuple[int, int]
type Pair = tuple[str, str]

# What an intent without labels says about the kind of message (data/taxonomy.yml, scope).
_SCOPES = {
    "ask_service": "service_question",
    **dict.fromkeys(("greet", "thanks", "bye", "affirm", "deny", "chat"), "smalltalk"),
    "out_of_scope": "nonsense",
    "tell_trouble": "consultation",
}
_BULLET = re.compile(r"^- ", re.MULTILINE)


class MessagesInvalid(Exception):
    """A file of labelled messages is wrong; carries the file's name and the place."""


@dataclass(frozen=True, slots=True)
class Message:
    """`id`: file and number. `dangers`: level by kind. `household`: (relation, issue).

    `evidence`: by issue or danger the stretches (start, end) of the text that raise it.
    """

    id: str
    text: str
    intent: str
    scope: str
    issues: frozenset[str]
    dangers: Mapping[str, int]
    household: frozenset[Pair]
    near_miss: bool
    evidence: Mapping[str, tuple[Span, ...]]
    metadata: Mapping[str, Any]

    @property
    def worst(self) -> int:
        """The highest danger level; 0 where there is none."""
        return max(self.dangers.values(), default=0)


def read_folder(folder: Path) -> list[list[Message]]:
    """The messages of every file, file by file, in the order in which they were written."""
    return [read_file(path) for path in sorted(folder.glob("*.yml"))]


def read_file(path: Path) -> list[Message]:
    """Raises MessagesInvalid."""
    try:
        groups = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]
        examples = [
            (group["intent"], *example)
            for group in groups
            if "intent" in group
            for example in _examples(group["examples"])
        ]
        return [
            _message(f"{path.stem}:{number}", *example)
            for number, example in enumerate(examples, start=1)
        ]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise MessagesInvalid(f"{path.stem}: {error!r}") from error


def _examples(
    examples: str | Sequence[Mapping[str, Any]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(examples, str):
        yield from ((text.strip(), {}) for text in _BULLET.split(examples) if text.strip())
        return
    for example in examples:
        yield example["text"].strip(), example.get("metadata") or {}


def _message(name: str, intent: str, text: str, metadata: Mapping[str, Any]) -> Message:
    message = Message(
        id=name,
        text=text,
        intent=intent,
        scope=metadata.get("scope") or _SCOPES.get(intent, "bot_meta"),
        issues=frozenset(metadata.get("issues", ())),
        dangers={danger["kind"]: danger["level"] for danger in metadata.get("dangers", ())},
        household=pairs(metadata.get("household", ())),
        near_miss=bool(metadata.get("near_miss")),
        evidence={
            label: tuple(span for words in stretches for span in _places(name, text, words))
            for label, stretches in metadata.get("evidence", {}).items()
        },
        metadata=metadata,
    )
    unknown = {message.scope, *message.issues, *message.dangers} - _names()
    if unknown:
        raise MessagesInvalid(f"{name}: data/taxonomy.yml knows no {', '.join(sorted(unknown))}")
    return message


@cache
def _names() -> frozenset[str]:
    known = taxonomy()
    return frozenset({*known.scopes, *known.issues, *known.dangers})


def pairs(household: Iterable[Mapping[str, Any]]) -> frozenset[Pair]:
    return frozenset(
        (member["relation"], issue) for member in household for issue in member["issues"]
    )


def _places(name: str, text: str, words: str) -> list[Span]:
    """Everywhere the words stand in the text."""
    spans = [match.span() for match in re.finditer(re.escape(words), text)]
    if not words or not spans:
        raise MessagesInvalid(f"{name}: the evidence 「{words}」 is not in 「{text}」")
    return spans
