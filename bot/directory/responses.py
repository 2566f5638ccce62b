"""Fixed, reviewed words: what the bot says in danger and when it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.directory.errors import ResponsesInvalid, UnknownDangerKind
from bot.directory.models import Reader
from bot.directory.registry import problem_of, read_mapping
from bot.kit.places import DATA

RESPONSES = DATA / "responses"
HOTLINES_HERE = "{hotlines}"
LONGEST_BUBBLE = 80
MOST_BUBBLES = 4

type Person = Literal["first", "third"]
type Certainty = Literal["sure", "possible"]
type Status = Literal["draft", "reviewed"]


def _short_and_asking_once(bubbles: tuple[str, ...]) -> tuple[str, ...]:
    if not 1 <= len(bubbles) <= MOST_BUBBLES:
        raise ValueError(f"needs one to {MOST_BUBBLES} bubbles, has {len(bubbles)}")
    for bubble in bubbles:
        if not 1 <= len(bubble) <= LONGEST_BUBBLE:
            raise ValueError(f"a bubble holds 1 to {LONGEST_BUBBLE} characters: {bubble}")
        if bubble != HOTLINES_HERE and ("{" in bubble or "}" in bubble):
            raise ValueError(f"{HOTLINES_HERE} stands alone in its bubble: {bubble}")
    if bubbles.count(HOTLINES_HERE) > 1:
        raise ValueError(f"{HOTLINES_HERE} stands once at most")
    if sum(bubble.count("?") + bubble.count("\uff1f") for bubble in bubbles) > 1:
        raise ValueError("asks more than one question")
    return bubbles


type Bubbles = Annotated[tuple[str, ...], AfterValidator(_short_and_asking_once)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Reviewed(_Row):
    """A text nobody has reviewed is a draft; a reviewed one names the reviewer and the day."""

    status: Status
    reviewer: str | None
    reviewed_on: date | None

    @model_validator(mode="after")
    def _reviewed_by_somebody(self) -> Self:
        named = [self.reviewer is not None, self.reviewed_on is not None]
        if named != [self.status == "reviewed"] * 2:
            raise ValueError("reviewer and reviewed_on belong to status reviewed, and to it alone")
        return self


class Wording(_Row):
    """`urgent` is said at level 3, `present` below, `possible` when it is not sure."""

    urgent: Bubbles
    present: Bubbles
    possible: Bubbles

    @model_validator(mode="after")
    def _sure_texts_hold_numbers(self) -> Self:
        for name in ("urgent", "present"):
            if HOTLINES_HERE not in getattr(self, name):
                raise ValueError(f"{name} needs {HOTLINES_HERE}")
        return self


class ByPerson(_Row):
    first: Wording
    third: Wording


class ByReader(_Row):
    adult: ByPerson
    child: ByPerson


class DangerResponse(_Reviewed):
    kind: str = Field(min_length=1)
    texts: ByReader


class PlainTexts(_Row):
    adult: Bubbles
    child: Bubbles


class PlainResponse(_Reviewed):
    name: str = Field(min_length=1)
    texts: PlainTexts


class ResponseLibrary(_Row):
    dangers: dict[str, DangerResponse]
    plain: dict[str, PlainResponse]

    def danger_bubbles(
        self,
        kind: str,
        level: int,
        certainty: Certainty,
        reader: Reader,
        person: Person,
        hotlines: Sequence[str],
    ) -> tuple[str, ...]:
        """The bubbles for a danger; `hotlines` are lines already worded for the reader."""
        if kind not in self.dangers:
            raise UnknownDangerKind(kind)
        by_person: ByPerson = getattr(self.dangers[kind].texts, reader)
        wording: Wording = getattr(by_person, person)
        if certainty == "possible":
            return _filled(wording.possible, hotlines)
        return _filled(wording.urgent if level >= 3 else wording.present, hotlines)

    def plain_bubbles(
        self, name: str, reader: Reader, hotlines: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The bubbles of `fallback`, `not_text`, `not_text_after_danger` or `unreadable`."""
        texts: Bubbles = getattr(self.plain[name].texts, reader)
        return _filled(texts, hotlines)

    def drafts(self) -> tuple[str, ...]:
        """Names of the texts that no professional has reviewed."""
        texts: Iterable[tuple[str, _Reviewed]] = (*self.dangers.items(), *self.plain.items())
        return tuple(name for name, text in texts if text.status == "draft")


def load_responses(folder: Path = RESPONSES) -> ResponseLibrary:
    """Read and check every text under `folder`; raises ResponsesInvalid naming the file."""
    dangers = {
        path.stem: _read(path, DangerResponse) for path in sorted((folder / "danger").glob("*.yml"))
    }
    plain = {path.stem: _read(path, PlainResponse) for path in sorted(folder.glob("*.yml"))}
    for name, danger in dangers.items():
        if danger.kind != name:
            raise ResponsesInvalid(folder / "danger" / f"{name}.yml", "kind", f"is {danger.kind}")
    for name, text in plain.items():
        if text.name != name:
            raise ResponsesInvalid(folder / f"{name}.yml", "name", f"is {text.name}")
    return ResponseLibrary(dangers=dangers, plain=plain)


def _read[T: _Reviewed](path: Path, shape: type[T]) -> T:
    try:
        return shape.model_validate(read_mapping(path, ResponsesInvalid))
    except ValidationError as error:
        raise ResponsesInvalid(path, "text", problem_of(error)) from None


def _filled(bubbles: Sequence[str], hotlines: Sequence[str]) -> tuple[str, ...]:
    """Without a line to show, the bubble that would hold them goes."""
    shown = ("\n".join(hotlines) if bubble == HOTLINES_HERE else bubble for bubble in bubbles)
    return tuple(bubble for bubble in shown if bubble)
