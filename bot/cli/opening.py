"""What every command opens first: the config, the content, the database, the clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_desk
from bot.clock import SystemClock
from bot.config import Config, load_config
from bot.content import load_content
from bot.core.definitions import Content
from bot.core.errors import HomeroundError
from bot.db import audit, migrate
from bot.db.database import Connection, Database
from bot.db.store import Desk, Store

ConfigPath = Annotated[Path, typer.Option("--config", help="The config file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DEFAULT = Path("config.toml")


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that a command works with."""

    config: Config
    content: Content
    database: Database
    desk: Desk
    clock: SystemClock

    def store(self, connection: Connection) -> Store:
        """Return the store of one command's transaction; nobody's chat is behind it."""
        return Store(connection, self.desk, "operator", "", self.clock.now())

    def audit(self, connection: Connection, action: str, about: str) -> None:
        """Note in the audit log what the operator did; never a text or a name."""
        now = self.clock.now()
        audit.add(connection, actor="operator", person_id=None, action=action, about=about, now=now)

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
        if not database.answers():
            message = "The database cannot be reached. Look at [database] url in config.toml."
            raise HomeroundError(message)
        if not migrate.is_current(database):
            message = "The database is not ready. Run: homeround db upgrade"
            raise HomeroundError(message)
        yield Opened(config, content, database, open_desk(config, content), SystemClock())
    finally:
        database.close()
