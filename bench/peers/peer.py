"""A peer as a process of an environment of its own, which pip makes from its requirements when first asked for."""

import asyncio
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.peers.messages import Messages
from bench.report import say
from bench.stand import ROOT, TOKEN, Stand

SOURCES = ROOT / "bench" / "peers"
ENVIRONMENTS = ROOT / "build" / "bench" / "peers"
PATIENCE = 120.0


class Unable(Exception):
    """A peer could not be measured; the message says why, in words for the table."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One of the folders beside this file, and the command of its environment that runs it."""

    name: str
    command: tuple[str, ...]

    @property
    def environment(self) -> Path:
        """Return where its environment is."""
        return ENVIRONMENTS / self.name

    async def install(self) -> None:
        """Let its environment hold what its requirements name, and nothing else.

        Raises:
            Unable: The packages cannot be had, or not for this Python.
        """
        wanted = SOURCES / self.name / "requirements.txt"
        # Written last: an environment without it was not made to the end.
        made_of = self.environment / wanted.name
        if made_of.exists() and made_of.read_bytes() == wanted.read_bytes():
            return
        say(f"Making the environment of {self.name}")
        await self._succeed(sys.executable, "-m", "venv", "--clear", str(self.environment))
        pip = (str(self.environment / "bin" / "python"), "-m", "pip", "install", "--quiet")
        await self._succeed(*pip, "--disable-pip-version-check", "--requirement", str(wanted))
        shutil.copyfile(wanted, made_of)

    async def _succeed(self, *command: str) -> None:
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
        told, _ = await process.communicate()
        if process.returncode:
            raise Unable(f"{self.name} could not be installed: {_last_line(told)}")

    @asynccontextmanager
    async def running(self, stand: Stand, *arguments: str) -> AsyncIterator["Running"]:
        """Hold the peer as a process of its environment; it ends with the block.

        Raises:
            Unable: It cannot be installed.
        """
        await self.install()
        with tempfile.TemporaryDirectory(prefix="homeround-peer-") as folder:
            program, *rest = self.command
            running = Running(self.name, Path(folder))
            with running.log.open("wb") as log:
                running.process = await asyncio.create_subprocess_exec(
                    *(str(self.environment / "bin" / program), *rest, *arguments),
                    env=running.settings(stand),
                    stdout=log,
                    stderr=log,
                    cwd=folder,
                )
            try:
                yield running
            finally:
                if running.process.returncode is None:
                    running.process.kill()
                await running.process.wait()


class Running:
    """A peer that runs, with a folder of its own for all that it writes."""

    process: Process

    def __init__(self, name: str, folder: Path) -> None:
        """Let it write below this folder."""
        self.name = name
        self.folder = folder
        self.log = folder / "log"

    def settings(self, stand: Stand) -> dict[str, str]:
        """Return its environment variables."""
        home = {name: str(self.folder) for name in ("HOME", "XDG_DATA_HOME", "BENCH_FOLDER")}
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "BENCH_URL": stand.url,
            "BENCH_TOKEN": TOKEN,
            "BENCH_DATABASE": str(self.folder / "messages.db"),
        } | home

    async def until_sent(self, stand: Stand, messages: int) -> None:
        """Return when so many messages have come from it.

        Raises:
            Unable: It ended before, or took too long.
        """
        sent = asyncio.ensure_future(stand.until_sent(messages))
        ended = asyncio.ensure_future(self.process.wait())
        both: tuple[asyncio.Future[Any], ...] = (sent, ended)
        await asyncio.wait(both, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        # A loop ends as soon as its last message was taken.
        if not sent.done() and (await stand.counts())["messages"] < messages:
            for each in both:
                each.cancel()
            raise Unable(f"{self.name} did not do its work: {_last_line(self.log.read_bytes())}")
        ended.cancel()
        await sent

    def kept(self) -> int:
        """Return how many texts it has stored."""
        messages = Messages(str(self.folder / "messages.db"))
        try:
            return messages.count()
        finally:
            messages.close()


def _last_line(told: bytes) -> str:
    lines = told.decode(errors="replace").split("\n")
    return next((each.strip() for each in reversed(lines) if each.strip()), "it said nothing")
