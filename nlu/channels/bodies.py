"""What the caller may send.

`{"conversation_id", "turn_id", "text", "retried", "handed_off"}`, the last two optional, or
`{"text"}`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class BadBody(ValueError):
    """The body is not the JSON object this address expects."""


@dataclass(frozen=True)
class Turn:
    conversation_id: str
    turn_id: str
    text: str
    # An earlier call for the same turn may have been processed.
    retried: bool = False
    # Whether a case waits for a person: the caller knows, the tracker may be behind. None: no news.
    handed_off: bool | None = None

    @classmethod
    def from_body(cls, body: bytes) -> Turn:
        fields = _object(body)
        return cls(
            conversation_id=_uuid(fields, "conversation_id"),
            turn_id=_uuid(fields, "turn_id"),
            text=_text(fields),
            retried=bool(_flag(fields, "retried")),
            handed_off=_flag(fields, "handed_off"),
        )


@dataclass(frozen=True)
class Reading:
    text: str

    @classmethod
    def from_body(cls, body: bytes) -> Reading:
        return cls(_text(_object(body)))


def _object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadBody("not JSON") from error
    if not isinstance(fields, dict):
        raise BadBody("not a JSON object")
    return fields


def _text(fields: dict[str, Any]) -> str:
    text = fields.get("text")
    if not isinstance(text, str):
        raise BadBody("text is not a string")
    return text


def _flag(fields: dict[str, Any], name: str) -> bool | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, bool):
        raise BadBody(f"{name} is not a boolean")
    return value


def _uuid(fields: dict[str, Any], name: str) -> str:
    try:
        return str(UUID(fields[name]))
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise BadBody(f"{name} is not a UUID") from error
