"""Owns how tests act as the people of the stand-in Telegram, through its control API."""

from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]


class Phone:
    """The phones of one sandbox; every method is one thing that a person does."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}sandbox/telegram/"
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, path: str) -> Json:
        """Read from the control API."""
        assert self._session is not None
        async with self._session.get(self._url + path) as response:
            return await _body(response)

    async def post(self, path: str, **body: object) -> Json:
        """Act through the control API; 4xx answers are returned as they are."""
        assert self._session is not None
        async with self._session.post(self._url + path, json=body) as response:
            return await _body(response)

    async def meet(self, person: int, name: str = "Sam Abbeyfold") -> int:
        """Let a person exist who never pressed Start, and return their chat."""
        await self.post("people", people=[{"id": person, "name": name}])
        return person

    async def join(self, person: int, name: str = "Sam Abbeyfold", payload: str = "") -> int:
        """Let a person exist who pressed Start, and return their chat."""
        await self.meet(person, name)
        await self.act(person, "start", payload=payload)
        return person

    async def act(self, person: int, what: str, **more: object) -> Json:
        """Do what the control API calls ``what`` in this person's chat."""
        return await self.post(f"chats/{person}/{what}", **more)

    async def say(self, person: int, text: str) -> Json:
        """Write to the bot."""
        return await self.act(person, "say", text=text)

    async def messages(self, person: int) -> list[Json]:
        """Return what is in the chat, the oldest first."""
        return list((await self.get(f"chats/{person}"))["messages"])

    async def from_bot(self, person: int) -> list[Json]:
        """Return what the bot wrote in the chat, the oldest first."""
        return [each for each in await self.messages(person) if each["from"] == "bot"]


async def _body(response: aiohttp.ClientResponse) -> Json:
    body: Json = await response.json()
    return body
