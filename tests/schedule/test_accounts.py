"""People who blocked us: the coordinators hear of each once, whenever it was noticed."""

import asyncio
from datetime import timedelta

from bot.core.events import Departed, Returned
from tests.support.clockwork import Clockwork
from tests.support.network import Network, shown
from tests.support.tables import everything

CLINICAL = "C0CLINICAL"


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


async def test_a_room_that_is_gone_is_told_and_its_open_cases_come_to_its_leads(
    network: Network, clockwork: Clockwork
) -> None:
    samir, priya = network.manager("H1"), network.lead("Priya", "clinical")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Please ring")
    samir.presses("This week")
    words = network.content.words.case

    network.happens("slack", CLINICAL, Departed(), priya.chat, private=False)
    await clockwork.ticks(3)

    assert told(network) == [shown(words.room_gone.format(teams="Clinical leads"))]
    assert "HR-1 · Clinical or GP support" in priya.screen
    priya.presses(words.claim)
    assert f"With {priya.name}" in priya.screen
    assert priya.chat not in {each["chat"] for each in everything(network.database)["shut_rooms"]}


async def test_cases_come_to_the_room_again_when_the_app_is_back(
    network: Network, clockwork: Clockwork
) -> None:
    priya = network.lead("Priya", "clinical")
    for what in (Departed(), Returned()):
        network.happens("slack", CLINICAL, what, priya.chat, private=False)
    samir = network.manager("H1")

    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Please ring")
    samir.presses("This week")
    await clockwork.ticks(3)

    assert "HR-1" in network.room("slack", CLINICAL).messages[0].text
    assert told(network) == []


async def test_a_room_is_tried_again_after_an_hour_and_told_of_once_a_day(
    network: Network, clockwork: Clockwork
) -> None:
    samir = network.manager("H1")
    network.lead("Priya", "clinical")
    rooms = []
    for _ in range(3):
        network.happens("slack", CLINICAL, Departed(), private=False)
        await clockwork.ticks(3)
        for wait in (timedelta(minutes=30), timedelta(minutes=31)):
            network.clock.at += wait
            samir.commands("help")
            samir.presses("Clinical or GP support")
            samir.says("Please ring")
            samir.presses("This week")
            rooms.append(len(network.room("slack", CLINICAL).messages))

    assert rooms == [0, 1, 1, 2, 2, 3]
    assert len(told(network)) == 1


async def test_a_room_of_no_team_concerns_nobody(network: Network, clockwork: Clockwork) -> None:
    network.happens("slack", "C0GENERAL", Departed(), private=False)
    await clockwork.ticks(3)

    assert told(network) == []
