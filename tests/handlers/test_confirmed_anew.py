"""A correction of what homes have confirmed: the lead says whether they confirm it anew, and what they said is kept."""

import pytest
from sqlalchemy import select

from bot.core.messages import Press
from bot.db import held
from bot.db.tables import confirmations
from tests.support.network import Network, Player
from tests.support.planning import fills, lead_in
from tests.support.tables import everything

WRONG, RIGHT = "Masks on Monday.", "Masks on Tuesday."
NOTE = "It is Tuesday."
# Under what tells a home that it must confirm anew.
UNDER_NOTICE = Press("read", "1", ("notice",)).token()


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


def confirmed(network: Network, samir: Player, channel: str = "slack") -> Player:
    """Let a lead send what is to be confirmed, and one of two homes confirm it; return the lead."""
    network.manager("H2", chat="7002", name="Kerry")
    amara = lead_in(network, channel, "Amara")
    amara.commands("broadcast")
    fills(amara, "broadcast", audience="all", text=WRONG, urgent="no", ack="yes")
    amara.presses("Send to 2 of 3")
    samir.presses(network.content.words.reading.confirm_button)
    return amara


def corrects(amara: Player, again: str) -> None:
    amara.presses(amara.network.content.words.correcting.correct)
    if amara.form is not None:
        amara.submits(text=RIGHT, note=NOTE, again=again)
        return
    fills(amara, "correct_passage", wrong="Monday", right="Tuesday", note=NOTE, again=again)


def told(network: Network, player: Player) -> list[str]:
    threads = network.room(player.channel, player.chat).threads.values()
    return [each for thread in threads for each in thread]


def counted(network: Network, amara: Player) -> str:
    amara.presses(network.content.words.reading.who)
    return amara.screen


def has_confirmed(network: Network, homes: int) -> str:
    return network.content.words.reading.card_confirmed.format(acknowledged=homes, homes=3)


@pytest.mark.parametrize("channel", ["slack", "telegram"])
def test_where_the_lead_says_so_they_are_asked_anew_and_what_they_said_is_kept(
    network: Network, samir: Player, channel: str
) -> None:
    amara, words = confirmed(network, samir, channel), network.content.words
    corrects(amara, again="yes")

    assert words.correcting.asked_anew.format(confirmed=1) in amara.screen
    assert [NOTE in each for each in told(network, samir)] == [True]
    assert has_confirmed(network, 0) in counted(network, amara)
    (before,) = everything(network.database, ["confirmations"])["confirmations"]
    assert (before["home_id"], before["version"]) == ("H1", 1)
    samir.presses_token(UNDER_NOTICE, samir.messages[-1].message_id)
    assert has_confirmed(network, 1) in counted(network, amara)


def test_else_what_they_said_still_counts(network: Network, samir: Player) -> None:
    amara = confirmed(network, samir)
    corrects(amara, again="no")

    assert has_confirmed(network, 1) in counted(network, amara)
    assert len(told(network, samir)) == 1
    assert everything(network.database, ["confirmations"])["confirmations"] == []


def test_who_was_asked_anew_can_be_reminded_once_more(network: Network, samir: Player) -> None:
    amara, words = confirmed(network, samir), network.content.words.reading
    counted(network, amara)
    amara.presses(words.ask_unread.format(count=1))
    corrects(amara, again="yes")
    counted(network, amara)
    amara.presses(words.ask_unread.format(count=2))

    assert amara.toast == words.asked_unread.format(count=2)
    assert len(told(network, samir)) == len(("it was corrected", "has it been read"))


def test_what_nobody_had_to_confirm_is_not_asked_about(network: Network, samir: Player) -> None:
    amara = lead_in(network, "slack", "Amara")
    amara.commands("broadcast")
    amara.submits(audience="all", text=WRONG, urgent="no", ack="no")
    amara.presses("Send to 1 of 3")
    amara.presses(network.content.words.correcting.correct)

    assert amara.form is not None
    assert [each.id for each in amara.form.fields] == ["text", "note"]


def test_what_a_person_confirmed_before_is_among_what_is_held_about_them(
    network: Network, samir: Player
) -> None:
    amara = confirmed(network, samir)
    corrects(amara, again="yes")
    with network.database.read() as connection:
        who = connection.execute(select(confirmations.c.person_id)).scalar_one()
        assert held.about(connection, who)["read"] == ("1",)
