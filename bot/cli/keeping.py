"""``homeround db``: the tables, backups of everything in them, and what a restored one may send."""

import os
from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import ConfigPath, open_all
from bot.cli.output import bar, faults_as_sentences, say, told
from bot.clock import SystemClock
from bot.config import load_config
from bot.core.errors import HomeroundError
from bot.db import backup as copies
from bot.db import migrate, restored
from bot.db.database import Database

app = typer.Typer(help="The database: its tables, and backups of it.", no_args_is_help=True)

NOT_RESTORED = "No restored backup waits to be released."


@app.command()
def upgrade(*, config: ConfigPath = Path("config.toml")) -> None:
    """Bring the database to the present tables, making it where there is none."""
    with faults_as_sentences():
        opened = Database(load_config(config, os.environ).database.url)
        try:
            migrate.upgrade(opened)
        finally:
            opened.close()
        say("The database is ready.")


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="A new file for it.")] = None,
    *,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Write everything in the database to one file, while Homeround goes on."""
    with faults_as_sentences(), open_all(config) as opened:
        now = opened.clock.now()
        path = file or Path(f"homeround-{now.astimezone(UTC):%Y-%m-%d-%H%M}.backup")
        try:
            with bar("Backing up", copies.TABLES) as step:
                rows = copies.back_up(opened.database, path, now, step)
        except OSError as error:
            message = f"{path} cannot be written ({error.strerror}), so there is no backup."
            raise HomeroundError(message) from error
        say(f"{path} holds everything: {rows} rows. Keep it as safe as the database.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    *,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Bring a backup into an empty database; nothing is sent before it is released."""
    with faults_as_sentences():
        opened = Database(load_config(config, os.environ).database.url)
        try:
            with bar("Restoring", copies.TABLES) as step:
                rows = copies.restore(file, opened, SystemClock().now(), step)
            with opened.read() as connection:
                found = restored.present(connection)
        finally:
            opened.close()
        waited = found.waiting if found else 0
        say(
            f"{rows} rows are back. {waited} messages waited in the backup. Start Homeround: people get answers,"
            " and nothing else goes out before a coordinator releases it, by the button in their menu."
        )


@app.command()
def release(
    *,
    drop: Annotated[
        bool, typer.Option("--drop", help="Cancel what waited in the backup instead of sending it.")
    ] = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Let a restored network send again."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.write() as connection:
            found = restored.present(connection)
            if found is None:
                raise HomeroundError(NOT_RESTORED)
            restored.release(connection, opened.clock.now(), send=not drop)
            opened.audit(connection, "restored released", f"restored_at={found.restored_at}")
        what = "dropped" if drop else "sent"
        since = told(found.restored_at, opened.zone)
        say(
            f"Released what was restored on {since}. {found.waiting} messages that waited are {what}."
        )
