"""A home answers once, whoever of its people does; both see it, and neither overwrites the other unseen."""

from datetime import timedelta

import pytest

from bot.core.people import Role
from bot.db import answers as given
from bot.db import rounds
from tests.support.network import Network, Player


def said(network: Network, question: str = "week") -> dict[tuple[str, str], int]:
    with network.database.read() as connection:
        number = rounds.newest(connection, "weekly")
        assert number is not None
        return given.results(connection, number).get(question, {})


@pytest.fixture
def both(network: Network) -> tuple[Player, Player]:
    """Return the manager and the deputy of one home, with the check-in before both."""
    samir = network.manager("H1")
    kerry = network.slack("U7", "Kerry")
    kerry.says(network.code_for("H1", Role.DEPUTY))
    kerry.presses("Yes, that is my home")
    network.comes("round_due", "weekly")
    return samir, kerry


def test_manager_and_deputy_can_each_answer_a_part(
    network: Network, both: tuple[Player, Player]
) -> None:
    samir, kerry = both
    samir.presses("Running well")
    kerry.commands("checkin")
    assert "2 of 4" in kerry.screen
    for label in ("Yes", "No", "Not now"):
        kerry.presses(label)

    thanks = network.content.questionnaires["weekly"].thanks
    assert thanks in kerry.screen
    assert thanks in samir.screen
    assert said(network) == {("answered", "well"): 1}


def test_the_second_of_two_who_answer_in_the_same_second_is_told_and_changes_nothing(
    network: Network, both: tuple[Player, Player]
) -> None:
    samir, kerry = both
    samir.presses("Running well")

    kerry.presses("Need help today")

    assert kerry.toast == "Samir has just answered this: Running well. Nothing was changed."
    assert "2 of 4" in kerry.screen
    assert said(network) == {("answered", "well"): 1}
    assert network.room("slack", "C0CLINICAL").messages == []

    kerry.presses("Back")
    kerry.presses("Under pressure but coping")
    assert said(network) == {("answered", "pressed"): 1}


def test_a_correction_after_the_end_is_seen_by_both_and_keeps_the_history(
    network: Network, both: tuple[Player, Player]
) -> None:
    samir, kerry = both
    for label in ("Running well", "Yes", "No", "Not now"):
        samir.presses(label)

    kerry.presses("Change")
    kerry.presses("1. How is your home this week?")
    kerry.presses("Under pressure but coping")

    assert "Under pressure but coping" in samir.screen
    assert said(network) == {("answered", "pressed"): 1}
    kerry.presses("Change")
    kerry.presses("Leave all as it is")
    assert kerry.buttons == ["Change"]


def test_a_late_answer_is_taken_and_marked(network: Network, both: tuple[Player, Player]) -> None:
    samir, _ = both
    network.clock.at += timedelta(days=5)

    for label in ("Running well", "Yes", "No", "Not now"):
        samir.presses(label)

    assert network.content.words.checkin.late.fill(day="27 Nov 2026") in samir.screen
    assert said(network) == {("answered", "well"): 1}


def test_in_time_nothing_is_marked(network: Network, both: tuple[Player, Player]) -> None:
    samir, _ = both
    network.clock.at += timedelta(days=4)

    for label in ("Running well", "Yes", "No", "Not now"):
        samir.presses(label)

    assert "late" not in samir.screen
