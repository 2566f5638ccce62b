"""Lines a resident can turn to, and when our own people read."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.directory.errors import UnknownDangerKind

type Audience = Literal["all", "child", "adult", "parent", "foreigner", "worker"]
type Reader = Literal["adult", "child"]
type Mark = Literal["V", "V2"]
# How exactly `verified_on` is known; "undated": the page names no date, it is the day we read it.
type VerifiedTo = Literal["day", "month", "year", "undated"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT_AFTER = 24 * 60

# Short codes (three digits, or # and four) and ten or eleven digits with one or two hyphens.
NUMBER_PATTERN = re.compile(r"1[0-9]{2}|#[0-9]{4}|0[0-9]{1,4}-[0-9]{1,6}(?:-[0-9]{3,5})?")
_CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")


def _minutes(value: object) -> int:
    """Minutes since midnight of a quoted "HH:MM"; "24:00" is the end of the day."""
    matched = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if matched is None:
        raise ValueError(f'a time must be a quoted "HH:MM", not {value!r}')
    minutes = int(matched[1]) * 60 + int(matched[2])
    if minutes > MIDNIGHT_AFTER:
        raise ValueError(f"{value} is after 24:00")
    return minutes


type Minutes = Annotated[int, BeforeValidator(_minutes)]
type Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _month_day(value: object) -> str:
    """A yearly "MM-DD"; 2024 is a leap year, so 02-29 is accepted."""
    if not isinstance(value, str):
        # Pydantic turns a ValueError, not a TypeError, into a complaint about the row.
        raise ValueError(f'a closed day must be a quoted "MM-DD", not {value!r}')  # noqa: TRY004
    try:
        date.fromisoformat(f"2024-{value}")
    except ValueError:
        raise ValueError(f"{value} is not a day of the year") from None
    return value


type MonthDay = Annotated[str, BeforeValidator(_month_day)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class OpenSpan(_Row):
    """Open on `days` (of the week or of the month) between two minutes of the day, Asia/Tokyo."""

    days: tuple[Weekday, ...] = ()
    days_of_month: tuple[Annotated[int, Field(ge=1, le=31)], ...] = ()
    opens: Minutes = Field(alias="from")
    closes: Minutes = Field(alias="to")

    @model_validator(mode="after")
    def _has_days_and_runs_forward(self) -> Self:
        if bool(self.days) == bool(self.days_of_month):
            raise ValueError("give either days or days_of_month")
        if self.opens >= self.closes:
            raise ValueError("from must be before to; split a span at midnight")
        return self


class Hours(_Row):
    """`closed` are yearly days; `known` is false where the hours differ by place or month."""

    open: tuple[OpenSpan, ...] = ()
    closed: tuple[MonthDay, ...] = ()
    closed_on_holidays: bool = False
    known: bool = True
    text_ja: str = Field(min_length=1)

    @model_validator(mode="after")
    def _open_or_unknown(self) -> Self:
        if self.known != bool(self.open):
            raise ValueError("known hours need open spans, unknown hours must have none")
        return self


class Hotline(_Row):
    """One route: a telephone line (`voice`) or a text route (`chat`), never both.

    `kinds` are the dangers it serves, filled in from the registry's `order`. A `regional` line is
    shown only where the municipality has confirmed that it exists.
    """

    key: str = Field(pattern=r"^[A-Z0-9][A-Z0-9_]*$")
    name: str = Field(min_length=1)
    number: str | None = None
    url: str | None = Field(default=None, pattern=r"^https://[^\s]+$")
    name_child: str | None = None
    voice: bool
    chat: bool
    emergency: bool = False
    regional: bool = False
    hours: Hours
    cost_ja: str = Field(min_length=1)
    cost_child: str | None = None
    audience: tuple[Audience, ...] = Field(min_length=1)
    kinds: tuple[str, ...] = ()
    source: str = Field(min_length=1)
    verified_on: date
    verified_to: VerifiedTo = "day"
    mark: Mark
    note: str | None = None

    @property
    def contact(self) -> str:
        """The number to call or the address to open."""
        return self.number or self.url or ""

    @model_validator(mode="after")
    def _is_one_route(self) -> Self:
        if self.voice == self.chat:
            raise ValueError("a row is either voice or chat")
        if self.voice and self.number is None:
            raise ValueError("a telephone line needs a number")
        if self.chat and (self.url is None or self.number is not None):
            raise ValueError("a chat route needs a url and no number")
        return self

    @model_validator(mode="after")
    def _number_is_well_formed(self) -> Self:
        if self.number is None:
            return self
        if NUMBER_PATTERN.fullmatch(self.number) is None:
            raise ValueError(f"{self.number!r} is not a telephone number")
        digits = self.number.replace("-", "")
        if "-" in self.number and len(digits) not in (10, 11):
            raise ValueError(f"{self.number!r} has {len(digits)} digits, not 10 or 11")
        return self


class HotlineDirectory(_Row):
    """`order` lists, for each danger kind and reader, the keys of its lines in order of use.

    The kind `general` serves the replies that know no danger. `line` is the Japanese pattern of a
    line as a resident reads it: {name} {contact} {hours} {cost}.
    """

    version: Literal[1]
    line: str
    hotlines: tuple[Hotline, ...]
    local: tuple[Hotline, ...]
    order: dict[str, dict[Reader, tuple[str, ...]]]
    enabled_regional: frozenset[str] = frozenset()

    def by_key(self, key: str) -> Hotline:
        for hotline in (*self.hotlines, *self.local):
            if hotline.key == key:
                return hotline
        raise KeyError(key)

    def for_kind(self, kind: str, reader: Reader) -> tuple[Hotline, ...]:
        """Lines of the kind that may be shown here, in the registry's order."""
        if kind not in self.order:
            raise UnknownDangerKind(kind)
        lines = (self.by_key(key) for key in self.order[kind][reader])
        return tuple(
            line for line in lines if not line.regional or line.key in self.enabled_regional
        )


class StaffHours(_Row):
    """When a person of the municipality reads what came in."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: Minutes = Field(alias="from")
    closes: Minutes = Field(alias="to")
    closed_on_holidays: bool
    closed: tuple[MonthDay, ...]
    text_ja: str = Field(min_length=1)

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("from must be before to")
        return self


class OfficeHours(_Row):
    """`holidays` are complete up to `holidays_until`; after it the table must be renewed."""

    version: Literal[1]
    staff: StaffHours
    holidays_source: str = Field(min_length=1)
    holidays_until: date
    holidays: frozenset[date]
