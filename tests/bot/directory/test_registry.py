"""The registry is refused as a whole when one row is wrong, and the row is named."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.directory.errors import HotlinesInvalid, HoursInvalid
from bot.directory.registry import HOTLINES, HOURS, load_hotlines, load_hours
from bot.triage.taxonomy import taxonomy

type Change = Callable[[dict[str, Any]], object]

REAL: dict[str, Any] = yaml.safe_load(HOTLINES.read_text(encoding="utf-8"))
TODAY = date(2026, 11, 23)


def first(registry: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = registry["hotlines"][0]
    return row


def changed(tmp_path: Path, change: Change) -> Path:
    registry = deepcopy(REAL)
    change(registry)
    path = tmp_path / "hotlines.yml"
    path.write_text(yaml.safe_dump(registry, allow_unicode=True), encoding="utf-8")
    return path


def test_the_registry_loads_and_serves_every_danger() -> None:
    directory = load_hotlines()
    assert set(directory.order) == {*taxonomy().dangers, "general"}


def test_kinds_come_from_the_order() -> None:
    directory = load_hotlines()
    assert "suicide" in directory.by_key("INOCHI_SOS").kinds
    assert directory.by_key("GAIKOKU").kinds == ()


def test_numbers_that_are_mistyped_elsewhere_are_right_here() -> None:
    numbers = {line.key: line.number for line in load_hotlines().hotlines}
    # Each ends in what the official page says; copies of these lines are known to swap digits.
    assert [int(part) for part in str(numbers["KOKORO_TEL"]).split("-")] == [570, 64, 556]
    assert [int(part) for part in str(numbers["INOCHI_SOS"]).split("-")] == [120, 61, 338]
    assert str(numbers["DV_NAVI"]).startswith("#")


@pytest.mark.parametrize(
    ("change", "row", "problem"),
    [
        (lambda r: first(r).update(number="12"), "FIRE", "not a telephone number"),
        (lambda r: first(r).update(number="06-1234"), "FIRE", "digits"),
        (lambda r: first(r).update(number="8008"), "FIRE", "not a telephone number"),
        (lambda r: first(r).update(number=119), "FIRE", "valid string"),
        (lambda r: first(r).pop("number"), "FIRE", "needs a number"),
        (lambda r: first(r).pop("source"), "FIRE", "source"),
        (lambda r: first(r).pop("verified_on"), "FIRE", "verified_on"),
        (lambda r: first(r).update(verified_on=date(2026, 11, 24)), "FIRE", "future"),
        (lambda r: first(r).update(chat=True), "FIRE", "either voice or chat"),
        (lambda r: first(r).update(kinds=["suicide"]), "FIRE", "kinds come from order"),
        (lambda r: first(r).update(colour="red"), "FIRE", "Extra inputs"),
        (lambda r: first(r).update(mark="M"), "FIRE", "mark"),
        (lambda r: first(r).update(hours={"text_ja": "x"}), "FIRE", "known hours"),
        (lambda r: r["hotlines"].append(first(r)), "FIRE", "stands twice"),
        (lambda r: r["hotlines"][1].update(number=first(r)["number"]), "POLICE", "same contact"),
        (lambda r: r["order"]["medical"]["adult"].append("NOBODY"), "order.medical", "NOBODY"),
        (lambda r: r["order"]["medical"].pop("child"), "order.medical", "for child"),
        (
            lambda r: r["order"]["medical"].update(adult=["EMERGENCY_7119"]),
            "order.medical.adult",
            "shown everywhere",
        ),
        (lambda r: r.update(version=2), "file", "version"),
    ],
)
def test_a_wrong_row_is_refused_by_name(
    tmp_path: Path, change: Change, row: str, problem: str
) -> None:
    with pytest.raises(HotlinesInvalid) as refusal:
        load_hotlines(changed(tmp_path, change), today=TODAY)
    assert row in refusal.value.row
    assert problem in str(refusal.value)


@pytest.mark.parametrize("clock", ["24:01", "8:00", "25:00", 480])
def test_a_wrong_time_is_refused(tmp_path: Path, clock: object) -> None:
    def change(registry: dict[str, Any]) -> None:
        first(registry)["hours"]["open"][0]["to"] = clock

    with pytest.raises(HotlinesInvalid, match="FIRE"):
        load_hotlines(changed(tmp_path, change), today=TODAY)


def test_local_lines_join_the_order(tmp_path: Path) -> None:
    def change(registry: dict[str, Any]) -> None:
        night = {"key": "LOCAL_NIGHT", "number": "#1234", "emergency": False}
        registry["local"] = [{**first(registry), **night}]
        registry["order"]["no_shelter_food"]["adult"].insert(0, "LOCAL_NIGHT")

    directory = load_hotlines(changed(tmp_path, change), today=TODAY)
    assert directory.for_kind("no_shelter_food", "adult")[0].key == "LOCAL_NIGHT"


def test_a_regional_line_is_shown_only_where_it_was_confirmed() -> None:
    keys = [line.key for line in load_hotlines().for_kind("medical", "adult")]
    assert keys == ["FIRE"]
    here = load_hotlines(enabled_regional=["EMERGENCY_7119"])
    assert [line.key for line in here.for_kind("medical", "adult")] == ["FIRE", "EMERGENCY_7119"]


def test_only_a_regional_line_can_be_enabled() -> None:
    with pytest.raises(HotlinesInvalid, match="not a regional line"):
        load_hotlines(enabled_regional=["FIRE"])


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HotlinesInvalid):
        load_hotlines(tmp_path / "nowhere.yml")
    broken = tmp_path / "broken.yml"
    broken.write_text("a: [", encoding="utf-8")
    with pytest.raises(HotlinesInvalid):
        load_hotlines(broken)


def test_the_hours_load_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    office = load_hours()
    assert office.staff.text_ja
    assert max(office.holidays) <= office.holidays_until
    raw = yaml.safe_load(HOURS.read_text(encoding="utf-8"))
    raw["staff"]["from"] = "18:00"
    path = tmp_path / "hours.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(HoursInvalid, match="from must be before to"):
        load_hours(path)
