"""The root of every table, and the naming of its constraints."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import TIMESTAMP, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    # Named constraints: a migration can refer to what the database refused.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: TIMESTAMP(timezone=True),
        UUID: Uuid(),
    }
