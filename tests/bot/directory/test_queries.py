"""Who answers now, and which lines are shown."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest

from bot.directory.errors import UnknownDangerKind
from bot.directory.queries import (
    MOST_SHOWN,
    due_for_check,
    hotline_line,
    hotlines_for,
    is_open,
    opening,
    staff_reads,
)
from bot.directory.registry import TOKYO, load_hotlines, load_hours

DIRECTORY = load_hotlines()
OFFICE = load_hours()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


NIGHT, NOON, EVENING = at("2026-11-24T02:00"), at("2026-11-24T12:30"), at("2026-11-24T18:00")


@pytest.mark.parametrize(
    ("key", "moment", "expected"),
    [
        ("FIRE", "2026-12-31T23:59", True),
        ("INOCHI_DENWA", "2026-11-24T15:59", False),
        ("INOCHI_DENWA", "2026-11-24T16:00", True),
        ("INOCHI_DENWA", "2026-11-24T21:00", False),
        ("INOCHI_DENWA", "2026-12-10T08:00", True),
        ("INOCHI_DENWA", "2026-12-11T07:59", True),
        ("INOCHI_DENWA", "2026-12-11T08:00", False),
        ("CHILDLINE", "2026-12-28T16:30", True),
        ("CHILDLINE", "2026-12-29T16:30", False),
        ("CHILDLINE", "2027-01-03T16:30", False),
        ("IKIZURA", "2026-11-23T06:30", True),
        ("IKIZURA", "2026-11-24T06:30", False),
        ("JINKEN_CHILD", "2026-11-24T08:30", True),
        ("JINKEN_CHILD", "2026-11-22T10:00", False),
        ("JINKEN_CHILD", "2026-11-23T10:00", False),
        ("KOKORO_TEL", "2026-11-24T19:00", False),
    ],
)
def test_open_now(key: str, moment: str, expected: bool) -> None:
    assert is_open(DIRECTORY.by_key(key), at(moment), OFFICE.holidays) is expected


def test_hours_that_differ_by_place_are_unknown() -> None:
    assert opening(DIRECTORY.by_key("SEX_8891").hours, NOON) == "unknown"


def test_the_moment_is_read_in_japan_whatever_its_zone() -> None:
    utc = datetime.fromisoformat("2026-11-24T07:30+00:00")
    assert is_open(DIRECTORY.by_key("CHILDLINE"), utc)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        is_open(DIRECTORY.by_key("FIRE"), NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("moment", "reads"),
    [
        ("2026-11-24T08:29", False),
        ("2026-11-24T08:30", True),
        ("2026-11-24T17:14", True),
        ("2026-11-24T17:15", False),
        ("2026-11-23T10:00", False),
        ("2026-11-28T10:00", False),
        ("2026-12-29T10:00", False),
        ("2027-01-04T10:00", True),
        ("2027-05-04T10:00", False),
    ],
)
def test_when_a_person_reads(moment: str, reads: bool) -> None:
    assert staff_reads(OFFICE, at(moment)) is reads


EVERY_CASE = list(
    product(DIRECTORY.order, (1, 2, 3), ("adult", "child"), (True, False), (NIGHT, NOON, EVENING))
)


@pytest.mark.parametrize(("kind", "level", "reader", "voice", "moment"), EVERY_CASE)
def test_what_is_shown_in_every_case(
    kind: str, level: int, reader: str, voice: bool, moment: datetime
) -> None:
    lines = hotlines_for(
        DIRECTORY, kind, moment, level=level, audience=reader, voice_possible=voice
    )
    assert 1 <= len(lines) <= MOST_SHOWN
    assert len({line.key for line in lines}) == len(lines)
    served = DIRECTORY.for_kind(kind, reader)
    assert set(lines) <= set(served)
    calm = [line for line in lines if not line.emergency]
    rank = {"open": 0, "unknown": 1, "closed": 2}
    order = [rank[opening(line.hours, moment)] for line in calm]
    assert order == sorted(order)
    if any(line.chat for line in served) and (reader == "child" or not voice):
        assert any(line.chat for line in lines)
    if level == 3 and any(line.emergency for line in served):
        assert lines[0].emergency
    if level == 1 and calm:
        assert not any(line.emergency for line in lines)
    if not voice:
        assert all(line.chat or line.emergency for line in lines)


def test_a_child_is_not_shown_lines_for_adults_only() -> None:
    for kind in DIRECTORY.order:
        for line in DIRECTORY.for_kind(kind, "child"):
            assert {"all", "child"} & set(line.audience), line.key


def test_an_adult_is_not_shown_lines_for_children_only() -> None:
    for kind in DIRECTORY.order:
        for line in DIRECTORY.for_kind(kind, "adult"):
            assert {"all", "adult", "parent"} & set(line.audience), line.key


def test_every_child_is_offered_free_lines_first() -> None:
    for kind in DIRECTORY.order:
        for line in hotlines_for(DIRECTORY, kind, NIGHT, level=3, audience="child"):
            assert line.cost_ja == "無料", line.key


def test_the_crowded_chat_is_never_the_only_voice() -> None:
    lines = hotlines_for(DIRECTORY, "suicide", NIGHT, level=1)
    assert {line.voice for line in lines} == {True, False}


def test_an_unknown_danger_is_refused() -> None:
    with pytest.raises(UnknownDangerKind):
        hotlines_for(DIRECTORY, "weather", NOON, level=1)


def test_a_line_reads_as_name_contact_hours_and_cost() -> None:
    line = DIRECTORY.by_key("INOCHI_SOS")
    assert hotline_line(DIRECTORY, line) == f"#いのちSOS\n{line.number}(24時間・無料)"
    assert hotline_line(DIRECTORY, DIRECTORY.by_key("POLICE"), "child").startswith("けいさつ")


def test_what_was_not_checked_for_ninety_days_is_due() -> None:
    chat = DIRECTORY.by_key("IBASHO")
    assert chat not in due_for_check(DIRECTORY, chat.verified_on + timedelta(days=90))
    assert chat in due_for_check(DIRECTORY, chat.verified_on + timedelta(days=91))


def test_a_page_without_a_date_is_always_due() -> None:
    line = DIRECTORY.by_key("YORISOI")
    assert line.verified_to == "undated"
    assert line in due_for_check(DIRECTORY, date(2026, 11, 23))
