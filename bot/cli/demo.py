"""``homeround demo``: the main job, played against the sandbox."""

import asyncio
import importlib.util
import os
import signal
from pathlib import Path
from typing import Annotated

import aiohttp
import typer
from rich.console import Console

from bot.cli.opening import ConfigPath, content_path
from bot.cli.output import faults_as_sentences, say
from bot.config import load_config
from bot.content import load_content
from bot.core.errors import HomeroundError
from bot.db.database import Database
from bot.demo.people import Controls
from bot.demo.script import Script, read_sample, read_script
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.reading import read_text

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
        path = content_path(config, load_config(config, os.environ))
        script = read_script(load_content(path))
        asyncio.run(_until_stopped((config, path), port, script, once=once))


async def _until_stopped(
    where: tuple[Path, Path], port: int, script: Script, *, once: bool
) -> None:
    """Play; however often one is asked to stop, what was begun is ended once, and in order."""
    stop = asyncio.Event()
    for name in STOPS:
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    playing = asyncio.create_task(_play(where, port, script, once=once))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not playing.done():
        playing.cancel()
        await asyncio.wait({playing})
        say("The demo has ended, and nothing of it is left.")
        return
    stopping.cancel()
    await playing


async def _play(where: tuple[Path, Path], port: int, script: Script, *, once: bool) -> None:
    samples = _samples()
    sample = read_sample(read_text(samples / "newsletter.toml", "newsletter.toml"))
    stage = Stage(*where, port, os.environ, script.helpers.id)
    async with stage, aiohttp.ClientSession() as session:
        database = Database(stage.database_url)
        try:
            story = Story(stage, script, Controls(session, stage.url), Console(), database)
            await story.play(samples / "homes_bromley_like.csv", sample)
            if once:
                story.tell("To try it yourself, play it without --once: the page stays open.")
                return
            story.offer()
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
