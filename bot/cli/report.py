"""``homeround report``: what is printed for people who look at the network from outside."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import ConfigPath, open_all
from bot.cli.output import faults_as_sentences, say
from bot.core.errors import HomeroundError
from bot.core.people import HomeId
from bot.db import guidance
from handlers.guidance_record import written

app = typer.Typer(help="Reports: guidance.", no_args_is_help=True)


@app.callback()
def reports() -> None:
    """Print what somebody outside the network may ask to see."""


@app.command("guidance")
def guidance_(
    *,
    home: Annotated[str, typer.Option("--home", help="The home's id, such as H12.")],
    out: Annotated[Path, typer.Option("--out", help="The PDF file to write.")],
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Write what a home was told of guidance, and when it confirmed that, as a PDF file."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.write() as connection:
            found = opened.store(connection).homes([HomeId(home)])
            if not found:
                message = f"There is no home {home}. See: homeround homes list"
                raise HomeroundError(message)
            told = guidance.told(connection, HomeId(home))
            opened.audit(connection, "guidance record", f"home_id={home}")
        now = opened.clock.now()
        title, text = written(told, found[0], opened.content.words.guidance, opened.zone, now)
        try:
            out.write_bytes(opened.desk.print_text(title, text, now))
        except OSError as error:
            message = f"Cannot write {out}: {error.strerror or type(error).__name__}."
            raise HomeroundError(message) from error
        say(f"The record of {found[0].name} is in {out}. Changes told: {len(told)}.")
