"""What a channel has begun and not finished: the end waits for it."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog

log = structlog.get_logger()

# How long the end waits; Slack itself gives up after three seconds, and a process is to end in good time.
FINISHING = timedelta(seconds=5)


class UnderWay:
    """Events that are being taken, and what is being shown to whoever acted."""

    def __init__(self, channel: str) -> None:
        """Prepare; ``channel`` is named in the log."""
        self._channel = channel
        self._taking = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._shows: set[asyncio.Task[None]] = set()

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Count one event for the length of the block."""
        self._taking += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._taking -= 1
            if not self._taking:
                self._idle.set()

    def show(self, showing: Coroutine[Any, Any, None]) -> None:
        """Let something be shown while the event itself is acknowledged: platforms do not wait long for that."""
        task = asyncio.create_task(showing)
        self._shows.add(task)
        task.add_done_callback(self._shows.discard)

    async def finish(self) -> None:
        """Return when all that was begun is finished, or after five seconds for each of the two."""
        seconds = FINISHING.total_seconds()
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            log.warning("events_not_finished", channel=self._channel, events=self._taking)
        if self._shows:
            await asyncio.wait(self._shows, timeout=seconds)
