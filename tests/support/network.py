"""A small network of invented homes over a real engine, with no platform and no loop: what people see."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.calendars import calendar_file
from bot.channels.commonmark import Code, Rule, parse
from bot.content import load_content
from bot.core.at_once import AtOnce, FormFaults, OpenForm, ShowBoard, Toast
from bot.core.definitions import Content
from bot.core.deliveries import Lane, Result, Sent
from bot.core.events import Came, Commanded, Inbound, Pressed, Said, Submitted, What
from bot.core.forms import Form
from bot.core.kindness import Kindness
from bot.core.messages import Message, MessageRef
from bot.core.people import Role
from bot.core.quiet import QuietHours
from bot.core.routes import Routes
from bot.db import directory, invites, marks, outbox
from bot.db.ahead import Ahead
from bot.db.database import Database
from bot.db.directory import Described
from bot.db.store import Desk
from bot.engine import Engine, Rules
from bot.privacy import find_identifying
from handlers import ROUTES, draw_assignment, draw_broadcast

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
HOMES = ("Ash Lodge", "Birch House", "Cedar Court")


# For tests of other things: what is sent goes at once, however late and however much.
AT_ONCE = Kindness(QuietHours(time(), time()), per_week=1000)


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep(self, length: timedelta) -> None:
        self.at += length


class PlainPainter:
    """Keeps a message whole, with what it shows and where its buttons lead."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        rows = [
            [
                {"label": each.label, "token": each.press.token() if each.press else ""}
                for each in row
            ]
            for row in message.buttons
        ]
        whole = json.dumps({"text": shown(message.text), "buttons": rows})
        if message.file is None:
            return (whole,)
        file = {
            "text": message.file.name,
            "buttons": [],
            "file": message.file.content.decode(errors="replace") or message.file.alt,
        }
        return json.dumps(file), whole


def printed(title: str, text: str, _at: datetime) -> bytes:
    """Return what a file to print would show."""
    return f"{title}\n{shown(text)}".encode()


def shown(text: str) -> str:
    """Return what a CommonMark text shows."""
    lines = []
    for block in parse(text):
        if isinstance(block, Code):
            lines.append(block.text)
        elif not isinstance(block, Rule):
            lines.append("".join(span.text for span in block.spans))
    return "\n".join(lines)


SHIPPED = ROOT / "content"


@cache
def shipped() -> Content:
    """Return the content as it is shipped, read once."""
    return load_content(SHIPPED)


@dataclass
class Shown:
    """A message in a chat."""

    message_id: str
    text: str
    buttons: dict[str, str]
    file: str = ""


@dataclass
class Room:
    """A chat and everything that the bot wrote there; ``threads`` by the message they hang under."""

    messages: list[Shown] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)


