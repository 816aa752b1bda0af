"""A lead reads in the chat how long homes waited, in either channel, with a picture of it."""

from datetime import timedelta

import pytest

from bot.core.messages import Press
from tests.support.network import Network, Player


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager()


def asks(player: Player, what: str) -> None:
    player.commands("help")
    player.presses(what)
    player.says("We need some help with this.")
    player.presses("This week")


def lead(network: Network, channel: str) -> Player:
    if channel == "slack":
        return network.lead()
    player = network.telegram("7100", "Priya")
    player.says(network.code_for_lead("Priya", "clinical"))
    player.presses("Yes, join")
    return player


@pytest.mark.parametrize("channel", ["slack", "telegram"])
def test_a_lead_reads_how_long_homes_waited_and_gets_a_picture(
    network: Network, samir: Player, channel: str
) -> None:
    words = network.content.words
    priya = lead(network, channel)
    asks(samir, "Medicines")
    asks(samir, "Protective equipment")
    network.clock.at += timedelta(hours=24)
    priya.commands("cases")
    priya.presses("HR-1 Ash Lodge")
    priya.presses("Claim")

    priya.commands("cases")
    priya.presses(words.waits.see)

    assert [each.text for each in priya.messages[-2:-1]] == ["waits.png"]
    assert "Medicines: cases 1, reopened 0" in priya.screen
    assert "claimed it: half waited no longer than 8.0 hours (24.0), nine of ten" in priya.screen
    assert "0 for less than a day, 1 for less than a week, 0 longer" in priya.screen
    assert "Protective equipment" not in priya.screen, "it is another team's"


def test_without_cases_it_says_so_and_a_home_cannot_read_it(
    network: Network, samir: Player
) -> None:
    words = network.content.words
    priya = network.lead()
    priya.commands("cases")

    priya.presses(words.waits.see)
    samir.presses_token(Press("waits").token())

    assert priya.screen == words.waits.none.fill(days=90)
    assert samir.toast == words.common.not_allowed
