"""The people of the demo: managers with phones and leads in Slack, who act through the sandbox's controls."""

import asyncio
from collections.abc import Awaitable, Callable
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
        async with self._session.get(f"{self._url}sandbox/{path}", params=query) as answer:
            return await _read(answer, path)

    async def act(self, path: str, **body: object) -> Json:
        """Do what a person does, and return what came of it."""
        async with self._session.post(f"{self._url}sandbox/{path}", json=body) as answer:
            return await _read(answer, path)


async def _read(answer: aiohttp.ClientResponse, path: str) -> Json:
    body: Json = await answer.json()
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
class Manager:
    """A manager with a phone."""

    controls: Controls
    chat: int
    name: str
    home: str
    home_id: str

    async def starts(self, code: str) -> None:
        """Open the link of the invite."""
        await self._act("start", payload=code)

    async def says(self, text: str) -> None:
        """Write a message."""
        await self._act("say", text=text)

    async def blocks(self) -> None:
        """Block the bot."""
        await self._act("block")

    async def taps(self, label: str) -> None:
        """Press the newest button with this label, as soon as there is one."""
        await self.sees_button(label)
        pressed = await self._act("tap", label=label)
        if not pressed["answered"]:
            raise HomeroundError(f"Nobody answered a press on {label}.")

    async def sees(self, words: str) -> str:
        """Return the newest message of the bot with these words, as soon as there is one."""

        async def look() -> str:
            return next(
                (each["text"] for each in await self._newest() if words in each["text"]), ""
            )

        return str(await until(look, f"{self.home} reads: {words}"))

    async def sees_button(self, label: str) -> None:
        """Return as soon as the bot has offered a button with this label."""

        async def look() -> bool:
            return any(
                button["text"] == label
                for each in await self._newest()
                for row in each["buttons"]
                for button in row
            )

        await until(look, f"{self.home} sees a button: {label}")

    async def _newest(self) -> list[Json]:
        shown = await self.controls.ask(f"telegram/chats/{self.chat}")
        return [each for each in reversed(shown["messages"]) if each["from"] == "bot"]

    async def _act(self, deed: str, **body: object) -> Json:
        return await self.controls.act(f"telegram/chats/{self.chat}/{deed}", **body)


@dataclass(frozen=True, slots=True)
class SlackLead:
    """A lead at a desk."""

    controls: Controls
    user: str
    name: str
    team: str

    @property
    def direct(self) -> str:
        """Return the conversation of the lead and the app."""
        return f"D{self.user[1:]}"

    async def says(self, text: str) -> None:
        """Write to the app."""
        await self.controls.act("slack/say", user=self.user, channel=self.direct, text=text)

    async def commands(self, text: str) -> None:
        """Give a slash command."""
        await self.controls.act(
            "slack/command", user=self.user, channel=self.direct, command="/homeround", text=text
        )

    async def sees(self, channel: str, words: str) -> Json:
        """Return the newest message of the channel with these words, as soon as there is one."""

        async def look() -> Json | None:
            shown = await self.controls.ask(f"slack/channels/{channel}/messages", user=self.user)
            newest = reversed(shown["messages"])
            return next((each for each in newest if words in each["text"]), None)

        found: Json = await until(look, f"{self.name} reads in Slack: {words}")
        return found

    async def taps(self, channel: str, words: str, label: str) -> None:
        """Press a button of the newest message with these words."""
        message = await self.sees(channel, words)
        await self.controls.act(
            "slack/tap", user=self.user, channel=channel, ts=message["ts"], label=label
        )

    async def submits(self, **values: str) -> None:
        """Fill in and send off the modal in front."""

        async def look() -> Json | None:
            shown = await self.controls.ask("slack/views", user=self.user)
            return shown["modals"][-1] if shown["modals"] else None

        view: Json = await until(look, f"{self.name} sees a form")
        answer = await self.controls.act(
            "slack/submit", user=self.user, view_id=view["id"], values=values
        )
        if answer.get("errors"):
            raise HomeroundError(f"The form was not taken: {answer['errors']}")
