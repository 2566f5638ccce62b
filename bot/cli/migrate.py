"""`madoguchi migrate`"""

from bot.db.migrate import migrate as migrate_database
from bot.runtime import tables
from bot.runtime.house import database_url
from bot.runtime.settings import read_settings


def migrate() -> None:
    """Bring the database up to date. Safe to run again."""
    migrate_database(database_url(read_settings()))
    print(f"the database has its {len(tables.metadata.tables)} tables")
