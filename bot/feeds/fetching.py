"""Fetches over the open web: politely, within limits of size and time, and never from within the network."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.core.guidance import Trouble
from bot.core.ports import Clock
from bot.feeds.addresses import Gate, NotPublic, PublicResolver, Refused

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429})
_CHUNK = 16_384
_AGENT = "Homeround (care-home support network; guidance watch)"
_ENCODINGS = {"": None, "identity": None, "gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost: seconds in all, bytes as sent, bytes unpacked; and the wait between two of one host."""

    seconds: float = 20
    sent: int = 2 * 2**20
    unpacked: int = 8 * 2**20
    between: timedelta = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the status, where it came from in the end, and what the next conditional request needs."""

    status: int
    url: str
    body: bytes = b""
    etag: str = ""
    modified: str = ""

    @property
    def is_same(self) -> bool:
        """Say whether nothing has changed since."""
        return self.status == HTTPStatus.NOT_MODIFIED


@dataclass(slots=True)
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Fetcher:
    """One client, from ``async with`` to its end. One request at a time a host, and not too soon after the last."""

    def __init__(self, gate: Gate, clock: Clock, limits: Limits = Limits()) -> None:
        """Prepare; nothing is opened yet."""
        self._gate = gate
        self._clock = clock
        self._limits = limits
        self._hosts: dict[str, _Host] = {}

    async def __aenter__(self) -> Self:
        resolver = PublicResolver(self._gate)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit=40),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"},
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def fetch(
        self,
        address: str,
        *,
        etag: str = "",
        modified: str = "",
        may_be: frozenset[int] = frozenset(),
    ) -> Fetched:
        """Return what is at the address, or that it is as it was. ``may_be`` are statuses that come with a body.

        Raises:
            Refused: Whatever is wrong: with the address, the server, the size, the time.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        url, before = _url(address), None
        for _ in range(REDIRECTS + 1):
            self._gate.check(url, before)
            answer = await self._once(url, headers, may_be)
            if isinstance(answer, Fetched):
                return answer
            url, before = answer, url
        raise Refused(Trouble.REDIRECT, address[:200])

    async def _once(
        self, url: URL, headers: Mapping[str, str], may_be: frozenset[int]
    ) -> Fetched | URL:
        """Return what is there, or where that leads."""
        request = self._session.get(url, headers=headers, allow_redirects=False)
        try:
            async with (
                self._turn(url.host or ""),
                asyncio.timeout(self._limits.seconds),
                request as answer,
            ):
                return await self._read(answer, url, may_be)
        except TimeoutError:
            raise Refused(Trouble.SLOW, f"{self._limits.seconds:.0f}") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error, NotPublic) or isinstance(error.__cause__, NotPublic):
                raise Refused(Trouble.ADDRESS, str(url.host)) from None
            raise Refused(Trouble.UNREACHABLE, type(error).__name__) from error

    async def _read(
        self, answer: aiohttp.ClientResponse, url: URL, may_be: frozenset[int]
    ) -> Fetched | URL:
        said = answer.headers
        if answer.status in _MOVED and "Location" in said:
            return url.join(_url(said["Location"]))
        self._judge(answer, may_be)
        same = answer.status == HTTPStatus.NOT_MODIFIED
        return Fetched(
            answer.status,
            str(url),
            b"" if same else await self._body(answer),
            said.get("ETag", "")[:200],
            said.get("Last-Modified", "")[:100],
        )

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Hold the host's turn, once long enough has passed since the last request there."""
        mine = self._hosts.setdefault(host, _Host())
        loop = asyncio.get_running_loop()
        async with mine.turn:
            wait = mine.free_at - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                mine.free_at = loop.time() + self._limits.between.total_seconds()

    def _judge(self, answer: aiohttp.ClientResponse, may_be: frozenset[int]) -> None:
        status = answer.status
        if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED) or status in may_be:
            return
        if status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            again_at = self._again_at(answer.headers.get("Retry-After", ""))
            raise Refused(Trouble.UNREACHABLE, str(status), again_at)
        raise Refused(Trouble.MISSING, str(status))

    def _again_at(self, said: str) -> datetime | None:
        if said.isascii() and said.isdigit() and len(said) < len("1000000"):
            return self._clock.now() + timedelta(seconds=int(said))
        try:
            moment = parsedate_to_datetime(said)
        except ValueError:
            return None
        return moment if moment.tzinfo else None

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        """Return the body unpacked, read piece by piece so that no more is ever held than is allowed."""
        encoding = answer.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise Refused(Trouble.NOT_A_FEED, encoding[:40])
        bits = _ENCODINGS[encoding]
        unpacking = zlib.decompressobj(bits) if bits else None
        sent, body = 0, bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            sent += len(chunk)
            room = self._limits.unpacked - len(body) + 1
            body += _unpacked(unpacking, chunk, room) if unpacking else chunk
            for size, most in ((sent, self._limits.sent), (len(body), self._limits.unpacked)):
                if size > most:
                    raise Refused(Trouble.LARGE, str(most // 2**20))
        return bytes(body)


def _unpacked(unpacking: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    try:
        return unpacking.decompress(chunk, room)
    except zlib.error as error:
        raise Refused(Trouble.NOT_WELL_FORMED, "gzip") from error


def _url(address: str) -> URL:
    try:
        return URL(address)
    except ValueError:
        raise Refused(Trouble.ADDRESS, address[:200]) from None
