"""``homeround demo``: the main job, played against the sandbox."""

import asyncio
import importlib.util
import os
from pathlib import Path
from typing import Annotated

import aiohttp
import typer
from rich.console import Console

from bot.cli.opening import ConfigPath
from bot.cli.output import faults_as_sentences
from bot.core.errors import HomeroundError
from bot.db.database import Database
from bot.demo.people import Controls
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.reading import read_text


def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="End after the story.")] = False,
    port: Annotated[
        int, typer.Option(help="The sandbox's port; another where it is taken.")
    ] = 9000,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Play the main job on this machine, with invented homes, and leave it open to try."""
    with faults_as_sentences():
        try:
            asyncio.run(_demo(config, port, once=once))
        except KeyboardInterrupt:
            Console().print("The demo has ended.")


async def _demo(config: Path, port: int, *, once: bool) -> None:
    samples = _samples()
    newsletter = read_text(samples / "newsletter.md", "newsletter.md").strip()
    async with Stage(config, port, os.environ) as stage, aiohttp.ClientSession() as session:
        database = Database(stage.database_url)
        try:
            story = Story(stage, Controls(session, stage.url), Console(), database)
            await story.play(samples / "homes_bromley_like.csv", newsletter)
            if not once:
                story.tell(
                    f"Try it: {stage.url}#chat=7001&user=U0PRIYA&channel=C0CLINICAL (Ctrl-C ends it)"
                )
                await asyncio.Event().wait()
        finally:
            database.close()


def _samples() -> Path:
    """Return the folder of the sandbox's sample data: found, never imported."""
    found = importlib.util.find_spec("sandbox")
    if found is None or not found.submodule_search_locations:
        message = "The demo needs the folder sandbox/ of the project."
        raise HomeroundError(message)
    return Path(found.submodule_search_locations[0]) / "data"
