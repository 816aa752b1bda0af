"""Going back through the news: each home through what was for it, a lead through all, in both channels."""

from datetime import timedelta

import pytest

from bot.db.database import Database
from tests.support.network import MONDAY, Network, Player
from tests.support.told import draft, tell, withdraw

DAY = timedelta(days=1)


@pytest.fixture
def network(sqlite: Database) -> Network:
    """Five texts of five days; the third was for another home, the fourth was withdrawn; a sixth is a draft."""
    network = Network(sqlite)
    with sqlite.write() as connection:
        for number in range(1, 6):
            audience = "home:H2" if number == 3 else "all"
            tell(connection, number, f"News {number}.", audience, at=MONDAY + number * DAY)
        withdraw(connection, 4)
        draft(connection, 6, "News 6.")
    return network


@pytest.fixture(params=["telegram", "slack"])
def samir(request: pytest.FixtureRequest, network: Network) -> Player:
    if request.param == "telegram":
        return network.manager("H1")
    player = network.slack("U7", "Samir")
    player.says(network.code_for("H1"))
    player.presses("Yes, that is my home")
    return player


def test_the_latest_leads_back_to_the_first_and_forth_again(samir: Player) -> None:
    read = samir.network.content.words.reading.read_button
    samir.commands("news")
    assert samir.screen == "Sent on 28 Nov 2026\nNews 5."
    assert samir.buttons == [read, "Older: 25 Nov 2026"]

    samir.presses("Older: 25 Nov 2026")
    assert samir.screen == "Sent on 25 Nov 2026\nNews 2."
    assert samir.buttons == [read, "Older: 24 Nov 2026", "Newer: 28 Nov 2026"]

    samir.presses("Older: 24 Nov 2026")
    assert samir.screen == "Sent on 24 Nov 2026\nNews 1."
    assert samir.buttons == [read, "Newer: 25 Nov 2026"]

    samir.presses("Newer: 25 Nov 2026")
    assert "News 2." in samir.screen


def test_a_lead_goes_through_all_that_homes_were_told(network: Network) -> None:
    priya = network.lead()
    priya.presses("Latest news")
    seen = [priya.screen]
    while older := [label for label in priya.buttons if label.startswith("Older")]:
        priya.presses(older[0])
        seen.append(priya.screen)

    assert [each.splitlines()[1] for each in seen] == ["News 5.", "News 3.", "News 2.", "News 1."]


@pytest.mark.parametrize("number", ["3", "4", "6", "99", "x", "-1", str(2**31)])
def test_a_button_leads_to_nothing_that_was_not_for_the_home(samir: Player, number: str) -> None:
    before = len(samir.messages)

    samir.presses_token(f"news:{number}")

    assert samir.toast
    assert len(samir.messages) == before


def test_a_stranger_sees_no_news(network: Network) -> None:
    stranger = network.telegram("9", "Nobody")

    stranger.commands("news")
    stranger.presses_token("news:1")

    assert not any("News" in message.text for message in stranger.messages)


def test_who_has_left_sees_no_news_any_more(samir: Player) -> None:
    samir.commands("stop")
    samir.presses("Yes, leave")

    samir.presses_token("news:1")

    assert "News" not in samir.screen
