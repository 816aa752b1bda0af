"""What every command opens first: the config, the content, the database, the clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import uuid4
from zoneinfo import ZoneInfo

import typer

from bot.app import open_desk, open_engine
from bot.clock import SystemClock
from bot.config import Config, load_config
from bot.content import load_content
from bot.core.definitions import Content
from bot.core.errors import HomeroundError
from bot.core.events import Came, Inbound
from bot.db import audit, migrate
from bot.db.database import Connection, Database
from bot.db.store import Desk, Store
from bot.metrics import Metrics

ConfigPath = Annotated[Path, typer.Option("--config", help="The config file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that a command works with."""

    config: Config
    content: Content
    database: Database
    desk: Desk
    clock: SystemClock

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of every time that people read or write."""
        return ZoneInfo(self.config.network.timezone)

    def store(self, connection: Connection) -> Store:
        """Return the store of one command's transaction; nobody's chat is behind it."""
        return Store(connection, self.desk, "operator", "", self.clock.now())

    def audit(self, connection: Connection, action: str, about: str) -> None:
        """Note in the audit log what the operator did; never a text or a name."""
        now = self.clock.now()
        audit.add(connection, actor="operator", person_id=None, action=action, about=about, now=now)

    def happens(self, what: Came) -> None:
        """Let the handlers do what they do for anybody, with all that follows in one transaction."""
        metrics = Metrics(self.config.channels)
        engine = open_engine(
            self.config, self.desk, self.database, self.clock, metrics, lambda: None
        )
        engine.take([Inbound(uuid4().hex, "operator", "", "", what)])

    def telegram_link(self) -> str:
        """Return the address that opens the bot in Telegram, empty where Telegram is off."""
        name = self.config.telegram.bot_name
        return f"https://t.me/{name}" if self.config.telegram.enabled and name else ""


def content_path(config_path: Path, config: Config) -> Path:
    """Return the content folder: beside the config file unless it says otherwise."""
    return config_path.parent / config.content.path


@contextmanager
def open_all(config_path: Path) -> Iterator[Opened]:
    """Open everything for a command, and close it at the end.

    Raises:
        Faults: The config or the content has faults.
        HomeroundError: The database is not there, or not at the present tables.
    """
    config = load_config(config_path, os.environ)
    content = load_content(content_path(config_path, config))
    database = Database(config.database.url)
    try:
        _check(database)
        yield Opened(config, content, database, open_desk(config, content), SystemClock())
    finally:
        database.close()


def _check(database: Database) -> None:
    """Find out whether the database can be used as it is.

    Raises:
        HomeroundError: It is not there, does not answer, or is not at the present tables.
    """
    name = database.url.database
    # To look into an SQLite file that is not there would make one.
    if database.is_sqlite and name and not Path(name).exists() and not name.startswith("file:"):
        message = f"There is no database {name} yet. Make it: homeround db upgrade"
        raise HomeroundError(message)
    if not database.answers():
        message = "The database cannot be reached. Look at [database] url in config.toml."
        raise HomeroundError(message)
    if not migrate.is_current(database):
        message = "The database is not at the present tables. Run: homeround db upgrade"
        raise HomeroundError(message)
