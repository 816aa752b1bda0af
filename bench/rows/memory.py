"""How much memory a process holds while it sends to few and to many."""

import asyncio

import psutil

from bench.figure import Figure
from bench.network import draft, send, settle
from bench.rows.sending import TEXT
from bench.stand import Stand, homeround

FEW, MANY = 1_000, 100_000
# Long enough for whatever grows to show; the rest of the many would only take longer.
SENT = 30_000


async def rows(stand: Stand) -> list[Figure]:
    """Return the most memory that was held while sending."""
    few = await _peak(stand, FEW, FEW)
    many = await _peak(stand, MANY, SENT)
    what, is_ = f"memory while sending to {MANY:,}", f"while sending to {FEW:,}"
    return [Figure(what, many / 2**20, "MB", few / 2**20, is_, at_most=1.2)]


async def _peak(stand: Stand, homes: int, sent: int) -> int:
    with stand.database("sqlite") as database:
        settle(database, homes, "telegram")
        number = draft(stand, database, TEXT)
        async with homeround(stand.environment(database)) as process:
            await stand.reset()
            send(stand, database, number)
            return await _watch(stand, process, sent)


async def _watch(stand: Stand, process: psutil.Process, sent: int) -> int:
    peak = 0
    while (await stand.counts())["messages"] < sent:
        peak = max(peak, process.memory_info().rss)
        await asyncio.sleep(0.05)
    return peak
