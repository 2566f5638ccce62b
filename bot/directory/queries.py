"""Which lines to show now, and which of them are due for a check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from bot.directory.models import (
    WEEKDAYS,
    Hotline,
    HotlineDirectory,
    Hours,
    OfficeHours,
    OpenSpan,
    Reader,
)
from bot.directory.registry import TOKYO

type Opening = Literal["open", "unknown", "closed"]

MOST_SHOWN = 4
VERIFIED_FOR = timedelta(days=90)
_RANK: dict[Opening, int] = {"open": 0, "unknown": 1, "closed": 2}


def opening(hours: Hours, at: datetime, holidays: frozenset[date] = frozenset()) -> Opening:
    """Whether a line answers at `at` (aware); "unknown" where hours differ by place or month."""
    if not hours.known:
        return "unknown"
    local = _tokyo(at)
    if f"{local:%m-%d}" in hours.closed:
        return "closed"
    if hours.closed_on_holidays and local.date() in holidays:
        return "closed"
    return "open" if any(_covers(span, local) for span in hours.open) else "closed"


def is_open(hotline: Hotline, at: datetime, holidays: frozenset[date] = frozenset()) -> bool:
    """True only when it is known to answer at `at`."""
    return opening(hotline.hours, at, holidays) == "open"


def staff_reads(office: OfficeHours, at: datetime) -> bool:
    """Whether a person of the municipality is at the desk at `at` (aware)."""
    local = _tokyo(at)
    staff = office.staff
    if f"{local:%m-%d}" in staff.closed:
        return False
    if staff.closed_on_holidays and local.date() in office.holidays:
        return False
    minute = local.hour * 60 + local.minute
    return WEEKDAYS[local.weekday()] in staff.days and staff.opens <= minute < staff.closes


def hotlines_for(
    directory: HotlineDirectory,
    kind: str,
    at: datetime,
    *,
    level: int,
    audience: Reader = "adult",
    voice_possible: bool = True,
    holidays: frozenset[date] = frozenset(),
) -> tuple[Hotline, ...]:
    """At most four lines, open now first, with one text route kept for those who cannot speak.

    Emergency lines lead at level 3, close the list at level 2 and stay away at level 1 unless
    the kind has no other line.
    """
    lines = directory.for_kind(kind, audience)

    def by_opening(found: Iterable[Hotline]) -> list[Hotline]:
        return sorted(found, key=lambda line: _RANK[opening(line.hours, at, holidays)])

    emergency = [line for line in lines if line.emergency]
    talk = by_opening(line for line in lines if line.voice and not line.emergency)
    chat = by_opening(line for line in lines if line.chat)
    if voice_possible:
        chat = chat[:1]
    else:
        talk = []
    if level < 2 and (talk or chat):
        emergency = []
    room = MOST_SHOWN - len(emergency)
    calm = by_opening([*talk[: room - len(chat)], *chat[:room]])
    return tuple([*emergency, *calm] if level >= 3 or not calm else [*calm, *emergency])


def hotline_lines(
    directory: HotlineDirectory, lines: Iterable[Hotline], reader: Reader = "adult"
) -> tuple[str, ...]:
    return tuple(hotline_line(directory, line, reader) for line in lines)


def hotline_line(directory: HotlineDirectory, line: Hotline, reader: Reader = "adult") -> str:
    """A line as a resident reads it, in the registry's Japanese pattern."""
    child = reader == "child"
    return directory.line.format(
        name=(child and line.name_child) or line.name,
        contact=line.contact,
        hours=line.hours.text_ja,
        cost=(child and line.cost_child) or line.cost_ja,
    )


def due_for_check(directory: HotlineDirectory, today: date) -> tuple[Hotline, ...]:
    """Rows verified more than 90 days ago, or against a page that names no date."""
    rows = (*directory.hotlines, *directory.local)
    return tuple(
        row
        for row in rows
        if row.verified_to == "undated" or today - row.verified_on > VERIFIED_FOR
    )


def _tokyo(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(TOKYO)


def _covers(span: OpenSpan, local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    if not span.opens <= minute < span.closes:
        return False
    return WEEKDAYS[local.weekday()] in span.days or local.day in span.days_of_month
