"""``python -m bench.server``: answers for Telegram and Slack as fast as Python can, and does nothing else.

Every client of a run meets this same server, so what is compared is the clients. It remembers when each message
came (``time.monotonic``, the same clock for every process of a machine) and hands out updates on demand.
"""

import asyncio
import json
import time
from array import array
from collections import deque
from typing import Any
from urllib.parse import parse_qs

READY = "bench server ready "
# As Telegram's own batches.
UPDATES_AT_ONCE = 100
# A message whose text begins so is noted by the word that follows.
MARK = b"mark-"
_LONG_POLL_SECONDS = 5.0


class Ledger:
    """What came since the last reset, and what is still to be handed out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.waiting: set[Exchange] = set()  # those with a long poll that is not answered yet
        self.reset()

    def reset(self) -> None:
        """Forget everything that came."""
        self.times = array("d")
        self.marked: dict[str, float] = {}
        self.updates: deque[bytes] = deque()
        self.first = self.confirmed = 0
        self.confirmed_at = 0.0
        self.handed: dict[str, float] = {}
        self.answered: dict[str, float] = {}

    def message(self, body: bytes) -> int:
        """Note one message and return its number."""
        now = time.monotonic()
        self.times.append(now)
        at = body.find(MARK)
        if at >= 0:
            self.marked[body[at + len(MARK) : at + len(MARK) + 8].decode()] = now
        return len(self.times)

    def offer(self, updates: list[dict[str, Any]]) -> None:
        """Hand these out from now on, in order; their numbers follow each other."""
        self.first = self.first or updates[0]["update_id"]
        self.updates.extend(json.dumps(each).encode() for each in updates)

    def hand_out(self, offset: int) -> bytes:
        """Return the next updates; those before ``offset`` are confirmed and gone."""
        while self.updates and self.first < offset:
            self.updates.popleft()
            self.first += 1
        if offset > self.confirmed:
            self.confirmed, self.confirmed_at = offset, time.monotonic()
        number = min(UPDATES_AT_ONCE, len(self.updates))
        now = time.monotonic()
        for place in range(number):
            self.handed.setdefault(str(self.first + place), now)
        return b'{"ok":true,"result":[%s]}' % b",".join(self.updates[at] for at in range(number))


class Exchange(asyncio.Protocol):
    """One kept connection: requests in, canned answers out, in order."""

    def __init__(self, ledger: Ledger) -> None:
        """Answer from this ledger."""
        self._ledger = ledger
        self._kept = b""
        self._over: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Answer nothing more: a poll whose client has gone would confirm what another is to get."""
        del exc
        self._ledger.waiting.discard(self)
        if self._over is not None:
            self._over.cancel()

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        kept = self._kept + data
        while (end := kept.find(b"\r\n\r\n")) >= 0:
            head = kept[:end]
            length = _length(head)
            if len(kept) < end + 4 + length:
                break
            body = kept[end + 4 : end + 4 + length]
            kept = kept[end + 4 + length :]
            self._answer(head.split(b" ", 2)[1], body)
        self._kept = kept

    def _answer(self, path: bytes, body: bytes) -> None:
        if b"/getUpdates" in path:
            self._poll(path, body)
        else:
            self._write(answer(self._ledger, path, body))
            if path == b"/bench/updates":
                for each in tuple(self._ledger.waiting):
                    each.serve()

    def _poll(self, path: bytes, body: bytes) -> None:
        self._offset = _first_asked(path, body)
        found = self._ledger.hand_out(self._offset)
        if self._ledger.updates:
            self._write(found)
            return
        self._ledger.waiting.add(self)
        self._over = asyncio.get_running_loop().call_later(_LONG_POLL_SECONDS, self.serve)

    def serve(self) -> None:
        """Answer the long poll that waits here."""
        self._ledger.waiting.discard(self)
        if self._over is not None:
            self._over.cancel()
        self._write(self._ledger.hand_out(self._offset))

    def _write(self, found: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % len(found) + found)


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


def _first_asked(path: bytes, body: bytes) -> int:
    """Return the first update that is asked for: clients say it in the address or in the body."""
    if body.startswith(b"{"):
        return int(json.loads(body).get("offset", 0))
    asked = parse_qs(path.partition(b"?")[2].decode())
    return int(asked.get("offset", ["0"])[0])


def answer(ledger: Ledger, path: bytes, body: bytes) -> bytes:
    """Return the body of the answer to anything but a poll."""
    if path.endswith((b"/sendMessage", b"/editMessageText")):
        return (
            b'{"ok":true,"result":{"message_id":%d,"date":1700000000,'
            b'"chat":{"id":1,"type":"private"},"text":"x"}}' % ledger.message(body)
        )
    if path.endswith((b"/chat.postMessage", b"/chat.update")):
        number = ledger.message(body)
        return b'{"ok":true,"channel":"D1","ts":"1700000000.%06d","message":{}}' % (number % 10**6)
    if path.endswith(b"/getMe"):
        return b'{"ok":true,"result":{"id":7,"is_bot":true,"first_name":"Bench"}}'
    if path.endswith(b"/answerCallbackQuery"):
        ledger.answered[json.loads(body)["callback_query_id"]] = time.monotonic()
    if path.startswith(b"/bench/"):
        return _control(ledger, path, body)
    return b'{"ok":true,"result":true,"url":"","channel":{"id":"D1"}}'


def _control(ledger: Ledger, path: bytes, body: bytes) -> bytes:
    match path:
        case b"/bench/reset":
            ledger.reset()
        case b"/bench/updates":
            ledger.offer(json.loads(body))
        case b"/bench/ledger":
            told = {
                "times": list(ledger.times),
                "marked": ledger.marked,
                "handed": ledger.handed,
                "answered": ledger.answered,
            }
            return json.dumps(told).encode()
        case b"/bench/counts":
            counts = {
                "messages": len(ledger.times),
                "answered": len(ledger.answered),
                "confirmed": ledger.confirmed,
                "confirmed_at": ledger.confirmed_at,
            }
            return json.dumps(counts).encode()
    return b'{"ok":true}'


async def serve() -> None:
    """Serve on any free port of this machine until ended; the first line printed says which."""
    ledger = Ledger()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Exchange(ledger), "127.0.0.1", 0)
    print(f"{READY}{server.sockets[0].getsockname()[1]}", flush=True)  # noqa: T201 - its one output
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
