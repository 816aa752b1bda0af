"""Asked to stop, the process ends in a bounded time, whatever the platforms do, and nothing is lost by it."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox.faults import Fault
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import Borough
from tests.support.process import until

pytestmark = pytest.mark.acceptance

HOMES = 60
TEXT = "The last words of the day"
# Both clients give a call up after ten seconds; the rest is the end of everything else.
LONGEST_SECONDS = 30


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Borough]:
    """Hold a borough that runs; its platforms go before it does."""
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        borough = Borough(box, f"sqlite:///{folder / 'network.db'}", folder)
        borough.settle(HOMES)
        await borough.run()
        try:
            yield borough
        except BaseException:
            await borough.close()
            raise


@pytest.mark.long
async def test_it_ends_while_both_platforms_are_silent_and_what_they_took_is_in_doubt(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as borough:
        for platform, method in (("telegram", "sendMessage"), ("slack", "chat.postMessage")):
            borough.box.faults.add(Fault(platform, "no_answer", HOMES, method))
        number = borough.broadcast(TEXT)
        await until(lambda: borough.box.ledger.count(containing=TEXT) >= 10)

        assert await borough.process.kill(signal.SIGTERM, LONGEST_SECONDS) == 0

        borough.box.faults.clear()
        await borough.run()
        await until(lambda: borough.waiting(number) == 0)
        slack = borough.copies("slack", TEXT)
        assert len(borough.copies("telegram", TEXT)) == len(slack) == HOMES // 2
        assert slack.total() == len(slack)
        await borough.close()


async def test_it_ends_though_nobody_is_there_to_speak_to(tmp_path: Path) -> None:
    async with running(tmp_path) as borough:
        pass
    await until(lambda: "poll_failed" in borough.log())

    assert await borough.process.kill(signal.SIGTERM, LONGEST_SECONDS) == 0
    assert '"exception"' not in borough.log()
    await borough.close()
