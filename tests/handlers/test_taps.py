"""How many taps a home needs, and who gives them: the fewest that can be, by whoever is there."""

from datetime import timedelta

import pytest

from bot.core.events import Submitted
from tests.support.network import Network, Player
from tests.support.tables import everything

WEEK = timedelta(days=7)
SAME = "Nothing has changed since last week"


def taps(player: Player, *labels: str) -> int:
    for label in labels:
        player.presses(label)
    assert ["Change"] in [list(each.buttons) for each in player.messages], "all is answered"
    return len(labels)


@pytest.mark.parametrize(
    ("labels", "asked"),
    [
        (("Running well", "Yes", "No", "Not now"), 4),
        # Of several, one is ticked and one says that this is all: a question more.
        (("Under pressure but coping", "No", "Does not apply to us", "Not now"), 4),
        (("Need some help", "PPE supply", "Done", "Yes", "No", "Not now"), 5),
    ],
)
def test_a_full_check_in_takes_a_tap_a_question_and_one_more_at_most(
    network: Network, labels: tuple[str, ...], asked: int
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    before = len(samir.messages)
    calls = "Need some help" in labels

    assert taps(samir, *labels) <= asked + 1
    said = [
        each for each in everything(network.database)["answers"] if each["state"] != "not_asked"
    ]
    assert len(said) == asked
    assert len(samir.messages) == before + calls, "it is one message, edited in place"


def test_an_unchanged_check_in_takes_one_tap(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    taps(samir, "Running well", "Yes", "No", "Not now")
    network.clock.at += WEEK
    network.comes("round_due", "weekly")

    assert taps(samir, SAME) == 1


def test_while_the_manager_is_away_the_deputy_is_asked_and_goes_on_where_the_manager_was(
    network: Network,
) -> None:
    samir, kerry = network.manager("H1"), network.manager("H1", "7002", "Kerry")
    network.comes("round_due", "weekly")
    samir.presses("Under pressure but coping")
    samir.does(Submitted("away", {"first": "24 November 2026", "last": "4 December 2026"}))
    before = len(samir.messages)
    network.clock.at += timedelta(days=2)

    network.comes("round_remind", "1")

    assert len(samir.messages) == before
    assert network.content.words.round.reminder in kerry.screen
    assert "2 of 4" in kerry.screen
    assert taps(kerry, "Yes", "No", "Not now") == 3
    assert "Under pressure but coping" in kerry.screen
