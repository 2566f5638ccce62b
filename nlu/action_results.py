"""Rasa rebuilds one constant JSON-schema validator for every action call; here it is built once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

_rasa_validates = RemoteAction._validate_action_result  # noqa: SLF001 - the one seam there is


@lru_cache(maxsize=1)
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def validate_action_result(action: RemoteAction, result: Any) -> bool:
    """Accepts what Rasa accepts; what it refuses goes to Rasa itself, so its error is the same."""
    return bool(_validator().is_valid(result) or _rasa_validates(action, result))


def install() -> None:
    """Let every remote action of this process validate with the validator built once."""
    RemoteAction._validate_action_result = validate_action_result  # noqa: SLF001
