"""A manager who is away: the deputy gets what homes get; the coordinators hear where nobody is left."""

from datetime import timedelta

import pytest

from bot.core.people import Role
from bot.db.database import Database
from tests.support.network import Network, Player

TEXT = "Flu jabs start on Monday."
DAY = timedelta(days=1)


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def dina(network: Network) -> Player:
    """The deputy of the same home."""
    player = network.telegram("7005", "Dina")
    player.commands("start", network.code_for("H1", Role.DEPUTY))
    player.presses("Yes, that is my home")
    return player


def goes_away(
    network: Network, player: Player, first: str = "today", last: str = "27 November"
) -> None:
    player.commands("me")
    player.presses(network.content.words.away.away)
    player.says(first)
    player.says(last)


def sends(network: Network, text: str = TEXT) -> None:
    amara = network.lead("Amara", "coordinators", user="U3")
    amara.commands("broadcast")
    amara.submits(audience="home:H1", text=text, urgent="no", ack="no")
    amara.presses("Send to 1 of 1")


def has(player: Player, text: str = TEXT) -> bool:
    return any(message.text == text for message in player.messages)


def test_while_the_manager_is_away_the_deputy_gets_it_and_afterwards_the_manager(
    network: Network, samir: Player, dina: Player
) -> None:
    goes_away(network, samir)
    assert (
        network.content.words.away.covered.format(home="Ash Lodge", names="Dina")[2:]
        in samir.screen
    )

    sends(network)
    assert [has(samir), has(dina)] == [False, True]

    network.clock.at += 5 * DAY
    sends(network, "Another text.")
    assert [has(samir, "Another text."), has(dina, "Another text.")] == [True, False]


def test_a_check_in_goes_to_who_is_there(network: Network, samir: Player, dina: Player) -> None:
    goes_away(network, samir)
    before = len(samir.messages)

    network.comes("round_due", "weekly")

    assert len(samir.messages) == before
    assert "1 of" in dina.screen


def test_back_sooner_everything_comes_to_the_manager_again(
    network: Network, samir: Player, dina: Player
) -> None:
    words = network.content.words.away
    goes_away(network, samir)
    samir.commands("me")
    samir.presses(words.back)
    assert samir.screen == words.is_back

    sends(network)

    assert [has(samir), has(dina)] == [True, False]


def test_where_nobody_is_left_the_coordinators_hear_it_and_it_still_comes(
    network: Network, samir: Player
) -> None:
    amara = network.lead("Amara", "coordinators", user="U4")
    goes_away(network, samir)

    assert network.content.words.away.uncovered.split("{home}")[1] in samir.screen
    warned = network.content.words.away.nobody_left.format(
        home="Ash Lodge", name="Samir", first="23 November", last="27 November"
    )
    told = [message.text for room in network.rooms.values() for message in room.messages]
    assert warned in told
    sends(network)
    assert has(samir)
    assert amara.chat


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        ("soon", "I cannot read soon as a day. Please write it like 3 December."),
        ("2026-11-01", "That day is over. Please give the last day that you are away."),
        ("31 February", "I cannot read 31 February as a day. Please write it like 3 December."),
    ],
)
def test_a_day_that_cannot_be_is_said_and_asked_again(
    network: Network, samir: Player, dina: Player, last: str, fault: str
) -> None:
    goes_away(network, samir, last=last)

    assert samir.messages[-2].text == fault
    samir.says("tomorrow")
    sends(network)
    assert [has(samir), has(dina)] == [False, True]


def test_my_details_say_how_long_somebody_is_away(network: Network, samir: Player) -> None:
    told = network.content.words.away.is_away.format(first="23 November", last="27 November")[2:]
    goes_away(network, samir)

    samir.commands("me")
    assert told in samir.screen

    samir.presses(network.content.words.away.back)
    samir.commands("me")
    assert told not in samir.screen
