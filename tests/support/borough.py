"""A big borough for whole-process tests: a sandbox in this process, Homeround as a process that can be killed."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_desk
from bot.config import Config
from bot.content import load_content
from bot.core.broadcasts import BroadcastState
from bot.core.codes import hash_code
from bot.core.facts import BroadcastDecided, BroadcastDrafted
from bot.core.people import Role
from bot.core.turn import Caller
from bot.db import broadcasts, directory, invites, migrate, people
from bot.db.database import Connection, Database
from bot.db.directory import Described
from bot.db.record import record
from bot.db.store import Desk, Store
from sandbox.server import Sandbox
from sandbox.slack.workspace import User
from sandbox.telegram.chats import Chat

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Borough:
    """Homes with one manager each, every second one in Slack; ``run`` and ``kill`` end at the process itself."""

    def __init__(self, box: Sandbox, url: str, folder: Path) -> None:
        self.box = box
        self.database = Database(url)
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self.environment = os.environ | {
            "HOMEROUND_DATABASE_URL": url,
            "HOMEROUND_HTTP_PORT": "0",
            "HOMEROUND_TELEGRAM_ENABLED": "true",
            "HOMEROUND_TELEGRAM_API_URL": f"{box.url}bot",
            "HOMEROUND_TELEGRAM_MESSAGES_PER_SECOND": "0",
            "HOMEROUND_TELEGRAM_TOKEN": box.settings.telegram_token,
            "HOMEROUND_SLACK_ENABLED": "true",
            "HOMEROUND_SLACK_API_URL": f"{box.url}api/",
            "HOMEROUND_SLACK_MESSAGES_PER_SECOND": "0",
            "HOMEROUND_SLACK_BOT_TOKEN": box.settings.slack_bot_token,
            "HOMEROUND_SLACK_APP_TOKEN": box.settings.slack_app_token,
        }
        config = Config.model_validate({"telegram": {"enabled": True}, "slack": {"enabled": True}})
        self.desk: Desk = open_desk(config, load_content(ROOT / "content"))

    def settle(self, homes: int) -> None:
        """Build the tables and let this many homes join."""
        migrate.upgrade(self.database)
        described = [
            Described(f"H{place:04}", "", {"name": f"Home {place:04}"}, ("care home",), ())
            for place in range(homes)
        ]
        now = datetime.now(UTC)
        with self.database.write() as connection:
            directory.compare_and_keep(connection, described, now, keep=True)
            made, _ = invites.for_homes(connection, None, Role.MANAGER, now)
            for place, each in enumerate(made):
                self._join(connection, place, each.code, now)

    def _join(self, connection: Connection, place: int, code: str, now: datetime) -> None:
        if place % 2:
            channel, chat = "slack", f"U{place:08}"
            self.box.slack.workspace.add_user(User(chat, f"m{place}", f"Manager {place}", "home"))
        else:
            channel, chat = "telegram", str(100_000 + place)
            self.box.telegram.world.chats.add(
                Chat(int(chat), f"Manager {place}", f"Home {place}", started=True)
            )
        invite = Store(connection, self.desk, channel, chat, now).invite(hash_code(code))
        assert invite is not None
        person_id = people.new_person(connection, f"Manager {place}", now)
        people.use_invite(connection, invite, person_id, now)
        people.open_account(connection, person_id, channel, chat, now)
        people.give_role(connection, invite, person_id, now)

    def broadcast(self, text: str) -> int:
        """Queue a broadcast to everybody and return its number."""
        with self.database.write() as connection:
            store = Store(connection, self.desk, "operator", "", datetime.now(UTC))
            number = store.number("broadcast")
            fact = BroadcastDrafted(number, "all", text, urgent=False, ack=False)
            record(store, Caller(), fact)
            record(store, Caller(), BroadcastDecided(number, BroadcastState.SENDING))
        return number

    def waiting(self, number: int) -> int:
        """Return how many homes have not got it yet."""
        with self.database.read() as connection:
            return broadcasts.figures(connection, number).waiting

    def copies(self, platform: str, text: str) -> Counter[str]:
        """Return how many copies of a text each chat got, as the platform itself counts."""
        return Counter(entry.chat for entry in self.box.ledger.found(platform, containing=text))

    async def run(self) -> None:
        """Start Homeround; it is up when this returns."""
        with (self._folder / "homeround.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--config", str(ROOT / "config.toml")),
                env=self.environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
            )
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        assert line, self.log()

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End the process and return its exit code."""
        assert self._process is not None
        self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), PATIENCE)

    def log(self) -> str:
        """Return everything that was logged."""
        return (self._folder / "homeround.log").read_text()

    async def close(self) -> None:
        """End the process if it runs, and let go of the database."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        self.database.close()


async def until(look: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Return as soon as it is so."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while not look():
        assert loop.time() < deadline, "waited in vain"
        await asyncio.sleep(0.01)
