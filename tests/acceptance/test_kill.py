"""The whole process, killed in the middle of its work: nothing is lost, next to nothing is repeated."""

import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.deliveries import Pace
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import Borough, until

pytestmark = pytest.mark.acceptance

HOMES = 2_000
WINDOW = Pace().window


@pytest.fixture
async def borough(tmp_path: Path) -> AsyncIterator[Borough]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
        borough.settle(HOMES)
        yield borough
        await borough.close()


async def survives_a_kill(borough: Borough, moment: int, turn: int) -> None:
    """Kill the process when so many messages have arrived; every home gets the broadcast all the same."""
    text = f"Broadcast {turn} of the day"
    ledger = borough.box.ledger
    before = len(ledger.entries)
    number = borough.broadcast(text)
    await until(lambda: len(ledger.entries) - before >= moment)
    await borough.kill()
    killed_at = len(ledger.entries) - before
    assert killed_at < HOMES, "the kill came too late to prove anything"

    await borough.run()
    await until(lambda: borough.waiting(number) == 0)

    telegram, slack = borough.copies("telegram", text), borough.copies("slack", text)
    assert len(telegram) == len(slack) == HOMES // 2, "every home got it"
    repeats = sum(telegram.values()) - len(telegram)
    assert repeats <= WINDOW, f"{repeats} repeats on Telegram after a kill at {killed_at}"
    assert sum(slack.values()) == len(slack), f"repeats on Slack after a kill at {killed_at}"


async def test_after_a_kill_every_home_gets_the_broadcast_and_slack_no_copy_twice(
    borough: Borough,
) -> None:
    await borough.run()
    await survives_a_kill(borough, random.randrange(1, HOMES - 200), 1)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_the_same_holds_at_twenty_random_moments(borough: Borough) -> None:
    await borough.run()
    for turn in range(20):
        await survives_a_kill(borough, random.randrange(1, HOMES - 200), turn)


async def test_asked_to_stop_it_records_what_is_on_the_wire_and_the_next_begins_at_once(
    borough: Borough,
) -> None:
    text = "A quiet end"
    await borough.run()
    number = borough.broadcast(text)
    await until(lambda: len(borough.box.ledger.entries) >= HOMES // 4)

    assert await borough.kill(signal.SIGTERM) == 0
    await borough.run()
    await until(lambda: borough.waiting(number) == 0)

    copies = borough.copies("telegram", text) + borough.copies("slack", text)
    assert len(copies) == HOMES
    assert set(copies.values()) == {1}
