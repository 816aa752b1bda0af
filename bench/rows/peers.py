"""Beside other bots: a text that is stored and answered, and a broadcast as most bots write it."""

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import func, select

from bench.figure import Figure, middle
from bench.network import FIRST_CHAT, chat_of, settle
from bench.peers.peer import SOURCES, Peer, Unable
from bench.rows.sending import TEXT, broadcast
from bench.stand import Stand, homeround
from bot.db.database import Database
from bot.db.tables import events

ECHOES = {
    "opsdroid, store and echo": Peer("opsdroid", ("python", "-m", "bench.peers.opsdroid.bot")),
    "errbot, store and echo": Peer(
        "errbot", ("errbot", "--config", str(SOURCES / "errbot" / "config.py"))
    ),
}
LOOP = Peer("plain_loop", ("python", "-m", "bench.peers.plain_loop.loop"))
WRITTEN = "The lift has been out of order since this morning, and the engineer comes on Thursday."
# Answered before the clock starts: whoever runs has its connections by then.
WARM = 100
TEXTS = 2_000
CHATS = 2_000
ROUNDS = 3
FIRST_UPDATE = 1_000

UntilSent = Callable[[int], Awaitable[None]]
Measure = Callable[[], Awaitable[float]]


async def rows(stand: Stand) -> list[Figure]:
    """Return Homeround's rates beside those of the peers; one that cannot run here says so in its row."""
    answering = await _beside(
        "texts stored and answered, sqlite",
        partial(_answering, stand),
        {is_: partial(_echoing, stand, peer) for is_, peer in ECHOES.items()},
    )
    sending = await _beside(
        f"broadcast to {CHATS:,} homes, sqlite",
        partial(broadcast, stand, "sqlite", "telegram", CHATS),
        {"python-telegram-bot, plain loop": partial(_looping, stand)},
        at_least=1.0,
    )
    return [*answering, *sending]


async def _beside(
    what: str, ours: Measure, theirs: Mapping[str, Measure], at_least: float | None = None
) -> list[Figure]:
    """Measure in turns, so that whatever else the machine does meanwhile meets everybody."""
    own: list[float] = []
    rates: dict[str, list[float]] = {is_: [] for is_ in theirs}
    reasons: dict[str, str] = {}
    for _ in range(ROUNDS):
        own.append(await ours())
        for is_ in theirs.keys() - reasons.keys():
            try:
                rates[is_].append(await theirs[is_]())
            except Unable as reason:
                reasons[is_] = str(reason)
    rate = middle(own)
    return [
        Figure(what, rate, "messages/s", note=reasons[is_])
        if is_ in reasons
        else Figure(what, rate, "messages/s", middle(rates[is_]), is_, at_least=at_least)
        for is_ in theirs
    ]


async def _answering(stand: Stand) -> float:
    """Return how many texts a second Homeround answers; each is an event, a draft and a reply in the tables."""
    with stand.database("sqlite") as database:
        settle(database, WARM + TEXTS, "telegram")
        async with homeround(stand.environment(database)):
            rate = await _rate(stand, stand.until_sent)
        kept = _events(database)
        assert kept == WARM + TEXTS, f"{kept} texts were kept"
        return rate


async def _echoing(stand: Stand, peer: Peer) -> float:
    """Return how many texts a second the peer stores and echoes."""
    async with peer.running(stand) as running:
        rate = await _rate(stand, lambda number: running.until_sent(stand, number))
        if (kept := running.kept()) != WARM + TEXTS:
            raise Unable(f"{peer.name} kept {kept} of {WARM + TEXTS} texts")
        return rate


async def _looping(stand: Stand) -> float:
    """Return how many messages a second a plain loop sends, from the first that came to the last."""
    await stand.reset()
    chats = [chat_of(place, "telegram") for place in range(CHATS)]
    async with LOOP.running(stand, TEXT, *chats) as running:
        await running.until_sent(stand, CHATS)
        times: list[float] = (await stand.ledger())["times"]
        return (CHATS - 1) / (times[-1] - times[0])


async def _rate(stand: Stand, until_sent: UntilSent) -> float:
    """Return how many texts a second are answered, from being offered to the last answer."""
    await stand.reset()
    await stand.offer(_texts(0, WARM))
    await until_sent(WARM)
    await stand.reset()
    began = time.monotonic()
    await stand.offer(_texts(WARM, TEXTS))
    await until_sent(TEXTS)
    times: list[float] = (await stand.ledger())["times"]
    if len(times) != TEXTS:
        raise Unable(f"{len(times)} answers to {TEXTS} texts")
    return TEXTS / (times[-1] - began)


def _texts(first: int, number: int) -> list[dict[str, Any]]:
    """Return one text from each of so many people."""
    return [_text(place) for place in range(first, first + number)]


def _text(place: int) -> dict[str, Any]:
    chat = FIRST_CHAT + place
    message = {
        "message_id": place + 1,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "Person"},
        "text": WRITTEN,
    }
    return {"update_id": FIRST_UPDATE + place, "message": message}


def _events(database: Database) -> int:
    with database.read() as connection:
        found: int = connection.execute(select(func.count()).select_from(events)).scalar_one()
        return found
