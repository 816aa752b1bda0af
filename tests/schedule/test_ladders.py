"""The ladder by the clock: who is told when, what stops it, and that it is never silent."""

from datetime import timedelta

import pytest

from bot.core.cases import EntryKind
from bot.db import cases
from bot.db.database import Database
from tests.support.clockwork import Clockwork
from tests.support.network import MONDAY, Network, Player
from tests.support.tables import everything

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLINICAL, COORDINATORS = "C0CLINICAL", "C0NETWORK"


@pytest.fixture
def network(sqlite: Database) -> Network:
    """The small network; what two processes do at once on a database is looked at in tests/engine/."""
    return Network(sqlite)


@pytest.fixture
def priya(network: Network) -> Player:
    return network.lead("Priya", "clinical")


@pytest.fixture
def amara(network: Network) -> Player:
    return network.lead("Amara", "coordinators", user="U3")


@pytest.fixture
def samir(network: Network, priya: Player, amara: Player) -> Player:
    return network.manager("H1")


def asks(samir: Player, urgency: str) -> None:
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Two people are ill since last night.")
    samir.presses(urgency)


async def runs(clockwork: Clockwork, length: timedelta, step: timedelta = MINUTE) -> None:
    """Let the time pass, and everything that falls due arrive."""
    until = clockwork.network.clock.at + length
    while clockwork.network.clock.at < until:
        await clockwork.ticks(1, timedelta())
        clockwork.network.deliver()
        clockwork.network.clock.at += step
    await clockwork.ticks(1, timedelta())
    clockwork.network.deliver()


def told(network: Network, number: int = 1) -> list[tuple[EntryKind, timedelta, str]]:
    with network.database.read() as connection:
        lines = cases.timeline(connection, number)
    return [
        (each.kind, each.at - lines[0].at, each.text.partition(":")[0])
        for each in lines
        if each.kind is not EntryKind.RAISED
    ]


async def test_what_is_needed_today_climbs_round_the_clock_and_then_again_and_again(
    network: Network, clockwork: Clockwork, samir: Player
) -> None:
    network.clock.at = MONDAY + 12 * HOUR  # ten at night
    asks(samir, "Today")

    await runs(clockwork, 4 * HOUR, timedelta(minutes=5))

    steps = [(at, step) for kind, at, step in told(network) if kind is EntryKind.TOLD]
    assert steps[:4] == [
        (timedelta(), "on_call"),
        (15 * MINUTE, "team"),
        (30 * MINUTE, "coordinators"),
        (60 * MINUTE, "all_leads"),
    ]
    assert [at for at, _ in steps[4:]] == [120 * MINUTE, 180 * MINUTE, 240 * MINUTE]
    assert {step for _, step in steps[4:]} == {"all_leads"}


async def test_what_is_needed_this_week_waits_for_working_hours(
    network: Network, clockwork: Clockwork, samir: Player, priya: Player
) -> None:
    network.clock.at = MONDAY + timedelta(days=4, hours=6)  # Friday 16:00
    before = len(priya.messages)
    asks(samir, "This week")
    assert "by Monday 30 November 16:00" in samir.screen

    await runs(clockwork, timedelta(days=2, hours=16), timedelta(minutes=30))
    assert len(priya.messages) == before, "nobody is disturbed at the weekend"

    await runs(clockwork, 4 * HOUR, timedelta(minutes=30))
    assert [step for kind, _, step in told(network) if kind is EntryKind.TOLD] == ["on_call"]
    assert len(priya.messages) == before + 1


async def test_a_claim_stops_it_and_every_card_shows_who_has_it(
    network: Network, clockwork: Clockwork, samir: Player, priya: Player, amara: Player
) -> None:
    asks(samir, "Today")
    await runs(clockwork, 35 * MINUTE)
    assert "Claim" in priya.buttons
    amara.presses("Claim", room=COORDINATORS)
    count = len(priya.messages)

    await runs(clockwork, 50 * MINUTE)

    assert len(priya.messages) == count, "nobody is told any more"
    for message in (priya.messages[-1], network.room("slack", CLINICAL).messages[-1]):
        assert "With Amara" in message.text
        assert "Claim" not in message.buttons
    assert "Amara" in samir.screen


async def test_what_was_not_yet_sent_when_somebody_claims_is_not_sent(
    network: Network, clockwork: Clockwork, samir: Player, priya: Player, amara: Player
) -> None:
    asks(samir, "Today")
    count = len(priya.messages)
    network.clock.at += 15 * MINUTE
    await clockwork.ticks(1)  # the notice to Priya is queued, and her chat is slow
    amara.presses("Claim", room=CLINICAL)

    assert len(priya.messages) == count
    rows = everything(network.database)["deliveries"]
    assert [each["reason"] for each in rows if each["state"] == "cancelled"] == ["claimed"]


