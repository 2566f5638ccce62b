"""Alembic's way in: which tables there should be, and where the database is."""

from alembic import context
from sqlalchemy import create_engine

from bot.db.base import Base

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
