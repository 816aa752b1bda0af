"""The people of the demo: managers with phones and leads in Slack, who act through the sandbox's controls."""

import asyncio
import html
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.core.errors import HomeroundError

Json = dict[str, Any]
# How long the demo waits for what must follow, and how often it looks, in seconds.
PATIENCE = 60.0
LOOK = 0.1


class Controls:
    """The sandbox's controls, over one session."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Use the sandbox at ``url``, which ends with a slash."""
        self._session = session
        self._url = url

    async def ask(self, path: str, **query: str) -> Json:
        """Return what the sandbox shows."""
        return await self._call("GET", path, params=query)

    async def act(self, path: str, **body: object) -> Json:
        """Do what a person does, and return what came of it."""
        return await self._call("POST", path, json=body)

    async def _call(self, method: str, path: str, **more: Any) -> Json:
        url = f"{self._url}sandbox/{path}"
        try:
            async with self._session.request(method, url, **more) as answer:
                body: Json = await answer.json()
        except aiohttp.ClientError as error:
            raise HomeroundError("The sandbox does not answer any more.") from error
        if not answer.ok:
            raise HomeroundError(f"The sandbox refused {path}: {body.get('error', answer.status)}")
        return body


async def until(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Return the first true thing that ``look`` finds.

    Raises:
        HomeroundError: It found nothing for a minute; ``what`` says what was waited for.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while loop.time() < deadline:
        found = await look()
        if found:
            return found
        await asyncio.sleep(LOOK)
    raise HomeroundError(f"The demo waited {PATIENCE:.0f} s in vain for this: {what}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a person sees it, with the labels of its buttons; ``key`` is the platform's id of it."""

    key: Any
    text: str
    labels: tuple[str, ...]

    def has(self, begins: str) -> bool:
        """Say whether it has a button whose label begins so; anything has one that begins with nothing."""
        return not begins or any(each.startswith(begins) for each in self.labels)

    def fits(self, words: tuple[str, ...], label: str) -> bool:
        """Say whether it holds all the words and, unless that is empty, a button with the label."""
        return all(each in self.text for each in words) and (not label or label in self.labels)


@dataclass(frozen=True, slots=True)
class TelegramPerson:
    """Somebody with a phone, and the home that they run, if any."""

    controls: Controls
    chat: int
    name: str
    home: str = ""
    home_id: str = ""

    async def starts(self, code: str) -> None:
        """Open the link of the invite."""
        await self._act("start", payload=code)

    async def says(self, text: str) -> None:
        """Write a message."""
        await self._act("say", text=text)

    async def blocks(self) -> None:
        """Block the bot."""
        await self._act("block")

    async def taps(self, label: str, *words: str) -> None:
        """Press this button on the newest message that has it and holds the words, as soon as there is one."""
        message = await self.sees(*words, label=label)
        pressed = await self._act("tap", message_id=message.key, label=label)
        if not pressed["answered"]:
            raise HomeroundError(f"Nobody answered a press on {label}.")

    async def sees(self, *words: str, label: str = "") -> Shown:
        """Return the newest message of the bot with all these words and this button, as soon as there is one."""

        async def look() -> Shown | None:
            shown = await self.controls.ask(f"telegram/chats/{self.chat}")
            newest = (_on_phone(each) for each in reversed(shown["messages"]) if _is_bots(each))
            return next((each for each in newest if each.fits(words, label)), None)

        found: Shown = await until(look, f"{self.home or self.name} reads {_wanted(words, label)}")
        return found

    async def _act(self, deed: str, **body: object) -> Json:
        return await self.controls.act(f"telegram/chats/{self.chat}/{deed}", **body)


@dataclass(frozen=True, slots=True)
class SlackPerson:
    """Somebody in Slack."""

    controls: Controls
    user: str
    name: str

    @property
    def direct(self) -> str:
        """Return the conversation of the person and the app."""
        return f"D{self.user[1:]}"

    async def says(self, text: str) -> None:
        """Write to the app."""
        await self.controls.act("slack/say", user=self.user, channel=self.direct, text=text)

    async def commands(self, text: str) -> None:
        """Give a slash command."""
        await self._acts("command", channel=self.direct, command="/homeround", text=text)

    async def sees(self, room: str, *words: str, label: str = "", begins: str = "") -> Shown:
        """Return the newest message of the room with all these words and this button, as soon as there is one.

        ``begins``: of the button, how its label begins.
        """

        async def look() -> Shown | None:
            shown = await self.controls.ask(f"slack/channels/{room}/messages", user=self.user)
            newest = map(_in_slack, reversed(shown["messages"]))
            fitting = (each for each in newest if each.fits(words, label))
            return next((each for each in fitting if each.has(begins)), None)

        found: Shown = await until(look, f"{self.name} reads in Slack {_wanted(words, label)}")
        return found

    async def taps(self, room: str, label: str, *words: str) -> None:
        """Press this button on the newest message of the room that has it and holds the words."""
        message = await self.sees(room, *words, label=label)
        await self._acts("tap", channel=room, ts=message.key, label=label)

    async def form(self) -> str:
        """Return the id of the modal in front, as soon as there is one."""

        async def look() -> str:
            shown = await self.controls.ask("slack/views", user=self.user)
            return shown["modals"][-1]["id"] if shown["modals"] else ""

        return str(await until(look, f"{self.name} sees a form"))

    async def submits(self, **values: str) -> None:
        """Fill in and send off the modal in front."""
        view_id = await self.form()
        answer = await self._acts("submit", view_id=view_id, values=values)
        if answer.get("errors"):
            raise HomeroundError(f"The form was not taken: {answer['errors']}")

    async def _acts(self, deed: str, **body: object) -> Json:
        answer = await self.controls.act(f"slack/{deed}", user=self.user, **body)
        if answer["status"] != 200:  # noqa: PLR2004 - HTTP's own
            raise HomeroundError(f"Slack tells {self.name} that it did not work: {deed}.")
        return answer


def _is_bots(message: Json) -> bool:
    return bool(message["from"] == "bot")


def _on_phone(message: Json) -> Shown:
    labels = tuple(button["text"] for row in message["buttons"] for button in row)
    return Shown(message["message_id"], message["text"], labels)


def _in_slack(message: Json) -> Shown:
    files = [each["name"] for each in message.get("files", ())]
    text = " ".join([html.unescape(message["text"]), *files]).strip()
    return Shown(message["ts"], text, tuple(_labels(message["blocks"])))


def _labels(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        for element in block.get("elements", ()):
            if element["type"] == "button":
                yield element["text"]["text"]


def _wanted(words: tuple[str, ...], label: str) -> str:
    return ", ".join([*words, *([f"a button {label}"] if label else [])])
