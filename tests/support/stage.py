"""One channel over the sandbox: what a person does there, what they see, and what the channel hands on."""

import asyncio
import itertools
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from bot.channels.patience import PATIENCE
from bot.channels.registry import OpenChannel
from bot.core.deliveries import Operation, Sent, Wire
from bot.core.messages import Button, Message, Press
from bot.web import WebServer, build_web
from sandbox import Sandbox
from sandbox.faults import Fault
from tests.support.keeper import DEADLINE, Keeper

T = TypeVar("T")

SORRY = "That could *not* be kept. Try again."
SORRY_SHOWN = "That could not be kept. Try again."
COMMANDS = (("start", "Join"), ("menu", "What you can do"))
LOOK = 0.01


@dataclass(frozen=True)
class Shown:
    """A message as a person sees it.

    ``marks`` are pairs of a style and the text that wears it, ``links`` of a text and the address where it leads;
    ``under`` is the message that it answers, or hangs under.
    """

    message_id: str
    text: str
    marks: frozenset[tuple[str, str]] = frozenset()
    links: frozenset[tuple[str, str]] = frozenset()
    buttons: tuple[tuple[str, ...], ...] = ()
    under: str = ""
    edited: bool = False


@dataclass(frozen=True)
class Pressing:
    """What became of a press: whether the button came to rest in time, and after how many seconds."""

    answered: bool
    seconds: float


class Stage(ABC):
    """A sandbox, a channel that was opened as the config says, and people; from ``async with`` to its end."""

    name: str
    chat: str  # where the first person is written to
    nowhere: str  # a chat that there is not

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.keeper = Keeper()
        self.patience = PATIENCE  # how long one call may take
        self.commands: Sequence[tuple[str, str]] = COMMANDS
        self.channel: OpenChannel
        self.server = WebServer(build_web(self._doors(), _ready, _figures), "127.0.0.1", 0)
        self._numbers = itertools.count(1)
        self._stack = AsyncExitStack()

    @abstractmethod
    def open(self, url: str = "") -> OpenChannel:
        """Return the channel, opened as the app does, over the sandbox or another server; nothing is called yet."""

    @abstractmethod
    async def arrive(self) -> None:
        """Let the people be there."""

    @abstractmethod
    async def say(self, text: str, who: int = 0) -> None:
        """Let a person write to the bot: the first, or another."""

    @abstractmethod
    async def press(self, label: str) -> Pressing:
        """Press the newest button with this label."""

    @abstractmethod
    async def press_altered(self, token: str) -> Pressing:
        """Press a button of the newest message, whose data was changed to this on its way."""

    @abstractmethod
    async def press_altered_on(self, message_id: str, token: str) -> Pressing:
        """Press what a message no longer shows, or shows otherwise: the phone had not heard of the change."""

    @abstractmethod
    async def told(self) -> str:
        """Return the words that the person was shown at once, waiting for them."""

    @abstractmethod
    async def attach(self, kind: str) -> None:
        """Send the bot a photo, voice note, sticker or document."""

    @abstractmethod
    async def brings(self, kind: str, name: str, content: bytes) -> None:
        """Send the bot a file of one's own, as a photo or a document."""

    @abstractmethod
    async def talk_in_a_room(self, text: str) -> None:
        """Write in a room with others, where the bot is as well."""

    @abstractmethod
    async def command_in_a_room(self) -> None:
        """Ask the bot for something in a room with others."""

    @abstractmethod
    async def unknown(self) -> None:
        """Let something happen that the channel has no word for."""

    @abstractmethod
    async def rewrite(self, text: str) -> None:
        """Change what the person wrote last."""

    @abstractmethod
    async def forget(self) -> None:
        """Delete everything that is in the person's chat, for both sides."""

    @abstractmethod
    async def shown(self, who: int = 0) -> list[Shown]:
        """Return what the bot wrote to the person, the oldest first; words that are shown at once are left out."""

    @abstractmethod
    def is_held_back(self) -> bool:
        """Say whether the platform holds anything that was not acknowledged."""

    @abstractmethod
    async def settled(self) -> None:
        """Return when the platform holds nothing back any more that the channel has not taken."""

    @abstractmethod
    async def leave(self) -> None:
        """Let nothing hang at the platform that would hold the end up."""

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.box)
        await self.server.start()
        self._stack.push_async_callback(self.server.stop)
        await self.arrive()
        self.channel = self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.channel.stop()
        await self.leave()
        await self._stack.aclose()

    async def start(self) -> Self:
        """Let the channel take events in."""
        await self.channel.start(self.keeper.submit)
        return self

    def wire(self, payload: str, **more: Any) -> Wire:
        """Return a delivery to the person that was not tried before."""
        chat = str(more.pop("chat", self.chat))
        return Wire(next(self._numbers), Operation.SEND, chat, payload, **more)

    async def send(self, message: Message | str, **more: Any) -> list[Sent]:
        """Draw a message as the channel does, and send all its parts."""
        drawn = Message(message) if isinstance(message, str) else message
        payloads = self.channel.painter.prepare(drawn)
        return [await self.channel.send(self.wire(payload, **more)) for payload in payloads]

    async def edit(self, message_id: str, message: Message) -> Sent:
        """Change a message that was sent."""
        (payload,) = self.channel.painter.prepare(message)
        wire = Wire(next(self._numbers), Operation.EDIT, self.chat, payload, message_id)
        return await self.channel.send(wire)

    def fault(self, kind: str, **more: Any) -> None:
        """Let the platform go wrong."""
        self.box.faults.add(Fault(self.name, kind, **more))

    async def refused(self) -> bool:
        """Say whether the platform has refused any call so far."""
        return any(platform == self.name for platform, _, _ in self.box.ledger.refused)

    def _doors(self) -> Sequence[web.RouteDef]:
        """Return the doors of the channel, which is opened when their address is known."""
        return [web.post(path, self._knock) for path in ("/telegram/webhook", "/slack/events")]

    async def _knock(self, request: web.Request) -> web.StreamResponse:
        route = self.channel.http_route()
        assert route.path == request.path
        answer = await route.handler(request)
        assert isinstance(answer, web.StreamResponse)
        return answer

    @property
    def address(self) -> str:
        """Return where the channel's doors are."""
        return f"http://127.0.0.1:{self.server.port}"


def asking(*labels: str, text: str = "How is staffing?") -> Message:
    """Return a message with a button for each label, one under the other; its press has the label's number."""
    rows = ((Button(label, Press("answer", str(n))),) for n, label in enumerate(labels, 1))
    return Message(text, tuple(rows))


async def eventually(look: Callable[[], Awaitable[T | None]]) -> T:
    """Return what is found as soon as there is something.

    Raises:
        TimeoutError: There was nothing in all that time.
    """
    async with asyncio.timeout(DEADLINE):
        while not (found := await look()):  # noqa: ASYNC110 - people look again as well
            await asyncio.sleep(LOOK)
        return found


async def _ready() -> list[str]:
    return []


async def _figures() -> bytes:
    return b""
