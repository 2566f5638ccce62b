"""Enumerations as the database keeps them: their values as text, anything else refused by a CHECK."""

from enum import StrEnum

from sqlalchemy import Enum


def words(kind: type[StrEnum]) -> Enum:
    """The column type of an enumeration."""
    return Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
    )
