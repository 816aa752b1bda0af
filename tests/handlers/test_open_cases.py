"""What is open, to look at again: each sees their own, with who has it and what was written."""

import pytest

from bot.core.events import Opened
from tests.support.network import Network, Player

CLINICAL = "C0CLINICAL"


@pytest.fixture
def samir(network: Network) -> Player:
    samir = network.manager("H1")
    asks(samir, "Two people are ill.")
    return samir


@pytest.fixture
def priya(network: Network, samir: Player) -> Player:
    return network.lead("Priya", "clinical")


def asks(player: Player, text: str, category: str = "Clinical or GP support") -> None:
    player.commands("help")
    player.presses(category)
    player.says(text)
    player.presses("This week")


def test_a_home_sees_what_it_asked_for_who_has_it_and_what_was_said(
    network: Network, samir: Player, priya: Player
) -> None:
    samir.commands("cases")
    assert "HR-1 Ash Lodge: Clinical or GP support (nobody yet)" in samir.screen
    samir.presses("HR-1 Ash Lodge")
    assert "Two people are ill." in samir.screen
    assert "You hear from a person here by Tuesday 24 November" in samir.screen

    priya.presses("Claim", room=CLINICAL)
    priya.presses("Send to home", room=CLINICAL)
    priya.submits(text="Which wing?")
    priya.presses("Leave it for a while", room=CLINICAL)
    priya.submits(until="tomorrow 09:00", reason="They are slow to answer.")
    samir.presses("Our requests")
    samir.presses("HR-1 Ash Lodge")

    assert "With Priya since 10:00" in samir.screen
    assert "10:00, Priya to the home: Which wing?" in samir.screen
    assert "slow to answer" not in samir.screen, "what leads note is their own"
    samir.presses("Write about this")
    samir.says("Oak wing.")
    assert samir.screen == "Sent to Priya."


def test_a_home_that_asked_for_nothing_is_told_so(network: Network) -> None:
    kerry = network.manager("H2", chat="7002", name="Kerry")

    kerry.presses("Our requests")

    assert network.content.words.board.nothing_asked in kerry.screen


def test_a_lead_sees_the_cases_of_their_teams_and_opens_one_with_its_timeline(
    network: Network, samir: Player, priya: Player
) -> None:
    asks(samir, "No masks.", "Protective equipment")
    priya.presses("Open cases")
    assert ("HR-1" in priya.screen, "HR-2" in priya.screen) == (True, False)

    priya.presses("HR-1 Ash Lodge")
    priya.presses("Claim")
    priya.presses("Send to home")
    priya.submits(text="Which wing?")
    samir.presses("Reply")
    samir.says("Oak wing.")
    priya.presses("Hand on", room=CLINICAL)
    priya.submits(to="team-coordinators", text="This is one for you.")
    amara = network.lead("Amara", "coordinators", user="U3")
    amara.commands("cases")
    amara.presses("HR-1 Ash Lodge")

    lines = amara.screen.splitlines()
    assert lines[-4:] == [
        "10:00: claimed by Priya",
        "10:00, Priya to the home: Which wing?",
        "10:00, Samir of the home: Oak wing.",
        "10:00: handed on by Priya to Network coordinators: This is one for you.",
    ]
    assert "Claim" in amara.buttons


def test_a_case_that_was_looked_at_shows_what_becomes_of_it(
    network: Network, samir: Player, priya: Player
) -> None:
    priya.commands("cases")
    priya.presses("HR-1 Ash Lodge")
    joseph = network.lead("Joseph", "clinical", user="U2")

    joseph.presses("Claim", room=CLINICAL)

    assert "With Joseph since 10:00" in priya.screen
    assert "Claim" not in priya.buttons


def test_more_cases_than_fit_are_a_page_further_and_ones_own_come_first(
    network: Network, samir: Player, priya: Player
) -> None:
    for number in range(2, 13):
        asks(samir, f"Need {number}.")
    priya.presses_token("claim:12", room=CLINICAL)

    priya.commands("cases")
    assert priya.buttons[0] == "HR-12 Ash Lodge"
    assert len(priya.buttons) == 12
    priya.presses("More (2)")

    assert priya.buttons[:-1] == ["HR-10 Ash Lodge", "HR-11 Ash Lodge"]


def test_a_case_of_somebody_else_is_shown_to_nobody(
    network: Network, samir: Player, priya: Player
) -> None:
    kerry = network.manager("H2", chat="7002", name="Kerry")
    joseph = network.lead("Joseph", "infection", user="U2")

    for other in (kerry, joseph):
        other.presses_token("case:1")
        assert other.toast == network.content.words.common.not_allowed
    priya.presses_token("case:99")
    assert priya.toast == network.content.words.common.stale_button


def test_the_page_of_the_app_lists_what_a_home_asked_for(network: Network, samir: Player) -> None:
    at_desk = network.slack("U9", "Kerry")
    at_desk.says(network.code_for("H1"))
    at_desk.presses("Yes, that is my home")

    at_desk.does(Opened())

    assert "HR-1 Ash Lodge: Clinical or GP support (nobody yet)" in at_desk.board
