"""Several values in one environment variable, separated by commas."""

from typing import Annotated

from pydantic import BeforeValidator


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


type Listed = Annotated[tuple[str, ...], BeforeValidator(_split)]
