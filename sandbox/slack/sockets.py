"""Owns Socket Mode: the app's connections, envelopes and their acknowledgements."""

import asyncio
import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web

from sandbox.slack.parcels import Parcel, Patience, Receipt
from sandbox.slack.workspace import Json

LIFETIME = 3600  # seconds that Slack says a connection lasts, about


@dataclass(eq=False, slots=True)
class Connection:
    """One open connection of the app, and the envelopes that it has not acknowledged yet."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Receipt]] = field(default_factory=dict)


class Sockets:
    """The app's connections; parcels go round them in turn."""

    def __init__(self, app_id: str, patience: Patience) -> None:
        self._app_id = app_id
        self._patience = patience
        self._tickets: set[str] = set()
        self._connections: deque[Connection] = deque()

    @property
    def count(self) -> int:
        """Say how many connections are open."""
        return len(self._connections)

    def address(self, host: str) -> str:
        """Return the address of a new connection; its ticket opens one connection, once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"ws://{host}/slack/socket?ticket={ticket}&app_id={self._app_id}"

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it closes; without a good ticket it is refused with 403."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_auth"}, status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        connection = Connection(socket)
        self._connections.append(connection)
        try:
            await self._send(connection, self._hello())
            await self._listen(connection)
        except ConnectionError:
            return socket  # the app went away, as apps do; its events go to another connection
        finally:
            self._drop(connection)
        return socket

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Send the parcel over the next connection and wait for its acknowledgement."""
        if not self._connections:
            return Receipt(None, reason="connection_failed")
        connection = self._connections[0]
        self._connections.rotate(-1)
        envelope_id = str(uuid4())
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = answer
        try:
            await self._send(connection, _envelope(envelope_id, parcel))
            return await asyncio.wait_for(answer, self._patience.acknowledge)
        except TimeoutError:
            return Receipt(None, reason="timeout")
        except ConnectionError:
            return Receipt(None, reason="connection_failed")
        finally:
            connection.waiting.pop(envelope_id, None)

    async def refresh(self, reason: str = "refresh_requested") -> int:
        """Ask for every connection to be opened afresh, and return how many there were."""
        connections = list(self._connections)
        for connection in connections:
            await self._send(
                connection, {"type": "disconnect", "reason": reason, "debug_info": HOST}
            )
        return len(connections)

    async def close(self) -> None:
        """Close every connection."""
        for connection in list(self._connections):
            self._drop(connection)
            await connection.socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "connection_info": {"app_id": self._app_id},
            "debug_info": HOST | {"approximate_connection_time": LIFETIME},
        }

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                said = json.loads(message.data)
            except ValueError:
                continue
            if isinstance(said, dict):
                self._acknowledge(connection, said)

    def _acknowledge(self, connection: Connection, said: Json) -> None:
        answer = connection.waiting.pop(str(said.get("envelope_id")), None)
        if answer is not None and not answer.done():
            body = said.get("payload")
            answer.set_result(Receipt(200, body if isinstance(body, dict) else None))

    def _drop(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
        for answer in connection.waiting.values():
            if not answer.done():
                answer.set_result(Receipt(None, reason="connection_failed"))

    async def _send(self, connection: Connection, message: Json) -> None:
        await connection.socket.send_str(json.dumps(message, ensure_ascii=False))


HOST: Json = {"host": "sandbox", "build_number": 1}


def _envelope(envelope_id: str, parcel: Parcel) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": _takes_answer(parcel),
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return envelope


def _takes_answer(parcel: Parcel) -> bool:
    if parcel.kind == "slash_commands":
        return True
    return parcel.payload.get("type") in {"view_submission", "block_suggestion"}
