"""What Rasa answers to a turn."""

from dataclasses import dataclass, field

from bot.channels.base.payloads import Bubble


@dataclass(frozen=True)
class FoundIssue:
    """An issue in the masked text; `spans` are Python string offsets into that masked text."""

    name: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class FoundDanger:
    """A danger in the masked text, in the words of `bot.triage.models.Danger`; `spans` as above."""

    kind: str
    level: int
    certainty: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Parse:
    """What the model understood. `model` names the trained model, so that a decision can be replayed.

    `household`: each person's relation, seen from the writer, with the issues that are theirs.
    """

    intent: str
    scope: str = "consultation"
    issues: tuple[FoundIssue, ...] = ()
    dangers: tuple[FoundDanger, ...] = ()
    household: tuple[tuple[str, tuple[str, ...]], ...] = ()
    model: str = ""


@dataclass(frozen=True)
class Reply:
    """The bot's answer to one turn, in the order it is to be said."""

    parse: Parse
    bubbles: tuple[Bubble, ...] = field(default=())
