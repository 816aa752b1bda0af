"""Presses in Slack: signed requests in, committed and acknowledged, beside bolt with one insert each."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select, text, update

from bench.bolt import PATH, READY
from bench.figure import Figure, in_turns, percentile
from bench.network import chat_of, settle
from bench.stand import ROOT, Stand, homeround
from bot.core.facts import RoundOpened
from bot.core.turn import Caller
from bot.db.database import Database
from bot.db.record import record
from bot.db.store import Store
from bot.db.tables import answers, deliveries

SECRET = "bench"  # noqa: S105 - as the stand sets it
PRESSES = 2_000
AT_ONCE = 20
PER_SECOND = 50
SECONDS = 15
# What goes out meanwhile keeps the rate that is set where nothing is set.
LIMIT = {"HOMEROUND_SLACK_MESSAGES_PER_SECOND": "10"}

Told = dict[str, Any]
Serve = Callable[[Stand, Database], AbstractAsyncContextManager[str]]


async def rows(stand: Stand) -> list[Figure]:
    """Return how fast presses are taken, and how long a person waits for the acknowledgement."""
    figures = []
    for kind in ("sqlite", "postgresql"):
        ours, bare = await in_turns(
            partial(_burst, stand, kind, _homeround), partial(_burst, stand, kind, _bolt)
        )
        is_ = "bolt with one listener, one committed insert each"
        what = f"presses in Slack, {kind}"
        figures.append(Figure(what, ours, "presses/s", bare, is_, at_least=1.0))
    for kind in ("sqlite", "postgresql"):
        told = await _driven(stand, kind, _homeround, PER_SECOND * SECONDS, PER_SECOND)
        slow = 1000 * percentile(told["waits"], 0.99)
        what = f"a press at {PER_SECOND} a second, {kind}: p99"
        figures.append(Figure(what, slow, "ms", at_most=100))
    return figures


async def _burst(stand: Stand, kind: str, serve: Serve) -> float:
    told = await _driven(stand, kind, serve, PRESSES, 0)
    return PRESSES / float(told["seconds"])


async def _driven(stand: Stand, kind: str, serve: Serve, number: int, per_second: float) -> Told:
    """Return what the driver tells of so many presses, each of which must have become an answer."""
    with stand.database(kind) as database:
        settle(database, number, "slack")
        _open_round(stand, database)
        async with serve(stand, database) as url:
            told = await _drive(url, [_press(place) for place in range(number)], per_second)
        with database.read() as connection:
            kept = connection.execute(select(func.count()).select_from(answers)).scalar_one()
    assert (told["refused"], kept) == (0, number), f"{kept} of {number} presses were kept"
    return told


async def _drive(url: str, bodies: Sequence[str], per_second: float) -> Told:
    order = {"url": url, "secret": SECRET, "bodies": bodies, "at_once": AT_ONCE}
    driver = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.driver"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    out, _ = await driver.communicate(json.dumps(order | {"per_second": per_second}).encode())
    told: Told = json.loads(out)
    return told


@asynccontextmanager
async def _homeround(stand: Stand, database: Database) -> AsyncIterator[str]:
    port = _free_port()
    environment = stand.environment(database, HOMEROUND_HTTP_PORT=str(port), **LIMIT)
    async with homeround(environment):
        yield f"http://127.0.0.1:{port}{PATH}"


@asynccontextmanager
async def _bolt(stand: Stand, database: Database) -> AsyncIterator[str]:
    url = database.url.render_as_string(hide_password=False)
    order = {"database": url, "api_url": f"{stand.url}api/", "secret": SECRET}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.bolt", json.dumps(order)),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        yield f"http://127.0.0.1:{line.removeprefix(READY).strip()}{PATH}"
    finally:
        process.terminate()
        await process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _open_round(stand: Stand, database: Database) -> None:
    """Open the weekly check-in, and let its first question have arrived as message 1 of each conversation."""
    now, desk = datetime.now(UTC), stand.desk(database)
    with database.write() as connection:
        store = Store(connection, desk, "operator", "", now)
        record(store, Caller(), RoundOpened(store.number("round"), "weekly"))
        sent = {"state": "delivered", "sent_id": "1", "finished_at": now}
        sent_chat = "D" + func.substr(deliveries.c.chat, 2)
        connection.execute(update(deliveries).values(sent_chat=sent_chat, **sent))
        connection.execute(text("ANALYZE"))


def _press(place: int) -> str:
    """Return the body of a press: the assignments have the numbers of their homes, from 1."""
    user = chat_of(place, "slack")
    room, token = f"D{user[1:]}", f"answer:{place + 1}:week:well"
    button = {"type": "button", "action_id": f"press:{token}", "block_id": "b", "value": token}
    payload = {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "bench"},
        "api_app_id": "A1",
        "user": {"id": user, "name": f"person{place}", "team_id": "T1"},
        "channel": {"id": room, "name": "directmessage"},
        "container": {"type": "message", "message_ts": "1", "channel_id": room},
        "message": {"type": "message", "ts": "1", "text": "How was the week?"},
        "trigger_id": f"{place}.bench",
        "actions": [button | {"action_ts": f"{place}.1"}],
    }
    return urlencode({"payload": json.dumps(payload)})
