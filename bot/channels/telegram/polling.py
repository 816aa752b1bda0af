"""Long polling: updates are fetched raw, and confirmed only when every one before them was kept."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.failures import failure
from bot.channels.telegram.reading import WANTED, Update, chat_of
from bot.channels.telegram.taking import TelegramTaker
from bot.channels.telegram.transport import AiohttpRequest
from bot.core.errors import Throttled

log = structlog.get_logger()

# Shorter than the lease that allows this process to poll, so that it is renewed in good time.
POLL = timedelta(seconds=5)
ANSWERING = timedelta(seconds=10)
# After a failure, and between two questions whether this process may poll.
PAUSE = timedelta(seconds=1)


class TelegramPolling:
    """Fetches updates until it is cancelled.

    The library's own polling confirms updates that are only in memory, and one update that it cannot parse
    stops it for good; here each is read by itself, and one that was not kept comes again.
    """

    def __init__(
        self, bot: Bot, taker: TelegramTaker, may_poll: Callable[[], Awaitable[bool]] | None
    ) -> None:
        """Prepare; ``may_poll`` says whether this process is the one that polls, asked before each."""
        self._bot = bot
        self._taker = taker
        self._may_poll = may_poll
        self._request = AiohttpRequest(POLL + ANSWERING)
        self._offset = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        try:
            while True:
                try:
                    await self._poll()
                except Exception:  # whatever broke, the next poll may go well
                    log.exception("poll_broke")
                    await asyncio.sleep(PAUSE.total_seconds())
        finally:
            await self._request.shutdown()

    async def _poll(self) -> None:
        if self._may_poll is not None and not await self._may_poll():
            await asyncio.sleep(PAUSE.total_seconds())
            return
        try:
            updates = await self._fetch()
        except TelegramError as error:
            failed = failure(error)
            log.warning("poll_failed", kind=failed.kind, reason=failed.reason)
            pause = failed.retry_after if isinstance(failed, Throttled) else PAUSE
            await asyncio.sleep(pause.total_seconds())
            return
        if not await self._take(updates):
            await asyncio.sleep(PAUSE.total_seconds())

    async def _fetch(self) -> list[Update]:
        """Return the updates that wait, as soon as there are any."""
        asked = {
            "offset": self._offset,
            "timeout": int(POLL.total_seconds()),
            "allowed_updates": json.dumps(WANTED),
        }
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        status, body = await self._request.do_request(url, "POST")
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise NetworkError(f"http_{status}") from error
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise _refused(answer, status)
        # One without a number could never be confirmed, and would hold up all that follow.
        return [
            each
            for each in answer.get("result") or ()
            if isinstance(each, dict) and isinstance(each.get("update_id"), int)
        ]

    async def _take(self, updates: Sequence[Update]) -> bool:
        """Take them, those of one chat in order; confirm up to the first that was not kept."""
        chats: dict[str, list[Update]] = {}
        for update in updates:
            chats.setdefault(chat_of(update), []).append(update)
        lost = await asyncio.gather(*(self._in_order(each) for each in chats.values()))
        numbers = [int(each["update_id"]) for each in updates]
        missing = [each for each in lost if each is not None]
        if numbers:
            self._offset = min(missing) if missing else max(numbers) + 1
        return not missing

    async def _in_order(self, updates: Iterable[Update]) -> int | None:
        """Take updates one after the other; return the number of the first that was not kept."""
        for update in updates:
            if not await self._taker.take(update):
                return int(update["update_id"])
        return None


def _refused(answer: Any, status: int) -> TelegramError:
    said = answer if isinstance(answer, dict) else {}
    pause = (said.get("parameters") or {}).get("retry_after")
    if isinstance(pause, int):
        return RetryAfter(pause)
    return NetworkError(str(said.get("description") or f"http_{status}"))
