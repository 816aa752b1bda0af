"""Owns the two tiny bots of the browser tests; each calls the stand-in platforms as any would."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp

from sandbox import Sandbox, SandboxSettings

PATIENCE_SECONDS = 10


def address(box: Sandbox) -> str:
    return box.url.rstrip("/")


class TelegramBot:
    """A bot of a few lines that calls the stand-in Bot API as any bot would."""

    def __init__(self, http: aiohttp.ClientSession, box: Sandbox, token: str) -> None:
        self._http = http
        self._methods = f"{address(box)}/bot{token}"
        self._next = 0
        self._waiting: list[dict[str, Any]] = []

    async def call(self, method: str, **fields: object) -> Any:
        """Call one method and return its result."""
        async with self._http.post(f"{self._methods}/{method}", json=fields) as answer:
            data = await answer.json()
        assert data["ok"], data
        return data["result"]

    async def heard(self, kind: str) -> dict[str, Any]:
        """Return the next update of this kind (message, callback_query), waiting for it."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for update in self._waiting:
                    if kind in update:
                        self._waiting.remove(update)
                        return dict(update[kind])
                updates = await self.call("getUpdates", offset=self._next, timeout=2)
                self._waiting += updates
                self._next = max([self._next, *(u["update_id"] + 1 for u in updates)])


class SlackApp:
    """An app of a few lines on the stand-in Slack, listening through its socket."""

    def __init__(
        self, http: aiohttp.ClientSession, box: Sandbox, settings: SandboxSettings
    ) -> None:
        self._http = http
        self._box = box
        self._settings = settings
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def call(self, method: str, token: str = "", **fields: object) -> dict[str, Any]:
        """Call one Web API method and return its whole answer."""
        headers = {"Authorization": f"Bearer {token or self._settings.slack_bot_token}"}
        method_url = f"{address(self._box)}/api/{method}"
        async with self._http.post(method_url, json=fields, headers=headers) as answer:
            data: dict[str, Any] = await answer.json()
        assert data["ok"], data
        return data

    async def listen(self) -> None:
        """Open the socket, as Socket Mode does."""
        opened = await self.call("apps.connections.open", self._settings.slack_app_token)
        self._socket = await self._http.ws_connect(opened["url"])

    async def leave(self) -> None:
        """Close the socket."""
        assert self._socket is not None, "listen first"
        await self._socket.close()

    async def heard(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the next envelope whose payload is ``wanted``; others are acknowledged at once."""
        assert self._socket is not None, "listen first"
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                envelope: dict[str, Any] = json.loads(await self._socket.receive_str())
                if wanted(envelope.get("payload", {})):
                    return envelope
                if "envelope_id" in envelope:
                    await self.acknowledge(envelope)

    async def acknowledge(self, envelope: dict[str, Any], **payload: object) -> None:
        """Answer one envelope, with what a modal's submission asks for if it is one."""
        assert self._socket is not None, "listen first"
        answer: dict[str, object] = {"envelope_id": envelope["envelope_id"]}
        if payload:
            answer["payload"] = payload
        await self._socket.send_json(answer)
