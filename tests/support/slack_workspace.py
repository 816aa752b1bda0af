"""Owns how tests act as the people of the stand-in Slack, through its control API."""

from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]


class Workspace:
    """The people of one sandbox; every method is one thing that a person does."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}sandbox/slack/"
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

    async def messages(self, channel: str, thread_ts: str = "") -> list[Json]:
        """Return what is in the channel, the oldest first."""
        found = await self.get(f"channels/{channel}/messages?thread_ts={thread_ts}")
        return list(found["messages"])

    async def say(self, user: str, channel: str, text: str, **more: object) -> str:
        """Write a message and return its ts."""
        said = await self.post("say", user=user, channel=channel, text=text, **more)
        return str(said["ts"])

    async def tap(self, user: str, channel: str, ts: str, label: str, **more: object) -> Json:
        """Press what wears this label on a message."""
        return await self.post("tap", user=user, channel=channel, ts=ts, label=label, **more)

    async def modals(self, user: str) -> list[Json]:
        """Return the person's open modals, the one in front last."""
        return list((await self.get(f"views?user={user}"))["modals"])


async def _body(response: aiohttp.ClientResponse) -> Json:
    body: Json = await response.json()
    return body
