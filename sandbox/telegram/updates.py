"""Updates on their way to the bot: waiting to be fetched, or delivered to its webhook until they are taken."""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from itertools import count
from typing import Any

import aiohttp

from sandbox.telegram.chats import moment
from sandbox.telegram.refusal import Refused

LONGEST_POLL = 50.0
MOST_AT_ONCE = 100
FIRST_RETRY = 0.2
LONGEST_RETRY = 5.0


class Updates:
    """What the bot has not confirmed yet, in order; ``confirmed`` are the numbers of all that it has."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[int, dict[str, Any]] = OrderedDict()
        self.confirmed: set[int] = set()
        self._numbers = count(500_001)
        self._arrived = asyncio.Event()
        self._poller: asyncio.Future[str] | None = None
        self._delivery: asyncio.Task[None] | None = None
        self.webhook = ""
        self.secret = ""
        self.allowed: frozenset[str] = frozenset()
        self.last_error = ""
        self.last_error_at = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, body: dict[str, Any]) -> int:
        """Queue an update of this kind, if the bot wants it, and return its number."""
        number = next(self._numbers)
        if not self.allowed or kind in self.allowed:
            self._waiting[number] = {"update_id": number, kind: body}
            self._arrived.set()
        return number

    def drop(self) -> None:
        """Forget whatever waits."""
        self._waiting.clear()

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Confirm everything before ``offset`` and return what waits, after these seconds at the latest.

        An offset of -n keeps the newest n and forgets the others (Bot API, getUpdates).

        Raises:
            Refused: A webhook is set, or another poller took over.
        """
        if self.webhook:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._end_poll("other getUpdates request; make sure that only one bot instance is running")
        self._confirm(offset)
        mine = self._poller = asyncio.get_running_loop().create_future()
        await self._wait(mine, min(seconds, LONGEST_POLL))
        if mine.done():
            raise Refused(409, f"Conflict: terminated by {mine.result()}")
        mine.cancel()
        return list(self._waiting.values())[: min(max(limit, 1), MOST_AT_ONCE)]

    def _end_poll(self, cause: str) -> None:
        if self._poller and not self._poller.done():
            self._poller.set_result(cause)

    def _confirm(self, offset: int) -> None:
        numbers = list(self._waiting)
        gone = numbers[:offset] if offset < 0 else [each for each in numbers if each < offset]
        for number in gone:
            del self._waiting[number]
        self.confirmed.update(gone)

    async def _wait(self, mine: "asyncio.Future[str]", seconds: float) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self._waiting and not mine.done() and loop.time() < end:
            self._arrived.clear()
            arrived = asyncio.create_task(self._arrived.wait())
            either: set[asyncio.Future[Any]] = {arrived, mine}
            await asyncio.wait(
                either, timeout=end - loop.time(), return_when=asyncio.FIRST_COMPLETED
            )
            arrived.cancel()

    def set_webhook(self, url: str, secret: str) -> None:
        """Deliver to this address from now on; nowhere when it is empty."""
        if url:
            self._end_poll("setWebhook request")
        self.webhook, self.secret = url, secret
        if self._delivery:
            self._delivery.cancel()
            self._delivery = None
        if url:
            self._delivery = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """Deliver nothing more."""
        if self._delivery:
            self._delivery.cancel()
            with suppress(asyncio.CancelledError):
                await self._delivery

    async def _deliver(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        wait = FIRST_RETRY
        async with aiohttp.ClientSession(headers=headers) as session:
            while True:
                if not self._waiting:
                    self._arrived.clear()
                    await self._arrived.wait()
                number, update = next(iter(self._waiting.items()))
                if await self._post(session, update):
                    self._waiting.pop(number, None)
                    self.confirmed.add(number)
                    wait = FIRST_RETRY
                else:
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, LONGEST_RETRY)

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        try:
            async with session.post(
                self.webhook, json=update, timeout=_PATIENCE, allow_redirects=False
            ) as response:
                status, reason = response.status, response.reason
        except (aiohttp.ClientError, TimeoutError) as error:
            return self._failed(type(error).__name__)
        if not 200 <= status < 300:
            return self._failed(f"Wrong response from the webhook: {status} {reason}")
        return True

    def _failed(self, why: str) -> bool:
        self.last_error, self.last_error_at = why, int(moment().timestamp())
        return False


_PATIENCE = aiohttp.ClientTimeout(total=10)
