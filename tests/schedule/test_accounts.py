"""People who blocked us: the coordinators hear of each once, whenever it was noticed."""

import asyncio
from datetime import timedelta

from bot.core.events import Departed, Returned
from tests.support.clockwork import Clockwork
from tests.support.network import Network
from tests.support.tables import everything


def told(network: Network) -> list[str]:
    """Return what the coordinators were told."""
    network.deliver()
    return [each.text for each in network.room("slack", "C0NETWORK").messages]


async def test_it_is_told_once_however_many_processes_tick_and_start_again(
    network: Network, clockwork: Clockwork, second: Clockwork
) -> None:
    samir = network.manager("H1")
    samir.does(Departed())
    for process in (clockwork, second, clockwork):
        await asyncio.gather(
            clockwork.schedule.tick(clockwork.submit), second.schedule.tick(second.submit)
        )
        process.restarts()
        await process.ticks(3)
        network.clock.at += timedelta(minutes=1)

    words = network.content.words.case.unreachable_home
    assert told(network) == [words.format(name="Samir", homes="Ash Lodge")]


async def test_who_comes_back_and_blocks_us_again_is_told_again(
    network: Network, clockwork: Clockwork
) -> None:
    samir = network.manager("H1")
    for what in (Departed(), Returned(), Departed()):
        samir.does(what)
        await clockwork.ticks(5)

    assert len(told(network)) == 2


async def test_what_nobody_told_before_the_process_ended_is_told_after_the_next_start(
    network: Network, clockwork: Clockwork
) -> None:
    samir = network.manager("H1")
    samir.does(Departed())
    network.clock.at += timedelta(days=2)
    await clockwork.ticks(3)

    assert len(told(network)) == 1


async def test_a_room_that_is_gone_is_no_person_who_blocked_us(
    network: Network, clockwork: Clockwork
) -> None:
    """Slack says who archived a room; they are written to as before."""
    priya = network.lead()
    network.happens("slack", "C0CLINICAL", Departed(), priya.chat, private=False)
    await clockwork.ticks(2)

    assert told(network) == []
    assert everything(network.database)["accounts"][0]["shut_at"] is None
