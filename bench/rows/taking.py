"""Taking what people do: taps on Telegram and presses in Slack, beside the bare libraries with one insert each."""

import asyncio
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update
from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes

from bench.figure import Figure, in_turns, percentile
from bench.network import chat_of, press, settle
from bench.stand import PATIENCE, TOKEN, Stand, homeround
from bot.channels.telegram.transport import AiohttpRequest
from bot.core.facts import RoundOpened
from bot.core.turn import Caller
from bot.db.database import Database
from bot.db.record import record
from bot.db.store import Store
from bot.db.tables import answers, assignments, deliveries

TAPS = 4_000
BURST = 15_000
PER_SECOND = 100
SECONDS = 20
KINDS = ("sqlite", "postgresql")
FIRST_UPDATE = 1_000
LIMIT = {"HOMEROUND_TELEGRAM_MESSAGES_PER_SECOND": "30"}


async def rows(stand: Stand) -> list[Figure]:
    """Return how fast answers to a check-in are taken."""
    figures = []
    for kind in KINDS:
        bare, answered, ours = await in_turns(
            partial(_bare, stand, kind, answering=False),
            partial(_bare, stand, kind, answering=True),
            partial(_burst, stand, kind),
        )
        what, is_ = f"taps, {kind}", "python-telegram-bot process_update, one committed insert each"
        figures += [
            Figure(what, ours, "taps/s", bare, is_, at_least=1.0),
            # Homeround answers every press, so that no spinner turns.
            Figure(what, ours, "taps/s", answered, f"{is_}, and the press answered"),
        ]
    for kind in KINDS:
        waits = await _steady(stand, kind)
        what = f"a tap at {PER_SECOND} a second, {kind}: p99"
        figures.append(Figure(what, 1000 * percentile(waits, 0.99), "ms", at_most=50))
    return [*figures, *await _big_burst(stand)]


async def _bare(stand: Stand, kind: str, *, answering: bool) -> float:
    """Return how many updates a second the library takes with one insert each, committed one by one."""
    with stand.database(kind) as database:
        settle(database, 1, "telegram")
        _open_round(stand, database)
        row = {"assignment_id": 1, "question_id": "week", "state": "answered", "value": "well"}
        kept = insert(answers).values(person_id=1, at=datetime.now(UTC), **row)

        async def take(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
            with database.write() as connection:
                connection.execute(kept)
            if answering and update.callback_query:
                await update.callback_query.answer()

        builder = ApplicationBuilder().token(TOKEN).base_url(f"{stand.url}bot")
        app = builder.updater(None).request(AiohttpRequest()).build()
        app.add_handler(CallbackQueryHandler(take))
        app._initialized = True  # noqa: SLF001 - it would only ask who the bot is
        updates = [press(place, "answer:1:week:well") for place in range(TAPS)]
        began = time.perf_counter()
        for each in updates:
            await app.process_update(Update.de_json(each, app.bot))
        seconds = time.perf_counter() - began
        await app.bot.request.shutdown()
        return TAPS / seconds


async def _burst(stand: Stand, kind: str) -> float:
    """Return how many taps a second are taken, from the first handed out to the last confirmed."""
    with stand.database(kind) as database:
        settle(database, TAPS, "telegram")
        _open_round(stand, database)
        async with homeround(stand.environment(database, **LIMIT)):
            await asyncio.sleep(1)
            await stand.reset()
            began = time.monotonic()
            await stand.offer(_taps(TAPS))
            seconds = await _until_confirmed(stand, TAPS) - began
        _check(database, TAPS)
        return TAPS / seconds


async def _steady(stand: Stand, kind: str) -> list[float]:
    """Return how long each tap took from being handed out to its answer, in seconds."""
    number = PER_SECOND * SECONDS
    with stand.database(kind) as database:
        settle(database, number, "telegram")
        _open_round(stand, database)
        async with homeround(stand.environment(database, **LIMIT)):
            await asyncio.sleep(1)
            await stand.reset()
            began = time.monotonic()
            for place, tap in enumerate(_taps(number)):
                await stand.offer([tap])
                await asyncio.sleep(max(0.0, began + place / PER_SECOND - time.monotonic()))
            await _until_confirmed(stand, number)
            told = await stand.ledger()
        _check(database, number)
    return [told["answered"][each] - at for each, at in told["handed"].items()]


async def _big_burst(stand: Stand) -> list[Figure]:
    """Return whether a big burst is kept whole, and how the process's memory grows meanwhile."""
    with stand.database("sqlite") as database:
        settle(database, BURST, "telegram")
        _open_round(stand, database)
        async with homeround(stand.environment(database, **LIMIT)) as process:
            await stand.reset()
            taps = _taps(BURST)
            await stand.offer(taps[:500])
            await _until_confirmed(stand, 500)
            before = peak = process.memory_info().rss
            await stand.offer(taps[500:])
            while (await stand.counts())["confirmed"] < FIRST_UPDATE + BURST:
                peak = max(peak, process.memory_info().rss)
                await asyncio.sleep(0.05)
        with database.read() as connection:
            kept = connection.execute(select(func.count()).select_from(answers)).scalar_one()
    what = f"a burst of {BURST:,} taps"
    return [
        Figure(f"{what}: kept", kept, "taps", BURST, "those tapped", at_least=1, at_most=1),
        Figure(f"{what}: memory", peak / 2**20, "MB", before / 2**20, "after 500", at_most=1.2),
    ]


def _open_round(stand: Stand, database: Database) -> None:
    """Open the weekly check-in, and let its first question have arrived as message 1 of each chat."""
    desk = stand.desk(database)
    with database.write() as connection:
        store = Store(connection, desk, "operator", "", _now())
        record(store, Caller(), RoundOpened(store.number("round"), "weekly"))
        _arrive(connection)


def _arrive(connection: Connection) -> None:
    connection.execute(
        update(deliveries).values(
            state="delivered", sent_chat=deliveries.c.chat, sent_id="1", finished_at=_now()
        )
    )
    connection.execute(text("ANALYZE"))


def _now() -> datetime:
    return datetime.now(UTC)


def _taps(number: int) -> list[dict[str, Any]]:
    """Return one answer of each home: the assignments have the numbers of their homes, from 1."""
    return [
        press(FIRST_UPDATE + place, f"answer:{place + 1}:week:well", chat_of(place, "telegram"))
        for place in range(number)
    ]


async def _until_confirmed(stand: Stand, number: int) -> float:
    async with asyncio.timeout(PATIENCE):
        while (told := await stand.counts())["confirmed"] < FIRST_UPDATE + number:
            await asyncio.sleep(0.02)
    return float(told["confirmed_at"])


def _check(database: Database, number: int) -> None:
    """Fail where not every tap became an answer: a fast figure of lost taps is worth nothing."""
    with database.read() as connection:
        kept = connection.execute(select(func.count()).select_from(answers)).scalar_one()
        asked = connection.execute(select(func.count()).select_from(assignments)).scalar_one()
    assert kept == number <= asked, f"{kept} of {number} taps were kept"
