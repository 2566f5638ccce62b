from collections.abc import Callable
from typing import Any

from bot.simulator.models import Json

type Measure = Callable[[str], int]


class Findings:
    """Collects what is wrong with a request body, each with the path of the property."""

    def __init__(self) -> None:
        self.details: list[dict[str, str]] = []

    def add(self, path: str, message: str) -> None:
        self.details.append({"message": message, "property": path})

    def text(
        self,
        holder: Json,
        key: str,
        path: str,
        limit: int,
        measure: Measure,
        *,
        optional: bool = False,
    ) -> None:
        value = holder.get(key)
        if value is None and optional:
            return
        if not isinstance(value, str) or not value:
            self.add(f"{path}.{key}", "May not be empty")
        elif measure(value) > limit:
            self.add(f"{path}.{key}", f"Length must be between 0 and {limit}")

    def https_url(self, holder: Json, key: str, path: str, *, optional: bool = False) -> None:
        value = holder.get(key)
        if value is None and optional:
            return
        if not isinstance(value, str) or not value.startswith("https://") or len(value) > 2000:
            self.add(f"{path}.{key}", "Must be a valid HTTPS URL")

    def number(self, holder: Json, key: str, path: str, low: float, high: float) -> None:
        value = holder.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.add(f"{path}.{key}", "May not be empty")
        elif not low <= value <= high:
            self.add(f"{path}.{key}", f"Must be between {low:g} and {high:g}")

    def objects(self, holder: Json, key: str, path: str, most: int) -> list[tuple[str, Json]]:
        """The usable members of a list of objects, each with its own path."""
        value: Any = holder.get(key)
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            self.add(f"{path}.{key}".lstrip("."), f"Size must be between 1 and {most}")
            return []
        named = [(f"{path}.{key}[{i}]".lstrip("."), member) for i, member in enumerate(value)]
        for name, member in named:
            if not isinstance(member, dict):
                self.add(name, "Must be an object")
        return [(name, member) for name, member in named if isinstance(member, dict)]

    def one_of(self, holder: Json, key: str, path: str, values: list[str]) -> bool:
        if holder.get(key) in values:
            return True
        self.add(f"{path}.{key}", f"Must be one of the following values: [{', '.join(values)}]")
        return False
