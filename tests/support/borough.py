"""A borough for whole-process tests: a sandbox in this process, and Homeround as a process that can be killed."""

import os
import signal
from collections import Counter
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
from bot.db import directory, invites, marks, migrate, people, receipts
from bot.db.database import Database
from bot.db.directory import Described
from bot.db.record import record
from bot.db.store import Desk, Store
from sandbox.server import Sandbox
from sandbox.slack.workspace import User
from sandbox.telegram.chats import Chat
from tests.support.demo import content_that_opens
from tests.support.joined import join
from tests.support.process import Homeround, command

FIRST_CHAT = 100_000


class Borough:
    """Homes with one manager each, every second one in Slack; ``run`` and ``kill`` end at the process itself."""

    def __init__(self, box: Sandbox, url: str, folder: Path) -> None:
        self.box = box
        self.database = Database(url)
        self._folder = folder
        # A check-in that opened by itself on Monday mornings would be in the way.
        self.content = content_that_opens(folder, "")
        self.environment = os.environ | {
            "HOMEROUND_DATABASE_URL": url,
            "HOMEROUND_CONTENT_PATH": str(self.content),
            "HOMEROUND_HTTP_PORT": "0",
            # What is sent goes at once, however late it is and however much.
            "HOMEROUND_KINDNESS_QUIET_HOURS": "00:00-00:00",
            "HOMEROUND_KINDNESS_MAX_BROADCASTS_PER_WEEK": "1000",
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
        self._processes: list[Homeround] = []
        self.process = self.new_process("homeround")

    @property
    def desk(self) -> Desk:
        """Return what recording an outcome needs, with the content as it is now."""
        config = Config.model_validate(
            {
                "telegram": {"enabled": True},
                "slack": {"enabled": True},
                "kindness": {"quiet_hours": "00:00-00:00", "max_broadcasts_per_week": 1000},
            }
        )
        return open_desk(config, load_content(self.content))

    def new_process(self, name: str) -> Homeround:
        """Return one more process on the same database, not started yet."""
        process = Homeround(self.environment, self._folder, name)
        self._processes.append(process)
        return process

    def settle(self, homes: int) -> None:
        """Build the tables and let this many homes join."""
        migrate.upgrade(self.database)
        described = [
            Described(f"H{place:04}", "", {"name": f"Home {place:04}"}, ("care home",), ())
            for place in range(homes)
        ]
        now = datetime.now(UTC)
        desk = self.desk
        with self.database.write() as connection:
            marks.make(connection, marks.LIVE, now)
            directory.compare_and_keep(connection, described, now, keep=True)
            made, _ = invites.for_homes(connection, None, Role.MANAGER, now)
            for place, each in enumerate(made):
                self._join(Store(connection, desk, *self._chat(place), now), place, each.code)

    def _chat(self, place: int) -> tuple[str, str]:
        """Return the channel and the chat of a home's manager, who has an account there."""
        if place % 2:
            user = f"U{place:08}"
            self.box.slack.workspace.add_user(User(user, f"m{place}", f"Manager {place}", "home"))
            return "slack", user
        chat = FIRST_CHAT + place
        self.box.telegram.world.chats.add(
            Chat(chat, f"Manager {place}", f"Home {place:04}", started=True)
        )
        return "telegram", str(chat)

    def _join(self, store: Store, place: int, code: str) -> None:
        connection, now = store.connection, store.at
        invite = store.invite(hash_code(code))
        assert invite is not None
        person_id = people.new_person(connection, f"Manager {place}", now)
        people.use_invite(connection, invite, person_id, now)
        people.open_account(connection, person_id, store.channel, store.chat, now)
        people.give_role(connection, invite, person_id, now)

    def lead(self, team: str, channel: str, chat: str, name: str) -> None:
        """Let somebody lead a team, who is in Slack's sandbox already or gets a phone."""
        if channel == "telegram":
            self.box.telegram.world.chats.add(Chat(int(chat), name, "", started=True))
        with self.database.write() as connection:
            now = datetime.now(UTC)
            join(connection, team, chat=chat, channel=channel, name=name, role=Role.LEAD, now=now)

    def broadcast(self, text: str, *, ack: bool = False) -> int:
        """Queue a broadcast to everybody and return its number."""
        with self.database.write() as connection:
            store = Store(connection, self.desk, "operator", "", datetime.now(UTC))
            number = store.number("broadcast")
            fact = BroadcastDrafted(number, "all", text, urgent=False, ack=ack)
            record(store, Caller(), fact)
            record(store, Caller(), BroadcastDecided(number, BroadcastState.SENDING))
        return number

    def waiting(self, number: int) -> int:
        """Return how many homes have not got it yet."""
        with self.database.read() as connection:
            return receipts.figures(connection, number).waiting

    def copies(self, platform: str, text: str) -> Counter[str]:
        """Return how many copies of a text each chat got, as the platform itself counts."""
        return Counter(entry.chat for entry in self.box.ledger.found(platform, containing=text))

    async def run(self) -> None:
        """Start Homeround; it is up when this returns."""
        await self.process.start()

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End the process and return its exit code."""
        return await self.process.kill(how)

    async def command(self, *words: str) -> str:
        """Give one command and return what it printed."""
        return await command(self.environment, *words)

    def log(self) -> str:
        """Return everything that was logged."""
        return "".join(each.log() for each in self._processes)

    async def close(self) -> None:
        """End every process, and let go of the database."""
        for each in self._processes:
            await each.close()
        self.database.close()
