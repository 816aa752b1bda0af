"""The whole process, killed in the middle of its work: nothing is lost, next to nothing is repeated."""

import json
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.deliveries import Pace
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import FIRST_CHAT, Borough
from tests.support.process import until

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]

MANY = 2_000
SOME = 600
WINDOW = Pace().window


@pytest.fixture
async def borough(tmp_path: Path) -> AsyncIterator[Borough]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
        yield borough
        await borough.close()


async def survives_a_kill(borough: Borough, homes: int, turn: int) -> int:
    """Kill the process at a random moment of a broadcast, and start it again: every home gets it.

    Return how many deliveries were in doubt; which, is listed.
    """
    text = f"Broadcast {turn} of the day"
    ledger = borough.box.ledger
    before, moment = len(ledger.entries), random.randrange(1, homes * 9 // 10)
    number = borough.broadcast(text)
    await until(lambda: len(ledger.entries) - before >= moment)
    await borough.kill()
    killed_at = len(ledger.entries) - before
    assert killed_at < homes, "the kill came too late to prove anything"

    await borough.run()
    await until(lambda: borough.waiting(number) == 0)

    telegram, slack = borough.copies("telegram", text), borough.copies("slack", text)
    assert len(telegram) == len(slack) == homes // 2, "every home got it"
    repeats = sum(telegram.values()) - len(telegram)
    assert repeats <= WINDOW, f"{repeats} repeats on Telegram after a kill at {killed_at}"
    assert sum(slack.values()) == len(slack), f"repeats on Slack after a kill at {killed_at}"
    doubtful = await in_doubt(borough, number)
    assert len(doubtful) <= 2 * WINDOW
    repeated = {int(chat) - FIRST_CHAT for chat, copies in telegram.items() if copies > 1}
    assert {f"H{place:04}" for place in repeated} <= doubtful
    return len(doubtful)


async def in_doubt(borough: Borough, number: int) -> set[str]:
    """Return the homes whose delivery is listed as having been in doubt."""
    listed = await borough.command("deliveries", "--broadcast", str(number), "--json")
    return {each["home_id"] for each in json.loads(listed) if each["in_doubt"]}


async def test_after_a_kill_every_home_gets_the_broadcast_and_what_is_in_doubt_is_listed(
    borough: Borough,
) -> None:
    borough.settle(SOME)
    await borough.run()
    await survives_a_kill(borough, SOME, 1)


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_the_same_holds_at_twenty_random_moments_of_a_broadcast_to_2_000_homes(
    borough: Borough,
) -> None:
    borough.settle(MANY)
    await borough.run()
    doubtful = [await survives_a_kill(borough, MANY, turn) for turn in range(20)]

    assert sum(doubtful), "no kill met a message on its way, which proves nothing"


@pytest.mark.long
async def test_asked_to_stop_it_records_what_is_on_the_wire_and_the_next_begins_at_once(
    borough: Borough,
) -> None:
    text = "A quiet end"
    borough.settle(SOME)
    await borough.run()
    number = borough.broadcast(text)
    await until(lambda: len(borough.box.ledger.entries) >= SOME // 4)

    assert await borough.kill(signal.SIGTERM) == 0
    await borough.run()
    await until(lambda: borough.waiting(number) == 0)

    copies = borough.copies("telegram", text) + borough.copies("slack", text)
    assert len(copies) == SOME
    assert set(copies.values()) == {1}
    assert await in_doubt(borough, number) == set()
