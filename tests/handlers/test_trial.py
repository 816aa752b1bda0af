"""Trial: a new network writes to its leads only, until two coordinators turn it live in chat."""

import pytest
from sqlalchemy import func, select

from bot.db import marks
from bot.db.database import Database
from bot.db.tables import assignments, receipts, rounds
from tests.support.network import Network, Player

ROOM = "C0NETWORK"


@pytest.fixture
def network(sqlite: Database) -> Network:
    """A network as it is on its first day."""
    return Network(sqlite, on_trial=True)


@pytest.fixture
def amara(network: Network) -> Player:
    return network.lead("Amara", "coordinators", user="U1")


@pytest.fixture
def joseph(network: Network) -> Player:
    return network.lead("Joseph", "coordinators", user="U2")


def agrees(network: Network, player: Player) -> None:
    words = network.content.words.trial
    player.commands("menu")
    player.presses(words.button)
    player.presses(words.agree)


def sends(network: Network, lead: Player, text: str, label: str) -> None:
    lead.commands("broadcast")
    lead.submits(audience="all", text=text, urgent="yes", ack="no")
    lead.presses(label)


def is_live(network: Network) -> bool:
    with network.database.read() as connection:
        return marks.is_live(connection)


def test_on_trial_a_broadcast_goes_to_the_coordinators_and_to_no_home(
    network: Network, amara: Player
) -> None:
    words = network.content.words.trial
    samir = network.manager("H1")
    seen = len(samir.messages)

    sends(network, amara, "Fit tests are on Friday", words.show)

    assert len(samir.messages) == seen
    assert "Fit tests are on Friday" in network.room("slack", ROOM).messages[-1].text
    assert words.preview in amara.screen
    with network.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(receipts)).scalar() == 0


def test_on_trial_no_check_in_opens(network: Network) -> None:
    samir = network.manager("H1")
    seen = len(samir.messages)

    network.comes("round_due", "weekly")

    assert len(samir.messages) == seen
    with network.database.read() as connection:
        assert connection.execute(select(rounds)).all() == []
        assert connection.execute(select(assignments)).all() == []


def test_on_trial_a_home_that_writes_is_answered(network: Network) -> None:
    samir = network.manager("H1")
    priya = network.lead("Priya", "clinical")
    samir.commands("help")
    samir.presses(network.content.categories["medicines"].label)
    samir.says("We are short of one item")
    samir.presses("This week")
    assert "HR-1" in samir.screen

    priya.presses(network.content.words.case.claim, room="C0CLINICAL")

    assert "Priya" in samir.screen


def test_two_coordinators_turn_it_live_and_then_homes_are_written_to(
    network: Network, amara: Player, joseph: Player
) -> None:
    samir = network.manager("H1")

    agrees(network, amara)
    assert not is_live(network)
    joseph.presses(network.content.words.trial.agree, room=ROOM)

    assert is_live(network)
    assert "Amara and Joseph" in network.room("slack", ROOM).messages[-1].text
    sends(network, amara, "Fit tests are on Friday", "Send to 1 of 3")
    assert "Fit tests are on Friday" in samir.screen


def test_one_coordinator_alone_cannot_turn_it_live(network: Network, amara: Player) -> None:
    agrees(network, amara)
    agrees(network, amara)

    assert amara.toast == network.content.words.trial.agreed_already
    assert not is_live(network)


def test_who_has_left_since_counts_no_more(network: Network, amara: Player, joseph: Player) -> None:
    agrees(network, amara)
    amara.commands("stop")
    amara.presses(network.content.words.me.yes_leave)

    agrees(network, joseph)

    assert not is_live(network)


def test_nobody_but_coordinators_turns_it_live(network: Network, amara: Player) -> None:
    agrees(network, amara)
    priya = network.lead("Priya", "clinical", user="U3")
    samir = network.manager("H1")

    for player in (priya, samir):
        player.presses_token("live::yes")
        assert player.toast == network.content.words.common.not_allowed
        player.commands("menu")
        assert network.content.words.trial.button not in player.buttons

    assert not is_live(network)


def test_who_says_not_yet_changes_nothing(network: Network, amara: Player) -> None:
    words = network.content.words.trial
    amara.commands("menu")
    amara.presses(words.button)
    amara.presses(words.not_yet)

    assert amara.screen == words.stays
    assert not is_live(network)


def test_once_live_the_button_is_gone_and_an_old_one_says_so(
    network: Network, amara: Player, joseph: Player
) -> None:
    words = network.content.words.trial
    amara.commands("menu")
    old = amara.messages[-1].buttons[words.button]
    for each in (amara, joseph):
        agrees(network, each)

    amara.presses_token(old)
    assert amara.toast == words.was_live
    amara.commands("menu")
    assert words.button not in amara.buttons