class Network:
    """Homes, teams and everything that is said among them."""

    def __init__(
        self,
        database: Database,
        content: Path = SHIPPED,
        *,
        on_trial: bool = False,
        kindness: Kindness = AT_ONCE,
    ) -> None:
        self.database = database
        self._on_trial = on_trial
        self.clock = SetClock()
        self.content = shipped() if content == SHIPPED else load_content(content)
        painters = {"telegram": PlainPainter(), "slack": PlainPainter()}
        calendar = partial(calendar_file, zone=LONDON, name="The network")
        self.desk = Desk(
            self.content,
            painters,
            draw_assignment,
            draw_broadcast,
            calendar,
            printed,
            kindness=kindness,
        )
        self.restarts()
        self.rooms: dict[tuple[str, str], Room] = {}
        self._events = 0
        self._import()

    def edits(self, **parts: Any) -> None:
        """Put other teams, rotas or other parts into the content, and begin again with it."""
        self.content = replace(self.content, **parts)
        self.desk = replace(self.desk, content=self.content)
        self.restarts()

    def restarts(self, routes: Routes = ROUTES) -> None:
        """Begin again with nothing but the database."""
        self.engine = self.engine_of(self.database, routes)

    def engine_of(
        self,
        database: Database,
        routes: Routes = ROUTES,
        queued: Callable[[], None] = lambda: None,
    ) -> Engine:
        """Return the engine of another process, which has its own way into the database."""
        rules = Rules(routes, find_identifying, self.clock, LONDON)
        return Engine(database, self.desk, rules, queued)

    def _import(self) -> None:
        described = [
            Described(f"H{place}", "", {"name": name, "area": "North"}, ("care home",), ())
            for place, name in enumerate(HOMES, 1)
        ]
        with self.database.write() as connection:
            directory.compare_and_keep(connection, described, self.clock.now(), keep=True)
            if not self._on_trial:
                marks.make(connection, marks.LIVE, self.clock.now())

    def take(self, inbound: Inbound) -> AtOnce | None:
        """Let the engine take one event, and everything that follows arrive."""
        (at_once,) = self.engine.take([inbound])
        self.deliver()
        return at_once

    def happens(
        self, channel: str, chat: str, what: What, sender: str = "", **more: object
    ) -> AtOnce | None:
        """Let something happen that no person of this test did."""
        return self.take(self.event(channel, chat, what, sender, **more))

    def event(
        self, channel: str, chat: str, what: What, sender: str = "", **more: object
    ) -> Inbound:
        """Return an event that was never before."""
        self._events += 1
        return Inbound(f"e{self._events}", channel, chat, sender, what, **more)  # type: ignore[arg-type]

    def comes(self, schedule: str, about: str = "") -> None:
        """Let a moment come."""
        self.happens("clock", "", Came(schedule, about))

    def deliver(self, *channels: str) -> None:
        """Bring everything that is queued to its chat, as a dispatcher would; of these channels only, if any."""
        for channel in channels or ("telegram", "slack"):
            lane = Lane(channel)
            while True:
                with self.database.write() as connection:
                    wires = Ahead(lane).claim(connection, 10, lambda _: False, self.clock.now())
                if not wires:
                    break
                results = []
                for wire in wires:
                    room = self.rooms.setdefault((channel, wire.chat), Room())
                    drawn = json.loads(wire.payload)
                    buttons = {
                        each["label"]: each["token"] for row in drawn["buttons"] for each in row
                    }
                    message_id = wire.message_id or str(1000 + wire.delivery_id)
                    if wire.message_id:
                        old = next(m for m in room.messages if m.message_id == message_id)
                        old.text, old.buttons = drawn["text"], buttons
                        old.file = drawn.get("file", "")
                    elif wire.thread_id:
                        room.threads.setdefault(wire.thread_id, []).append(drawn["text"])
                    else:
                        file = drawn.get("file", "")
                        room.messages.append(Shown(message_id, drawn["text"], buttons, file))
                    results.append(Result(wire, Sent(wire.chat, message_id)))
                with self.database.write() as connection:
                    outbox.settle(connection, lane, results, self.clock.now())

    def code_for(self, home_id: str, role: Role = Role.MANAGER) -> str:
        """Return a fresh invite's code."""
        with self.database.write() as connection:
            made, _ = invites.for_homes(connection, [home_id], role, self.clock.now())
        return made[0].code

    def code_for_lead(self, name: str, team: str) -> str:
        """Return a fresh invite's code for a lead."""
        with self.database.write() as connection:
            return invites.for_lead(connection, name, team, self.clock.now()).code

    def telegram(self, chat: str, name: str) -> "Player":
        """Return somebody with a phone, who has not joined."""
        return Player(self, "telegram", chat, name)

    def slack(self, user: str, name: str) -> "Player":
        """Return somebody in Slack, who has not joined."""
        return Player(self, "slack", user, name)

    def manager(self, home_id: str = "H1", chat: str = "7001", name: str = "Samir") -> "Player":
        """Return a manager who has joined on a phone."""
        player = self.telegram(chat, name)
        player.commands("start", self.code_for(home_id))
        player.presses("Yes, that is my home")
        return player

    def lead(self, name: str = "Priya", team: str = "clinical", user: str = "U1") -> "Player":
        """Return a lead who has joined in Slack."""
        player = self.slack(user, name)
        player.says(self.code_for_lead(name, team))
        player.presses("Yes, join")
        return player

    def room(self, channel: str, chat: str) -> Room:
        """Return everything that the bot wrote in a chat."""
        return self.rooms.setdefault((channel, chat), Room())


class Player:
    """A person: what they do, and what they see."""

    def __init__(self, network: Network, channel: str, chat: str, name: str) -> None:
        self.network = network
        self.channel = channel
        self.chat = chat
        self.name = name
        self.toast = ""
        self.form: Form | None = None
        self.faults: dict[str, str] = {}
        self.board = ""

    @property
    def messages(self) -> Sequence[Shown]:
        """Return the bot's messages in this person's own chat, oldest first."""
        return self.network.room(self.channel, self.chat).messages

    @property
    def screen(self) -> str:
        """Return the newest message."""
        return self.messages[-1].text

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the newest message's buttons."""
        return list(self.messages[-1].buttons)

    def says(self, text: str) -> None:
        self._act(Said(text))

    def commands(self, name: str, text: str = "") -> None:
        self._act(Commanded(name, text), can_open_form=self.channel == "slack")

    def does(self, what: What) -> None:
        self._act(what)

    def presses(self, label: str, room: str = "") -> None:
        """Press the newest button with this label, in the own chat or in a room."""
        chat = room or self.chat
        for message in reversed(self.network.room(self.channel, chat).messages):
            if label in message.buttons:
                self.presses_token(message.buttons[label], message.message_id, room)
                return
        raise AssertionError(f"There is no button {label}: {self.buttons}")

    def presses_token(self, token: str, message_id: str = "", room: str = "") -> None:
        chat = room or self.chat
        self._act(
            Pressed(token),
            chat=chat,
            private=not room,
            can_open_form=self.channel == "slack",
            message=MessageRef(chat, message_id) if message_id else None,
        )

    def submits(self, **values: str) -> None:
        """Send off the modal that is open."""
        assert self.form is not None, "no form is open"
        self._act(Submitted(self.form.id, values, self.form.about), can_open_form=True)

    def _act(self, what: What, chat: str = "", **more: object) -> None:
        self.toast, self.faults = "", {}
        at_once = self.network.happens(
            self.channel, chat or self.chat, what, self.chat, sender_name=self.name, **more
        )
        match at_once:
            case Toast(text):
                self.toast = shown(text)
            case OpenForm(form):
                self.form = form if more.get("can_open_form") else None
            case FormFaults(faults):
                self.faults = {name: shown(fault) for name, fault in faults.items()}
            case ShowBoard(message):
                self.board = shown(message.text)
            case _:
                self.form = None