async def test_an_owner_without_word_is_asked_and_then_it_is_open_again(
    network: Network, clockwork: Clockwork, samir: Player, priya: Player
) -> None:
    asks(samir, "Today")
    priya.presses("Claim", room=CLINICAL)

    await runs(clockwork, HOUR)
    assert "What is the news of HR-1" in priya.screen
    await runs(clockwork, 30 * MINUTE)

    kinds = [kind for kind, _, _ in told(network)]
    assert kinds[-3:] == [EntryKind.ASKED, EntryKind.RELEASED, EntryKind.TOLD]
    assert any("no longer yours" in each.text for each in priya.messages)
    assert "Claim" in network.room("slack", CLINICAL).messages[-1].buttons


async def test_word_to_the_home_keeps_it_with_its_owner(
    network: Network, clockwork: Clockwork, samir: Player, priya: Player
) -> None:
    asks(samir, "Today")
    priya.presses("Claim", room=CLINICAL)
    for _ in range(4):
        await runs(clockwork, 50 * MINUTE, 5 * MINUTE)
        priya.presses("Send to home", room=CLINICAL)
        priya.submits(text="Still on it.")

    assert EntryKind.ASKED not in [kind for kind, _, _ in told(network)]


async def test_left_for_a_while_asks_nobody_until_then(
    network: Network, clockwork: Clockwork, samir: Player, priya: Player
) -> None:
    asks(samir, "Today")
    priya.presses("Claim", room=CLINICAL)
    priya.presses("Leave it for a while", room=CLINICAL)
    priya.submits(until="tomorrow 09:00", reason="The supplier answers tomorrow.")

    await runs(clockwork, 22 * HOUR, timedelta(minutes=30))
    assert EntryKind.ASKED not in [kind for kind, _, _ in told(network)]
    await runs(clockwork, 2 * HOUR, timedelta(minutes=10))
    assert EntryKind.ASKED in [kind for kind, _, _ in told(network)]


async def test_with_nobody_to_tell_the_coordinators_room_hears_of_it_again_and_again(
    network: Network, clockwork: Clockwork
) -> None:
    samir = network.manager("H1")
    asks(samir, "Today")

    await runs(clockwork, 3 * HOUR, timedelta(minutes=10))

    assert len(network.room("slack", COORDINATORS).messages) >= 3


async def test_an_owner_who_left_does_not_keep_it(
    network: Network, clockwork: Clockwork, samir: Player, priya: Player
) -> None:
    asks(samir, "Today")
    priya.presses("Claim", room=CLINICAL)
    priya.commands("stop")
    priya.presses("Yes, leave")

    await runs(clockwork, MINUTE)

    assert [kind for kind, _, _ in told(network)][-2:] == [EntryKind.RELEASED, EntryKind.TOLD]


async def test_two_processes_tell_each_step_once(
    network: Network, clockwork: Clockwork, second: Clockwork, samir: Player
) -> None:
    asks(samir, "Today")
    for _ in range(70):
        await clockwork.ticks(1, timedelta())
        await second.ticks(1, timedelta())
        network.deliver()
        network.clock.at += MINUTE

    steps = [step for kind, _, step in told(network) if kind is EntryKind.TOLD]
    assert steps == ["on_call", "team", "coordinators", "all_leads"]


async def test_what_came_late_is_told_to_the_coordinators_in_the_morning_and_never_again(
    network: Network, clockwork: Clockwork, samir: Player, amara: Player
) -> None:
    asks(samir, "Today")
    await runs(clockwork, MINUTE)
    network.clock.at += 10 * HOUR - MINUTE  # nothing ran meanwhile
    await runs(clockwork, 2 * HOUR, timedelta(minutes=15))
    late = network.content.words.case.audit_late.partition("{")[0].strip("*")

    def audits() -> list[str]:
        return [
            each.text
            for each in network.room("slack", COORDINATORS).messages
            if each.text.startswith(late)
        ]

    assert audits() == []
    network.clock.at = MONDAY + timedelta(days=1) - HOUR
    await runs(clockwork, 10 * MINUTE)
    (told_of,) = audits()
    due = "due Monday 23 November 10:15, told Monday 23 November 20:00"
    assert f"HR-1, Ash Lodge: {due}" in told_of

    amara.presses("Resolve", room=CLINICAL)
    amara.submits(text="It is settled.")
    network.clock.at += timedelta(days=1)
    await runs(clockwork, 2 * MINUTE)
    assert len(audits()) == 1, "what was told of once is not told of again"
