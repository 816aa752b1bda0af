"""Two processes on one PostgreSQL: each thing has one owner, and what a killed one did, the other goes on with."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.core.deliveries import Pace
from bot.db import leases
from bot.db.database import Database
from bot.db.tables import assignments, events, rounds
from bot.demo.people import Controls, TelegramPerson
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import FIRST_CHAT, Borough
from tests.support.demo import in_words, open_at
from tests.support.process import Homeround, until

pytestmark = [pytest.mark.acceptance, pytest.mark.long, pytest.mark.timeout(300)]

HOMES = 300
TALKERS = 20
A_SECOND = 20
FAILOVER_SECONDS = 15
OWNED = ("telegram/0", "slack/0", "telegram/poll", "clock")


@pytest.fixture
async def borough(tmp_path: Path, postgresql: Database) -> AsyncIterator[Borough]:
    url = postgresql.url.render_as_string(hide_password=False)
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        borough = Borough(box, url, tmp_path)
        borough.environment["HOMEROUND_TELEGRAM_MESSAGES_PER_SECOND"] = str(A_SECOND)
        borough.settle(HOMES)
        yield borough
        await borough.close()


def owners(borough: Borough, processes: Sequence[Homeround]) -> dict[str, Homeround]:
    """Return which of the processes has what, as far as it has run on."""
    found = {}
    with borough.database.read() as connection:
        now = datetime.now(UTC)
        for name in OWNED:
            owner, until_ = leases.holder(connection, name) or ("", now)
            for process in processes:
                if f":{process.number}:" in owner and until_ > now:
                    found[name] = process
    return found


async def all_is_owned(borough: Borough, processes: Sequence[Homeround]) -> dict[str, Homeround]:
    """Return who has what, as soon as everything has an owner among these."""
    await until(lambda: len(owners(borough, processes)) == len(OWNED), FAILOVER_SECONDS)
    return owners(borough, processes)


async def goes_on_ticking(borough: Borough) -> None:
    """Return when the clock's owner has looked at what is due for some seconds."""

    def last_until() -> datetime | None:
        with borough.database.read() as connection:
            held = leases.holder(connection, "clock")
        return held[1] if held else None

    seen = last_until()
    await until(lambda: last_until() != seen)


def worst_second(borough: Borough) -> int:
    """Return the most messages that arrived at Telegram within any second."""
    moments = [entry.at for entry in borough.box.ledger.found("telegram")]
    second = timedelta(seconds=1)
    return max(sum(1 for each in moments if at <= each < at + second) for at in moments)


async def several_say_hello(borough: Borough, session: aiohttp.ClientSession) -> None:
    """Let some managers write to the bot in Telegram, whoever may be listening."""
    controls = Controls(session, borough.box.url)
    for place in range(0, 2 * TALKERS, 2):
        await TelegramPerson(controls, FIRST_CHAT + place, "").says("/menu")


def heard(borough: Borough) -> int:
    """Return how many commands were taken from Telegram."""
    taken = select(func.count()).where(events.c.kind == "Commanded", events.c.channel == "telegram")
    with borough.database.read() as connection:
        return connection.execute(taken).scalar_one()


async def loses_its_owner(borough: Borough, one: Homeround, other: Homeround, text: str) -> None:
    """Kill the owner of Telegram's lane in the middle of a broadcast; the other one goes on, the owner comes back."""
    owned = await all_is_owned(borough, (one, other))
    victim = owned["telegram/0"]
    survivor = other if victim is one else one
    ledger, before = borough.box.ledger, len(borough.box.ledger.entries)
    number = borough.broadcast(text)
    await until(lambda: len(ledger.entries) - before > HOMES * 2 // 3)
    await victim.kill()
    assert borough.waiting(number), "the kill came too late to prove anything"
    async with aiohttp.ClientSession() as session:
        await several_say_hello(borough, session)

    await all_is_owned(borough, (survivor,))
    await victim.start()
    await until(lambda: borough.waiting(number) == 0)
    telegram, slack = borough.copies("telegram", text), borough.copies("slack", text)
    assert len(telegram) == len(slack) == HOMES // 2, "every home got it"
    assert telegram.total() - len(telegram) <= Pace().window
    assert slack.total() == len(slack)


async def test_whichever_is_killed_the_other_goes_on_and_nothing_is_lost(borough: Borough) -> None:
    one, other = borough.process, borough.new_process("other")
    await asyncio.gather(one.start(), other.start())
    await loses_its_owner(borough, one, other, "The first of the day")
    await loses_its_owner(borough, one, other, "The second of the day")
    await until(lambda: heard(borough) == 2 * TALKERS)

    # What is on its way may arrive together; two senders would make it twice the rate.
    assert worst_second(borough) <= A_SECOND + Pace().window
    conflicts = borough.box.ledger.refused["telegram", "getupdates", "409"]
    assert conflicts == 0, "two polled at the same time"


async def test_what_falls_due_happens_once_though_two_have_a_clock_and_one_is_killed(
    borough: Borough,
) -> None:
    open_at(borough.content, in_words(timedelta(minutes=1)))
    one, other = borough.process, borough.new_process("other")
    await asyncio.gather(one.start(), other.start())
    ledger = borough.box.ledger
    await until(lambda: ledger.count() > HOMES // 3)
    owned = await all_is_owned(borough, (one, other))
    await owned["clock"].kill()
    await owned["clock"].start()
    await all_is_owned(borough, (one, other))
    await goes_on_ticking(borough)

    with borough.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(rounds)).scalar_one() == 1
        asked = connection.execute(select(func.count()).select_from(assignments)).scalar_one()
    assert asked == HOMES
