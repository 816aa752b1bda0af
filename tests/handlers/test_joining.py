from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.events import Departed, Returned
from bot.core.people import Role
from tests.support.network import Network


def test_a_manager_opens_the_link_confirms_the_home_and_has_joined(network: Network) -> None:
    samir = network.telegram("7001", "Samir Abbey")

    samir.commands("start", network.code_for("H1"))

    assert "You are invited to join for Ash Lodge as its manager." in samir.screen
    assert "Nothing about residents is kept" in samir.screen

    samir.presses("Yes, that is my home")

    assert samir.screen.startswith("Thank you, Samir Abbey. You have joined for Ash Lodge.")
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


@pytest.mark.parametrize("typed", ["{}", "  {} ", "join {}"])
def test_a_code_is_taken_as_a_message_or_a_command_with_or_without_dashes(
    network: Network, typed: str
) -> None:
    amara = network.slack("U1", "amara")
    code = network.code_for("H1", Role.DEPUTY)

    if typed.startswith("join"):
        amara.commands("join", code.replace("-", "").lower())
    else:
        amara.says(typed.format(code))

    assert "as its deputy" in amara.screen


def test_unknown_used_and_expired_codes_get_the_same_answer(network: Network) -> None:
    code, old = network.code_for("H1"), network.code_for("H2")
    first = network.telegram("7001", "Samir")
    first.commands("start", code)
    first.presses("Yes, that is my home")
    network.clock.at += timedelta(days=15)
    other = network.telegram("7002", "Kerry")

    answers = []
    for wrong in (code, old, "ABCD-EFGH-JKMN"):
        other.commands("start", wrong)
        answers.append(other.screen)

    assert len(set(answers)) == 1
    assert answers[0].startswith("That code does not work.")


@pytest.mark.parametrize("misread", ["ABCD-EFGH-JKLM", "OIL0 1UL0 OIL0", "abcdefgh0000"])
def test_a_code_that_was_misread_is_answered_as_a_wrong_code(
    network: Network, misread: str
) -> None:
    kerry = network.telegram("7002", "Kerry")

    kerry.says(misread)

    assert kerry.screen.startswith("That code does not work.")


def test_twelve_letters_of_somebody_who_has_joined_are_no_code(network: Network) -> None:
    samir = network.manager("H1")

    samir.says("Well done then")

    assert "Ask for help" in samir.buttons


def test_after_five_wrong_codes_in_an_hour_even_a_right_one_has_to_wait(network: Network) -> None:
    kerry, code = network.telegram("7002", "Kerry"), network.code_for("H1")
    for _ in range(5):
        kerry.commands("start", "ABCD-EFGH-JKMN")

    kerry.commands("start", code)
    assert kerry.screen.startswith("That was five codes that do not work.")

    network.clock.at += timedelta(minutes=61)
    kerry.commands("start", code)
    assert "You are invited" in kerry.screen


def test_a_yes_without_the_code_opens_nothing(network: Network) -> None:
    samir, mallory = network.telegram("7001", "Samir"), network.telegram("6666", "Mallory")
    samir.commands("start", network.code_for("H1"))

    mallory.presses_token(samir.messages[-1].buttons["Yes, that is my home"])

    assert mallory.screen.startswith("That code does not work.")
    mallory.commands("me")
    assert "Only the people concerned" in mallory.screen


def test_who_says_no_changes_nothing_and_the_code_still_works(network: Network) -> None:
    samir, code = network.telegram("7001", "Samir"), network.code_for("H1")
    samir.commands("start", code)
    samir.presses("No, this is not me")

    assert "the code still works" in samir.screen
    samir.commands("start", code)
    samir.presses("Yes, that is my home")
    assert "You have joined" in samir.screen


def test_one_person_looks_after_several_homes_and_a_home_has_several_people(
    network: Network,
) -> None:
    samir = network.manager("H1")
    samir.commands("start", network.code_for("H2"))
    samir.presses("Yes, that is my home")
    network.manager("H1", chat="7002", name="Kerry")

    samir.commands("me")

    assert "Ash Lodge, manager, Birch House, manager" in samir.screen


def test_a_second_way_in_is_the_same_person(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("me")
    samir.presses("Add a second way in")
    code = samir.toast.split("is ")[1].split(".")[0]
    at_desk = network.slack("U9", "samir")

    at_desk.says(code)
    at_desk.presses("Yes, add it")
    at_desk.commands("me")

    assert at_desk.screen.startswith("What we hold about you, Samir:")
    assert "Telegram (7001), Slack (U9)" in at_desk.screen


def test_leaving_is_asked_once_and_then_nothing_is_written_any_more(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("stop")
    samir.presses("No, stay")
    assert samir.screen == "Good. Nothing has changed."

    samir.commands("stop")
    samir.presses("Yes, leave")
    assert samir.screen.startswith("You have left.")
    before = len(samir.messages)
    network.comes("round_due", "weekly")
    assert len(samir.messages) == before

    samir.commands("menu")
    assert samir.screen.startswith("You have not joined yet.")


def test_a_home_that_joins_late_gets_the_check_in_that_is_open(network: Network) -> None:
    network.comes("round_due", "weekly")

    samir = network.manager("H1")

    assert "How is your home this week?" in samir.screen


def test_who_blocks_one_account_and_has_another_is_written_to_there_and_nobody_is_alarmed(
    network: Network,
) -> None:
    samir = network.manager("H1")
    samir.commands("me")
    samir.presses("Add a second way in")
    at_desk = network.slack("U9", "samir")
    at_desk.says(samir.toast.split("is ")[1].split(".")[0])
    at_desk.presses("Yes, add it")

    samir.does(Departed())
    network.happens("telegram", samir.chat, Departed())

    assert network.room("slack", "C0NETWORK").messages == []


def test_notices_for_the_coordinators_come_to_the_channel_that_the_config_names(
    network: Network,
) -> None:
    network.desk = replace(network.desk, home_channel="C0NOTICES")
    network.restarts()
    samir = network.manager("H1")

    samir.does(Departed())
    network.happens("telegram", samir.chat, Departed())

    assert "Please ring them." in network.room("slack", "C0NOTICES").messages[0].text
    assert network.room("slack", "C0NETWORK").messages == []


def test_somebody_who_blocks_the_bot_is_told_to_the_coordinators_and_may_come_back(
    network: Network,
) -> None:
    samir = network.manager("H1")
    samir.does(Departed())
    network.happens("telegram", samir.chat, Departed())

    told = network.room("slack", "C0NETWORK").messages[-1].text
    assert told.startswith("We can no longer write to Samir of Ash Lodge")
    before = len(samir.messages)
    network.comes("round_due", "weekly")
    assert len(samir.messages) == before

    samir.does(Returned())
    samir.commands("checkin")
    assert "How is your home this week?" in samir.screen
