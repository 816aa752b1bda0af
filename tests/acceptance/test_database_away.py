"""The database gone for a while: the process lives on, says so, and goes on where it was."""

import os
import signal
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.content import load_content
from bot.core.deliveries import Pace
from bot.core.errors import HomeroundError
from bot.demo.people import Controls, SlackPerson, TelegramPerson
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import FIRST_CHAT, Borough
from tests.support.databases import CannotStart, PostgresServer
from tests.support.doors import Doors
from tests.support.process import until

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]

HOMES = 300
TEXT = "A message in hard times"


class OwnServer(PostgresServer):
    """A PostgreSQL that nobody else uses, so that it can be stopped."""

    def new_url(self) -> str:
        self._do("CREATE DATABASE homeround")
        return self._url("homeround")

    def stop(self) -> None:
        self._engine.dispose()
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()


@pytest.fixture
def server() -> Iterator[OwnServer]:
    folder = Path(tempfile.gettempdir()) / f"homeround-away-{os.getpid()}"
    try:
        server = OwnServer(folder)
    except CannotStart as error:
        pytest.skip(f"PostgreSQL cannot start here: {error}")
    yield server
    server.close()


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        yield box


class Town:
    """A borough that runs, with one manager in each channel who does things meanwhile."""

    def __init__(self, borough: Borough, session: aiohttp.ClientSession) -> None:
        controls = Controls(session, borough.box.url)
        self.borough = borough
        self.doors = Doors(session, borough.process)
        self.menu = load_content(borough.content).words.menu
        self.sam = TelegramPerson(controls, FIRST_CHAT, "Manager 0")
        self.ines = SlackPerson(controls, f"U{1:08}", "Manager 1")

    async def is_left_waiting(self) -> None:
        """Let both ask for the menu; return when Slack has told one that nothing answers."""
        await self.sam.says("/menu")
        with pytest.raises(HomeroundError, match="did not work"):
            await self.ines.commands("menu")

    async def is_served(self) -> None:
        """Return when the one has the answer to the earlier message, and the other to a new command."""
        await self.sam.sees(label=self.menu.ask_for_help)
        await self.ines.commands("menu")
        await self.ines.sees(self.ines.direct, label=self.menu.ask_for_help)
        assert await self.doors.get("/readyz") == (200, "ready\n")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the database for writing, as another program may."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
async def town(box: Sandbox, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """A borough on SQLite, or on the server of its own where the test has asked for that."""
    url = f"sqlite:///{tmp_path / 'network.db'}"
    if "server" in request.fixturenames:
        url = request.getfixturevalue("server").new_url()
    borough = Borough(box, url, tmp_path)
    borough.settle(HOMES)
    await borough.run()
    async with aiohttp.ClientSession() as session:
        yield Town(borough, session)
    await borough.close()


async def test_while_another_holds_the_file_nothing_is_taken_and_then_all_goes_on(
    town: Town, tmp_path: Path
) -> None:
    with locked(tmp_path / "network.db"):
        await town.is_left_waiting()
        assert await town.doors.get("/healthz") == (200, "ok\n")

    await town.is_served()
    assert "part_broke" not in town.borough.log()


@pytest.mark.long
async def test_it_lives_on_though_another_holds_the_file_longer_than_it_waits(
    town: Town, tmp_path: Path
) -> None:
    with locked(tmp_path / "network.db"):
        await town.is_left_waiting()
        await until(lambda: "batch_failed" in town.borough.log())

    await town.is_served()
    assert await town.borough.kill(signal.SIGTERM) == 0


@pytest.mark.long
async def test_it_lives_on_through_a_restart_of_postgresql_in_the_middle_of_a_broadcast(
    server: OwnServer, town: Town
) -> None:
    borough, ledger = town.borough, town.borough.box.ledger
    number = borough.broadcast(TEXT)
    await until(lambda: ledger.count(containing=TEXT) > HOMES // 4)
    server.stop()
    gone = await town.doors.get("/readyz")
    assert gone == (503, "The database does not answer.\n")
    assert await town.doors.get("/healthz") == (200, "ok\n")
    assert (await town.doors.get("/metrics"))[0] == 503
    await town.is_left_waiting()
    server.start()
    borough.database.close()  # the test's own connections went with the server

    await until(lambda: borough.waiting(number) == 0)
    await town.is_served()
    telegram, slack = borough.copies("telegram", TEXT), borough.copies("slack", TEXT)
    assert len(telegram) == len(slack) == HOMES // 2
    assert telegram.total() - len(telegram) <= Pace().window
    assert slack.total() == len(slack)
    assert TEXT not in borough.log()
