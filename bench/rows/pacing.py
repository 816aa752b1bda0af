"""With the limit on: how much of the rate is used, how evenly, at what cost, and how soon an urgent one goes."""

import asyncio
import random
import time

from bench.figure import Figure, percentile
from bench.network import draft, send, settle
from bench.rows.sending import TEXT
from bench.server import MARK
from bench.stand import Stand, homeround
from bot.db.database import Database

RATE = 30
SLOT = 1 / RATE
HOMES = 15_000
SECONDS = 60
URGENT = 40


async def rows(stand: Stand) -> list[Figure]:
    """Return how the limit of 30 a second is kept while 15,000 homes are written to."""
    figures = []
    for kind in ("sqlite", "postgresql"):
        figures += await _paced(stand, kind)
    return figures


async def _paced(stand: Stand, kind: str) -> list[Figure]:
    with stand.database(kind) as database:
        settle(database, HOMES, "telegram")
        limit = {"HOMEROUND_TELEGRAM_MESSAGES_PER_SECOND": str(RATE)}
        everybody = draft(stand, database, TEXT)
        async with homeround(stand.environment(database, **limit)) as process:
            await stand.reset()
            send(stand, database, everybody)
            await stand.until_sent(RATE)
            began, used = time.monotonic(), sum(process.cpu_times()[:2])
            await asyncio.sleep(SECONDS)
            spent = sum(process.cpu_times()[:2]) - used
            ended = time.monotonic()
            waits = await _urgent(stand, database)
            told = await stand.ledger()
    times = [each for each in told["times"] if began <= each < ended]
    rate = len(times) / (ended - began)
    what = f"{RATE} a second, {kind}"
    return [
        Figure(f"{what}: rate", rate, "messages/s", RATE, "the limit", at_least=0.99, at_most=1.0),
        Figure(f"{what}: busiest second", _busiest(told["times"]), "messages", at_most=RATE),
        Figure(f"{what}: share of a core", 100 * spent / (ended - began), "%", at_most=5),
        Figure(
            f"{what}: urgent p99",
            percentile(waits, 0.99) / SLOT,
            "slots",
            at_most=2,
        ),
    ]


async def _urgent(stand: Stand, database: Database) -> list[float]:
    """Return how long each of some urgent messages took from its commit to the platform, in seconds."""
    raised = {}
    for place in range(URGENT):
        word = f"{place:08}"
        number = draft(
            stand, database, f"{MARK.decode()}{word} storm", f"home:H{place:06}", urgent=True
        )
        await asyncio.sleep(0.5 + random.random() * SLOT)  # noqa: S311 - any moment
        send(stand, database, number)
        raised[word] = time.monotonic()
    await asyncio.sleep(1)
    came = (await stand.ledger())["marked"]
    return [came[word] - at for word, at in raised.items()]


def _busiest(times: list[float]) -> int:
    """Return the most messages that came within any second."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most
