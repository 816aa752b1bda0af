"""People who are more than one thing: managers of several homes, leads who run a home, those who have left."""

from datetime import timedelta

import pytest

from bot.core.events import Opened
from tests.support.network import Network, Player
from tests.support.tables import everything


@pytest.fixture
def samir(network: Network) -> Player:
    """The manager of two homes."""
    samir = network.manager("H1")
    samir.commands("start", network.code_for("H2"))
    samir.presses(network.content.words.join.yes_home)
    return samir


def summaries(network: Network) -> list[tuple[str, str]]:
    rows = everything(network.database)["escalations"]
    return [(each["home_id"], each["summary"]) for each in rows]


def asks(player: Player, home: str, text: str) -> None:
    player.commands("help")
    player.presses(home)
    player.presses("Medicines")
    player.says(text)
    player.presses("This week")


def test_help_for_another_home_than_the_one_with_the_open_case_asks_which(
    network: Network, samir: Player
) -> None:
    asks(samir, "Ash Lodge", "No delivery today.")
    samir.says("The boiler is out")
    assert "HR-1" in samir.screen

    samir.presses(network.content.words.menu.ask_for_help)
    samir.presses("Birch House")
    samir.presses("Equipment")
    samir.presses("This week")

    assert summaries(network)[1] == ("H2", "The boiler is out")


def test_reading_is_counted_for_both_homes(network: Network, samir: Player) -> None:
    amara = network.lead("Amara", "coordinators", user="U3")
    amara.commands("broadcast")
    amara.submits(audience="home:H1,H2", text="Flu jabs.", urgent="no", ack="yes")
    amara.presses("Send to 2 of 2")

    samir.presses(network.content.words.reading.confirm_button)

    receipts = everything(network.database)["receipts"]
    assert [(each["home_id"], bool(each["acknowledged_at"])) for each in receipts] == [
        ("H1", True),
        ("H2", True),
    ]


def test_each_home_has_its_own_check_in_and_one_answer_is_for_one_home(
    network: Network, samir: Player
) -> None:
    network.comes("round_due", "weekly")
    first, second = samir.messages[-2:]

    samir.presses_token(second.buttons["Running well"], second.message_id)

    assert "Ash Lodge" in first.text
    assert "1 of 4" in first.text
    (answer,) = everything(network.database)["answers"]
    assert answer["assignment_id"] == 2


@pytest.fixture
def both(network: Network) -> Player:
    """A lead of the clinical team who runs a home as well."""
    lead = network.lead()
    lead.says(network.code_for("H1"))
    lead.presses(network.content.words.join.yes_home)
    return lead


def test_a_lead_who_runs_a_home_has_the_tools_of_both(network: Network, both: Player) -> None:
    words = network.content.words.menu
    both.commands("menu")
    assert {words.check_in, words.ask_for_help, words.write_broadcast} <= set(both.buttons)

    both.commands("help")
    both.submits(category="medicines", text="No delivery today.", urgency="week")
    both.presses(network.content.words.case.claim, room="C0CLINICAL")
    both.does(Opened())

    assert "HR-1 Ash Lodge: Medicines (Priya)" in both.board
    assert both.board.count("HR-1") == 2, "once as the lead's, once as the home's"


def test_the_board_shows_a_page_of_cases_however_many_there_are(network: Network) -> None:
    samir = network.manager("H1")
    for number in range(1, 26):
        samir.commands("help")
        samir.presses("Medicines")
        samir.says(f"Need {number}.")
        samir.presses("This week")
    priya = network.lead()

    priya.does(Opened())

    assert priya.board.count("HR-") == 20
    assert "HR-1 Ash Lodge" in priya.board, "the oldest first"


def test_who_has_left_can_leave_no_second_time(network: Network) -> None:
    words = network.content.words
    samir = network.manager("H1")
    samir.commands("stop")
    leave = samir.messages[-1].buttons[words.me.yes_leave]
    samir.presses_token(leave)
    before = everything(network.database)["persons"]
    network.clock.at += timedelta(days=1)

    samir.presses_token(leave)

    assert samir.screen.startswith(words.common.not_joined.split(".")[0])
    assert everything(network.database)["persons"] == before


def test_who_left_comes_back_with_a_new_code_and_is_the_same_person(network: Network) -> None:
    words = network.content.words
    samir = network.manager("H1")
    samir.commands("stop")
    samir.presses(words.me.yes_leave)

    samir.commands("start", network.code_for("H2"))
    samir.presses(words.join.yes_home)

    (person,) = everything(network.database)["persons"]
    assert person["left_at"] is None
    samir.commands("me")
    assert "Birch House" in samir.screen
    assert "Ash Lodge" not in samir.screen
