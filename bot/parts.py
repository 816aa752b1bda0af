"""The parts of a process that run until they are told to stop, whatever breaks them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.core.ports import Clock

log = structlog.get_logger()

# A part that broke is begun again after this long; what it left on the wire is its own to settle.
AGAIN = timedelta(seconds=1)


async def keep(name: str, part: Callable[[], Awaitable[None]], clock: Clock) -> None:
    """Run a part until it is done or cancelled, again and again whatever breaks it."""
    while True:
        try:
            return await part()
        except Exception:
            log.exception("part_broke", part=name)
            await clock.sleep(AGAIN)
