"""The way out: every lane's dispatcher, in a thread and a loop of their own.

So a lane may wait for its own short commits where it stands, and neither a slow disk nor a full lane holds up
whoever presses a button or looks after our health.
"""

import asyncio
from collections.abc import Sequence
from threading import Event, Thread

from bot.core.ports import Channel, Clock
from bot.dispatcher import Dispatcher
from bot.parts import keep


class WayOut:
    """The dispatchers of one process, from ``start`` to ``end``."""

    def __init__(
        self, channels: Sequence[Channel], dispatchers: Sequence[Dispatcher], clock: Clock
    ) -> None:
        """Prepare. The channels send for these dispatchers and do nothing else: their connections are this thread's."""
        self._channels = channels
        self._dispatchers = dispatchers
        self._clock = clock
        self._thread = Thread(target=self._work, name="way out", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._up = Event()

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()
        self._up.wait()

    def wake(self) -> None:
        """Let every lane look for work now: something was queued. Before the start and at the end it does nothing."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake_all)

    async def end(self) -> None:
        """Claim nothing more, and return when what is on the wire is recorded and every connection closed."""
        assert self._loop is not None
        # Whoever queues from here on finds no loop to wake.
        loop, self._loop = self._loop, None
        loop.call_soon_threadsafe(self._end_all)
        await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        asyncio.run(self._send())

    async def _send(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._up.set()
        try:
            await asyncio.gather(
                *(keep("dispatcher", each.run, self._clock) for each in self._dispatchers)
            )
        finally:
            for channel in self._channels:
                await channel.stop()

    def _wake_all(self) -> None:
        for each in self._dispatchers:
            each.wake()

    def _end_all(self) -> None:
        for each in self._dispatchers:
            each.end()
