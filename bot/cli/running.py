"""``homeround run``, ``check`` and ``doctor``: what an operator starts and looks at."""

import asyncio
import gc
import os
import signal
import sys
from pathlib import Path

import typer

from bot.app import Process, open_channels
from bot.app import run as run_process
from bot.cli.opening import AsJson, ConfigPath, Opened, content_path, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.clock import SystemClock
from bot.config import content_folder, load_config
from bot.content import load_content
from bot.core.errors import Fault, Faults, HomeroundError
from bot.db.database import Database
from bot.doctor import Finding, examine
from bot.log import set_up_logging
from bot.privacy import find_identifying

# So many more objects made than gone again; Python's own 700 is for programs with a few thousand objects.
GARBAGE_AFTER = 20_000


def run(*, config: ConfigPath = Path("config.toml")) -> None:
    """Run until it is stopped (Ctrl-C, or SIGTERM)."""
    set_up_logging(sys.stderr, as_json=not sys.stderr.isatty(), level="INFO")
    with faults_as_sentences(), open_all(config) as opened:
        missing = opened.config.missing_secrets()
        if missing:
            message = f"These are not set in the environment: {', '.join(missing)}."
            raise HomeroundError(message)
        if not opened.desk.painters:
            message = (
                "No channel is on. Set enabled = true in [telegram] or [slack] of config.toml."
            )
            raise HomeroundError(message)
        asyncio.run(_run(opened))


async def _run(opened: Opened) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    process = Process(opened.config, opened.content, opened.database, opened.clock)

    def started(port: int) -> None:
        # What is here now stays until the end: to look through it again and again for garbage finds none.
        gc.collect()
        gc.freeze()
        # Nearly all that a batch or a window makes goes by itself, without being looked for.
        gc.set_threshold(GARBAGE_AFTER)
        say(f"Homeround runs. Health: http://{opened.config.http.host}:{port}/readyz")

    await run_process(process, stop, started)


def check(*, config: ConfigPath = Path("config.toml")) -> None:
    """Look for every fault in config.toml and in the content folder."""
    with faults_as_sentences():
        faults: list[Fault] = []
        try:
            load_config(config, os.environ)
        except Faults as found:
            faults += found.faults
        try:
            content = load_content(content_folder(config, os.environ), find_identifying)
        except Faults as found:
            faults += found.faults
        if faults:
            raise Faults(faults)
        for each in content.warnings:
            say(f"Have a second look: {each}")
        say(
            f"No faults. Questionnaires: {len(content.questionnaires)}, teams: {len(content.teams)}, "
            f"categories: {len(content.categories)}."
        )


def doctor(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """Say in plain words what is wrong, if anything: tokens, database, clock, content."""
    with faults_as_sentences():
        findings = asyncio.run(_examine(config))
        rows = [{"what": each.what, "ok": each.ok, "sentence": each.sentence} for each in findings]
        shown = [row | {"is": "ok" if row["ok"] else "wrong"} for row in rows]
        columns = {"what": "Looked at", "is": "", "sentence": "Found"}
        show(rows if as_json else shown, columns, as_json=as_json, none="")
        if not all(each.ok for each in findings):
            raise typer.Exit(1)


async def _examine(path: Path) -> list[Finding]:
    try:
        config = load_config(path, os.environ)
    except Faults as found:
        return [Finding("config", ok=False, sentence=str(each)) for each in found.faults]
    findings = [Finding("config", ok=True, sentence=f"{path} has no faults.")]
    try:
        content = load_content(content_path(path, config), find_identifying)
    except Faults as found:
        findings += [Finding("content", ok=False, sentence=str(each)) for each in found.faults]
        content = None
    else:
        findings.append(Finding("content", ok=True, sentence="No file of it has faults."))
    channels = open_channels(config, content) if content else []
    opened = Database(config.database.url)
    try:
        findings += await examine(config, opened, channels, SystemClock())
    finally:
        for channel in channels:
            await channel.stop()
        opened.close()
    return findings
