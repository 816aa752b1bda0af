"""Brings a database to the present tables, and says whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from bot.db.database import Database, DatabaseError

_STEPS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    return config


def upgrade(database: Database) -> None:
    """Bring the database to the present tables; nothing changes where it is there already.

    Raises:
        DatabaseError: Its tables are of a version that is not known here.
    """
    config = _config()
    try:
        with database.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        message = "The database was made by a newer Homeround; install that one."
        raise DatabaseError(message) from error


def is_current(database: Database) -> bool:
    """Say whether the database has the present tables."""
    with database.read() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()


def is_known(database: Database) -> bool:
    """Say whether the database has tables of this or an earlier version of Homeround."""
    with database.read() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return found in {each.revision for each in steps}
