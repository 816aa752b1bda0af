"""Who joins late gets what is current, once."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.people import Role
from bot.db import receipts
from bot.db.database import Database
from bot.db.tables import broadcasts
from tests.support.network import Network, Player

TEXT = "Flu jabs start on Monday."


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest.fixture
def sent(network: Network) -> Network:
    """An announcement that went to all three homes, of which one had joined."""
    network.manager("H1")
    sends(network, network.lead("Amara", "coordinators", user="U3"))
    return network


def sends(network: Network, lead: Player, text: str = TEXT) -> None:
    lead.commands("broadcast")
    lead.submits(audience="all", text=text, urgent="no", ack="no")
    send = next(label for label in lead.buttons if label.startswith("Send to"))
    lead.presses(send)
    network.comes("broadcast_progress", "1")


def copies(player: Player, text: str = TEXT) -> int:
    return [message.text for message in player.messages].count(text)


def test_a_home_that_joins_gets_the_current_one_once(sent: Network) -> None:
    kerry = sent.manager("H2", chat="7002", name="Kerry")
    deputy = sent.telegram("7003", "Dina")
    deputy.commands("start", sent.code_for("H2", Role.DEPUTY))
    deputy.presses("Yes, that is my home")

    assert [copies(kerry), copies(deputy)] == [1, 0]
    with sent.database.read() as connection:
        figures = receipts.figures(connection, 1)
    assert (figures.delivered, figures.not_reached) == (2, 1)


def test_a_second_person_of_a_home_that_has_it_gets_no_copy(sent: Network) -> None:
    deputy = sent.telegram("7003", "Dina")
    deputy.commands("start", sent.code_for("H1", Role.DEPUTY))
    deputy.presses("Yes, that is my home")

    assert copies(deputy) == 0


def test_what_is_weeks_old_is_not_brought_any_more_but_a_newsletter_longer(sent: Network) -> None:
    sent.clock.at += timedelta(days=20)
    kerry = sent.manager("H2", chat="7002", name="Kerry")
    assert copies(kerry) == 0

    with sent.database.write() as connection:
        connection.execute(update(broadcasts).values(kind="newsletter", edition="weekly"))
    lena = sent.manager("H3", chat="7003", name="Lena")
    assert copies(lena) == 1


def test_of_several_only_the_newest_comes_and_none_that_was_withdrawn(sent: Network) -> None:
    amara = Player(sent, "slack", "U3", "Amara")
    sent.clock.at += timedelta(days=1)
    sends(sent, amara, "Second text.")
    kerry = sent.manager("H2", chat="7002", name="Kerry")
    assert [copies(kerry), copies(kerry, "Second text.")] == [0, 1]

    amara.presses(sent.content.words.correcting.withdraw)
    amara.submits(reason="It was a slip.")
    lena = sent.manager("H3", chat="7003", name="Lena")
    assert [copies(lena), copies(lena, "Second text.")] == [1, 0]


def test_a_corrected_one_comes_as_it_reads_now(sent: Network) -> None:
    amara = Player(sent, "slack", "U3", "Amara")
    amara.presses(sent.content.words.correcting.correct)
    amara.submits(text="Flu jabs start on Tuesday.", note="Tuesday.")

    kerry = sent.manager("H2", chat="7002", name="Kerry")

    shown = [message.text for message in kerry.messages if "Flu jabs" in message.text]
    assert len(shown) == 1
    assert shown[0].startswith("Corrected at")
    assert "Tuesday" in shown[0]
