"""Reading the directory's files strictly: a wrong row stops the start, not a resident's call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from bot.directory.errors import DirectoryError, HotlinesInvalid, HoursInvalid
from bot.directory.models import Hotline, HotlineDirectory, OfficeHours
from bot.kit.places import DATA

TOKYO = ZoneInfo("Asia/Tokyo")
HOTLINES = DATA / "directory" / "hotlines.yml"
HOURS = DATA / "directory" / "hours.yml"


def load_hotlines(
    path: Path = HOTLINES,
    *,
    today: date | None = None,
    enabled_regional: Iterable[str] = (),
) -> HotlineDirectory:
    """Read and check the registry; raises HotlinesInvalid naming the row."""
    raw = read_mapping(path, HotlinesInvalid)
    order = _kinds_by_key(raw.get("order"), path)
    rows = {
        section: tuple(_hotline(path, row, order) for row in raw.get(section) or ())
        for section in ("hotlines", "local")
    }
    _check_rows((*rows["hotlines"], *rows["local"]), path, today or datetime.now(TOKYO).date())
    content = {**raw, **rows, "enabled_regional": frozenset(enabled_regional)}
    try:
        directory = HotlineDirectory.model_validate(content)
    except ValidationError as error:
        raise HotlinesInvalid(path, "file", problem_of(error)) from None
    _check_references(directory, path)
    return directory


def load_hours(path: Path = HOURS) -> OfficeHours:
    """Read and check the staff's hours; raises HoursInvalid."""
    try:
        return OfficeHours.model_validate(read_mapping(path, HoursInvalid))
    except ValidationError as error:
        raise HoursInvalid(path, "file", problem_of(error)) from None


def read_mapping(path: Path, refusal: type[DirectoryError]) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise refusal(path, "file", str(error)) from error
    if not isinstance(raw, dict):
        raise refusal(path, "file", "must be a mapping")
    return raw


def problem_of(error: ValidationError) -> str:
    """Every complaint on one line: where and why."""
    return "; ".join(
        f"{'.'.join(str(part) for part in item['loc']) or 'row'}: {item['msg']}"
        for item in error.errors(include_url=False, include_context=False)
    )


def _kinds_by_key(order: object, path: Path) -> dict[str, list[str]]:
    if not isinstance(order, Mapping):
        raise HotlinesInvalid(path, "order", "must be a mapping")
    kinds: dict[str, list[str]] = {}
    for kind, readers in order.items():
        if not isinstance(readers, Mapping) or set(readers) != {"adult", "child"}:
            raise HotlinesInvalid(path, f"order.{kind}", "needs a list for adult and for child")
        for key in dict.fromkeys([*readers["adult"], *readers["child"]]):
            kinds.setdefault(key, []).append(str(kind))
    return kinds


def _hotline(path: Path, row: object, kinds: Mapping[str, list[str]]) -> Hotline:
    if not isinstance(row, dict):
        raise HotlinesInvalid(path, repr(row), "a row must be a mapping")
    key = str(row.get("key", "(no key)"))
    if "kinds" in row:
        raise HotlinesInvalid(path, key, "kinds come from order, not from the row")
    try:
        return Hotline.model_validate({**row, "kinds": tuple(kinds.get(key, ()))})
    except ValidationError as error:
        raise HotlinesInvalid(path, key, problem_of(error)) from None


def _check_rows(rows: tuple[Hotline, ...], path: Path, today: date) -> None:
    keys: set[str] = set()
    contacts: dict[str, str] = {}
    for row in rows:
        if row.key in keys:
            raise HotlinesInvalid(path, row.key, "the key stands twice")
        keys.add(row.key)
        if row.contact in contacts:
            raise HotlinesInvalid(path, row.key, f"same contact as {contacts[row.contact]}")
        contacts[row.contact] = row.key
        if row.verified_on > today:
            raise HotlinesInvalid(path, row.key, f"verified_on {row.verified_on} is in the future")


def _check_references(directory: HotlineDirectory, path: Path) -> None:
    rows = {row.key: row for row in (*directory.hotlines, *directory.local)}
    for kind, readers in directory.order.items():
        for reader, keys in readers.items():
            where = f"order.{kind}.{reader}"
            if missing := [key for key in keys if key not in rows]:
                raise HotlinesInvalid(path, where, f"no row named {', '.join(missing)}")
            if len(set(keys)) != len(keys):
                raise HotlinesInvalid(path, where, "a key stands twice")
            if all(rows[key].regional for key in keys):
                raise HotlinesInvalid(path, where, "needs one line that is shown everywhere")
    for key in directory.enabled_regional:
        if key not in rows or not rows[key].regional:
            raise HotlinesInvalid(path, key, "is not a regional line")
