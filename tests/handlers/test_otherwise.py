from dataclasses import replace

import pytest

from bot.core.events import Attached, Commanded, Opened, Said, Unknown
from bot.core.turn import Outcome, Turn
from bot.db import inbox
from handlers import ROUTES
from tests.support.clocks import MONDAY
from tests.support.network import Network

NHS = "943 476 5919"  # a number from the range that is never issued


@pytest.mark.parametrize("text", ["hello", "/menu is what I want", "x" * 10_000, "<b>&amp;", "🙂"])
def test_a_stranger_is_told_how_to_join_whatever_they_write(network: Network, text: str) -> None:
    stranger = network.telegram("9", "Somebody")

    stranger.says(text)

    assert stranger.screen.startswith("You have not joined yet.")


def test_an_unknown_command_shows_what_there_is(network: Network) -> None:
    samir = network.manager("H1")

    samir.commands("dance")

    assert samir.messages[-2].text.startswith("I do not know that one.")
    assert samir.buttons == [
        "Check in",
        "Ask for help",
        "Our requests",
        "Whom to ring",
        "Latest news",
        "Find something",
        "Guidance",
        "Meetings",
        "My details",
    ]


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document", "location"])
def test_files_are_not_taken_and_it_says_why(network: Network, kind: str) -> None:
    samir = network.manager("H1")

    samir.does(Attached(kind))

    assert samir.screen.startswith("Thank you, but I cannot take photos, files or voice notes")


def test_an_edit_is_answered_so_that_nobody_thinks_it_was_seen(network: Network) -> None:
    samir = network.manager("H1")

    samir.does(Attached("edited"))

    assert samir.screen.startswith("I do not see edits.")


def test_what_a_home_changes_afterwards_is_offered_to_its_lead_as_a_correction(
    network: Network,
) -> None:
    samir, priya = network.manager("H1"), network.lead("Priya", "clinical")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Two people have fallen ill since last night.")
    samir.presses("This week")
    priya.presses("Claim", room="C0CLINICAL")

    samir.does(Attached("edited", text="Three people have fallen ill."))
    assert samir.screen.startswith("You changed what you wrote. Shall I send this to Priya")
    assert "Three people" not in priya.screen
    samir.presses("Send to Priya")

    assert "corrects what they wrote about HR-1:\nThree people have fallen ill." in priya.screen


def test_what_a_lead_changes_afterwards_goes_nowhere(network: Network) -> None:
    priya = network.lead("Priya", "clinical")

    priya.does(Attached("edited", text="Only among ourselves"))

    assert priya.screen.startswith("I do not see edits.")


def test_what_the_guard_stops_in_a_group_is_nobodys_business_there(network: Network) -> None:
    network.manager("H1")

    network.happens("telegram", "-4001", Said("NHS number 943 476 5919"), "7001", private=False)

    assert network.room("telegram", "-4001").messages == []


def test_in_a_group_a_command_is_sent_to_private_and_talk_is_left_alone(network: Network) -> None:
    samir = network.manager("H1")
    group = network.room("telegram", "-100")

    network.happens("telegram", "-100", Said("hello all"), "7001", private=False)
    assert group.messages == []

    network.happens("telegram", "-100", Commanded("me"), "7001", private=False)
    assert group.messages[-1].text.startswith("I talk with one person at a time.")
    assert samir.screen.startswith("Thank you, Samir.")


def test_an_update_of_an_unknown_kind_is_taken_quietly(network: Network) -> None:
    assert network.happens("telegram", "", Unknown("galaxy_brain")) is None


def test_an_nhs_number_is_neither_kept_nor_relayed(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Medicines")

    samir.says(f"Mrs Doe, {NHS}, has no tablets")
    assert samir.screen.startswith("I did not keep that message, because it seems to hold an NHS")

    samir.says("A resident has no tablets")
    samir.presses("This week")
    assert "Your reference is HR-1" in samir.screen
    assert NHS not in whole(network)
    assert "Mrs Doe" not in whole(network)


def test_an_nhs_number_in_a_form_is_said_at_its_field(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Please ring")
    samir.presses("This week")
    priya = network.lead()

    priya.presses("Send to home", room="C0CLINICAL")
    priya.submits(text=f"About {NHS.replace(' ', '')}")

    assert priya.faults["text"].startswith("This seems to hold an NHS number.")
    assert NHS.replace(" ", "") not in whole(network)


def whole(network: Network) -> str:
    """Return everything that the database holds, as text."""
    with network.database.read() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        return "\n".join(driver.iterdump())


def test_a_handler_that_breaks_says_sorry_keeps_nothing_and_the_next_event_goes_on(
    network: Network,
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    def breaks(_turn: Turn) -> Outcome:
        raise RuntimeError("a fault of ours")

    network.restarts(replace(ROUTES, presses={**ROUTES.presses, "answer": breaks}))

    samir.presses("Running well")
    assert samir.toast.startswith("Something went wrong on our side")
    samir.commands("news")

    assert samir.screen == "There is no news for your home yet."
    with network.database.read() as connection:
        assert inbox.parked_since(connection, MONDAY) == 1


@pytest.mark.parametrize("schedule", ["broadcast_due", "broadcast_progress", "round_due"])
@pytest.mark.parametrize("about", ["", "x", "0", "999", "-1", "9" * 5000])
def test_a_moment_that_is_about_nothing_does_nothing(
    network: Network, schedule: str, about: str
) -> None:
    network.comes(schedule, about)

    with network.database.read() as connection:
        assert inbox.parked_since(connection, MONDAY) == 0


def test_a_lead_sees_the_open_cases_on_the_board_and_a_home_what_is_open(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Please ring")
    samir.presses("This week")
    priya = network.lead()

    priya.does(Opened())
    assert "HR-1 Ash Lodge: Clinical or GP support (nobody yet)" in priya.board

    at_desk = network.slack("U9", "Kerry")
    at_desk.does(Opened())
    assert at_desk.board.startswith("To join, send your code")
    at_desk.says(network.code_for("H2"))
    at_desk.presses("Yes, that is my home")
    at_desk.does(Opened())
    assert "Nothing is open for you." in at_desk.board
    network.comes("round_due", "weekly")
    at_desk.does(Opened())
    assert "Birch House: Weekly check-in is open" in at_desk.board


def test_a_coordinator_sees_every_open_case_on_the_board_and_a_lead_their_own_and_their_team_s(
    network: Network,
) -> None:
    samir = network.manager("H1")
    for category in ("Clinical or GP support", "Infection or outbreak"):
        samir.commands("help")
        samir.presses(category)
        samir.says("Please ring")
        samir.presses("This week")
    priya = network.lead("Priya", "clinical", user="U2")
    amara = network.lead("Amara", "coordinators", user="U3")

    priya.does(Opened())
    amara.does(Opened())

    assert ("HR-1" in priya.board, "HR-2" in priya.board) == (True, False)
    assert ("HR-1" in amara.board, "HR-2" in amara.board) == (True, True)


def test_a_lead_who_asks_for_help_sees_what_a_lead_can_do(network: Network) -> None:
    priya = network.lead()

    priya.commands("help")

    assert "Write to homes" in priya.buttons


def test_everything_that_is_held_about_a_person_is_shown_to_them(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Running well")

    samir.commands("me")

    assert "Where we write to you: Telegram (7001)" in samir.screen
    assert "Your homes: Ash Lodge, manager" in samir.screen
    assert "Answers you gave: 1." in samir.screen
