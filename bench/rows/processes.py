"""One, two and four processes on one PostgreSQL: the rate rises with the cores, and never falls below one process."""

import asyncio
import os
import time
from contextlib import AsyncExitStack

from bench.figure import Figure
from bench.network import draft, send, settle
from bench.rows.sending import TEXT
from bench.stand import Stand, homeround

HOMES = 12_000
# Whoever came first has all lanes, and leaves the others theirs when it renews its leases.
SETTLING_SECONDS = 5.0


async def rows(stand: Stand) -> list[Figure]:
    """Return the rates of several processes beside that of one."""
    one = await _rate(stand, 1)
    note = f"on {os.cpu_count()} cores, with the server and PostgreSQL on the same"
    return [
        Figure(
            f"{number} processes on one PostgreSQL",
            await _rate(stand, number),
            "messages/s",
            one,
            "one process",
            at_least=1.0,
            note=note,
        )
        for number in (2, 4)
    ]


async def _rate(stand: Stand, number: int) -> float:
    with stand.database("postgresql") as database:
        settle(database, HOMES, "telegram")
        environment = stand.environment(database, HOMEROUND_TELEGRAM_LANES=str(number))
        broadcast = draft(stand, database, TEXT)
        async with AsyncExitStack() as running:
            for _ in range(number):
                await running.enter_async_context(homeround(environment))
            await asyncio.sleep(SETTLING_SECONDS)
            await stand.reset()
            send(stand, database, broadcast)
            began = time.monotonic()
            await stand.until_sent(HOMES)
            return HOMES / (time.monotonic() - began)
