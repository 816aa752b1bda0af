"""The demo's stage: a folder that goes at the end, the sandbox and Homeround as processes of their own."""

import asyncio
import shutil
import socket
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.core.errors import HomeroundError
from bot.core.people import TeamId

TELEGRAM_TOKEN = "100001:sandbox"  # noqa: S105 - the sandbox's own, known to everybody
SLACK_BOT_TOKEN = "xoxb-sandbox"  # noqa: S105
SLACK_APP_TOKEN = "xapp-sandbox"  # noqa: S105
BOT_NAME = "homeround_bot"
# What is watched in the demo.
FEED = """
[[feeds]]
id = "demo"
name = "Guidance of a publisher (invented)"
feed = "{url}"
publisher = "Department of Health and Social Care"
team = "{team}"
hosts = ["www.gov.uk"]
licence = "An invented page of the sandbox."
"""
STARTING = 60.0  # seconds
ENDING = 15.0


class Stage:
    """Runs both processes from ``async with`` to its end.

    ``url`` is the sandbox's page; ``why`` says in brackets why it is not on the port that was asked for.
    """

    def __init__(
        self, config: Path, content: Path, port: int, environment: Mapping[str, str], owner: TeamId
    ) -> None:
        """Prepare; ``environment`` is what the processes get besides the demo's own settings.

        The content is played from a copy, in which the team ``owner`` watches the sandbox's publisher.
        """
        self._config = config.resolve()
        self._content = content.resolve()
        self._owner = owner
        self._port = port if _is_free(port) else 0
        self.why = "" if self._port == port else f" (port {port} is taken)"
        self._environment = dict(environment)
        self._processes: list[asyncio.subprocess.Process] = []
        self.url = ""
        self.database_url = ""

    async def __aenter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="homeround-demo-")
        try:
            await self._start()
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        return self

    async def _start(self) -> None:
        self.database_url = f"sqlite:///{Path(self._folder.name, 'demo.db')}"
        self._environment["HOMEROUND_DATABASE_URL"] = self.database_url
        line, _ = await asyncio.gather(
            self._process("-m", "sandbox", "--port", str(self._port)),
            self.command("db", "upgrade"),
        )
        self.url = line.removeprefix("sandbox ready ")
        self._copy_content()
        self._environment |= {
            "HOMEROUND_CONTENT_PATH": str(self.path("content")),
            "HOMEROUND_GUIDANCE_WATCH": "true",
            "HOMEROUND_GUIDANCE_SECONDS_BETWEEN": "0",
            "HOMEROUND_GUIDANCE_CONTENT_API": f"{self.url}publisher/content",
            "HOMEROUND_GUIDANCE_PRIVATE_HOSTS": self.url.split("/")[2],
            "HOMEROUND_HTTP_HOST": "127.0.0.1",
            "HOMEROUND_HTTP_PORT": "0",
            # The demo is played at any hour.
            "HOMEROUND_KINDNESS_QUIET_HOURS": "00:00-00:00",
            # More is told and asked in its minute than in a home's week.
            "HOMEROUND_KINDNESS_MAX_BROADCASTS_PER_WEEK": "9",
            "HOMEROUND_TELEGRAM_ENABLED": "true",
            "HOMEROUND_TELEGRAM_API_URL": f"{self.url}bot",
            "HOMEROUND_TELEGRAM_BOT_NAME": BOT_NAME,
            "HOMEROUND_TELEGRAM_WEBHOOK": "false",
            "HOMEROUND_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
            "HOMEROUND_SLACK_ENABLED": "true",
            "HOMEROUND_SLACK_API_URL": f"{self.url}api/",
            "HOMEROUND_SLACK_MODE": "socket",
            "HOMEROUND_SLACK_BOT_TOKEN": SLACK_BOT_TOKEN,
            "HOMEROUND_SLACK_APP_TOKEN": SLACK_APP_TOKEN,
        }

    def _copy_content(self) -> None:
        shutil.copytree(self._content, self.path("content"))
        feed = FEED.format(url=f"{self.url}publisher/feed.atom", team=self._owner)
        self.path("content").joinpath("feeds.toml").write_text(feed, encoding="utf-8")

    async def run(self) -> None:
        """Start Homeround; it is up when this returns."""
        await self._process("-m", "bot", "run", "--config", str(self._config))

    async def command(self, *words: str) -> str:
        """Carry out one ``homeround`` command and return what it printed.

        Raises:
            HomeroundError: It could not; the message is its own.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *words, "--config", str(self._config)),
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            printed, complained = await process.communicate()
        except asyncio.CancelledError:
            await _end(process)
            raise
        if process.returncode:
            raise HomeroundError(complained.decode().strip() or f"homeround {words[0]} failed")
        return printed.decode()

    def path(self, name: str) -> Path:
        """Return the path of a file in the demo's folder."""
        return Path(self._folder.name, name)

    async def _process(self, *words: str) -> str:
        """Start a process and return its first line, which it prints when it is up."""
        with self.path("homeround.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *words,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the demo, which then ends them in order
            )
        self._processes.append(process)
        assert process.stdout is not None
        try:
            line = await asyncio.wait_for(process.stdout.readline(), STARTING)
        except TimeoutError:
            line = b""
        if not line:
            said = self.path("homeround.log").read_text(errors="replace").strip()
            raise HomeroundError(f"{' '.join(words[:3])} did not start. {_last(said)}")
        return line.decode().strip()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._processes):
            await _end(process)
        self._folder.cleanup()


def _last(said: str) -> str:
    return said.splitlines()[-1] if said else ""


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), ENDING)
    except TimeoutError:
        process.kill()
        await process.wait()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
