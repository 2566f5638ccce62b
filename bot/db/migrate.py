"""Bringing a database up to the tables this version expects."""

from pathlib import Path

import procrastinate
from alembic import command
from alembic.config import Config
from procrastinate.schema import SchemaManager
from sqlalchemy import create_engine, text

from bot.db.database import libpq_url, sqlalchemy_url

_SCRIPTS = Path(__file__).parent / "migrations"
RASA_SCHEMA = "rasa"


def migrate(url: str) -> None:
    """Apply what is missing: our tables, the job queue's own, and the schema that Rasa keeps its talk in."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["url"] = sqlalchemy_url(url)
    command.upgrade(config, "head")
    _install_job_queue(url)


def _install_job_queue(url: str) -> None:
    engine = create_engine(sqlalchemy_url(url))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {RASA_SCHEMA}"))
        installed = connection.scalar(text("SELECT to_regclass('procrastinate_jobs')"))
    engine.dispose()
    if installed is None:
        app = procrastinate.App(
            connector=procrastinate.SyncPsycopgConnector(conninfo=libpq_url(url))
        )
        with app.open():
            SchemaManager(app.connector).apply_schema()
