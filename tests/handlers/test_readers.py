"""Who has read it: an explicit tap, figures by type, the unread asked once, the failed tried again."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.core.broadcasts import BroadcastState
from bot.core.deliveries import Lane, Result, State
from bot.core.errors import Blocked, Rejected, SendError
from bot.core.events import Pressed
from bot.core.facts import BroadcastDecided, BroadcastDrafted
from bot.core.people import Role
from bot.core.turn import Caller
from bot.db import outbox, receipts
from bot.db.ahead import Ahead
from bot.db.database import Database
from bot.db.record import record
from bot.db.store import Store
from bot.db.tables import accounts, deliveries, home_labels
from tests.support.network import Network, Player

TEXT = "Flu jabs start on Monday."


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest.fixture
def amara(network: Network) -> Player:
    return network.lead("Amara", "coordinators", user="U3")


@pytest.fixture
def three(network: Network) -> list[Player]:
    """The managers of all three homes; the third home is for people with a learning disability."""
    with network.database.write() as connection:
        connection.execute(
            update(home_labels).where(home_labels.c.home_id == "H3").values(value="ld")
        )
    names = ("Samir", "Kerry", "Lena")
    return [
        network.manager(f"H{place}", chat=f"700{place}", name=name)
        for place, name in enumerate(names, 1)
    ]


def sends(lead: Player, label: str = "Send to 3 of 3", **more: str) -> None:
    lead.commands("broadcast")
    lead.submits(**{"audience": "all", "text": TEXT, "urgent": "no", "ack": "no"} | more)
    lead.presses(label)


def decides(network: Network, lead: Player) -> None:
    """Let the lead send, and nothing reach any home yet."""
    lead.commands("broadcast")
    lead.submits(audience="all", text=TEXT, urgent="no", ack="no")
    send = lead.messages[-1].buttons["Send to 3 of 3"]
    network.engine.take([network.event("slack", lead.chat, Pressed(send), lead.chat)])
    network.deliver("slack")


def refuse(network: Network, chat: str, error: SendError) -> None:
    """Let the platform refuse what waits for this chat."""
    lane, now = Lane("telegram"), network.clock.now()
    with network.database.write() as connection:
        wires = Ahead(lane).claim(connection, 10, lambda each: each != chat, now)
        outbox.settle(connection, lane, [Result(wire, None, error) for wire in wires], now)


def copies(player: Player) -> int:
    return [message.text for message in player.messages].count(TEXT)


def card(network: Network, lead: Player) -> str:
    lead.presses(network.content.words.reading.who)
    return lead.screen


def test_what_needs_no_confirmation_is_marked_as_read_with_one_tap(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    sends(amara)

    three[0].presses(words.read_button)
    network.comes("broadcast_progress", "1")

    assert three[0].toast == words.read
    assert three[0].buttons == []
    assert amara.screen.endswith(words.read_so_far.format(read=1, homes=3))


def test_the_card_says_by_type_who_has_read_it_and_who_has_not(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    sends(amara, ack="yes")
    three[2].presses(words.confirm_button)

    shown = card(network, amara)

    assert "care home: 0 of 2 have read it, 0 have confirmed" in shown
    assert "ld: 1 of 1 have read it, 1 have confirmed" in shown
    assert words.unread.format(count=2, names="Ash Lodge, Birch House") in shown


def test_the_unread_are_asked_once_under_the_message_and_who_has_read_it_is_not(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    samir, kerry, lena = three
    sends(amara)
    lena.presses(words.read_button)
    card(network, amara)
    chase = amara.messages[-1].buttons[words.ask_unread.format(count=2)]

    amara.presses_token(chase)
    assert amara.toast == words.asked_unread.format(count=2)
    amara.presses_token(chase)

    assert amara.toast.startswith(words.asked_at.split("{")[0])
    threads = [
        replies
        for player in three
        for replies in network.room("telegram", player.chat).threads.values()
    ]
    assert threads == [[f"Have you read this yet? {TEXT}"]] * 2
    assert copies(samir) == copies(kerry) == 1
    assert lena.screen.endswith(words.read)


def test_a_reminder_settled_reads_as_settled(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    sends(amara)
    card(network, amara)
    amara.presses(words.ask_unread.format(count=3))

    three[0].presses_token("read:1:reminder")

    assert three[0].toast == words.read
    assert words.ask_unread.format(count=2) not in amara.buttons
    assert "Read by 1 of 3" in card(network, amara)


def test_why_a_home_did_not_get_it_is_said_in_plain_words(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    decides(network, amara)
    refuse(network, "7001", Blocked("bot was blocked"))
    refuse(network, "7002", Rejected("chat not found"))
    network.deliver()

    shown = card(network, amara)

    assert (
        words.failed_line.format(reason=words.reason_blocked, count=1, names="Ash Lodge")[2:]
        in shown
    )
    assert (
        words.failed_line.format(reason=words.reason_rejected, count=1, names="Birch House")[2:]
        in shown
    )
    assert "chat not found" not in shown


def test_only_the_failed_are_tried_again_and_nobody_gets_a_second_copy(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    decides(network, amara)
    refuse(network, "7001", Rejected("chat not found"))
    network.deliver()
    assert [copies(each) for each in three] == [0, 1, 1]
    network.comes("broadcast_progress", "1")
    card(network, amara)

    amara.presses(words.try_again.format(count=1))

    assert amara.toast == words.trying_again
    assert [copies(each) for each in three] == [1, 1, 1]
    network.comes("broadcast_progress", "1")
    amara.presses(words.look_again)
    assert "Delivered to 3 of 3 homes" in amara.screen


def test_who_blocked_us_is_not_written_to_again_but_somebody_else_of_the_home_is(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    decides(network, amara)
    refuse(network, "7001", Blocked("blocked"))
    refuse(network, "7002", Blocked("blocked"))
    network.deliver()
    network.clock.at += timedelta(days=40)
    deputy = network.telegram("7005", "Dina")
    deputy.commands("start", network.code_for("H1", Role.DEPUTY))
    deputy.presses("Yes, that is my home")
    card(network, amara)

    amara.presses(words.try_again.format(count=2))

    assert [copies(each) for each in (*three, deputy)] == [0, 0, 1, 1]
    assert any(TEXT in message.text for message in deputy.messages)


def test_what_may_have_arrived_all_the_same_is_not_tried_again(
    network: Network, amara: Player, three: list[Player]
) -> None:
    words = network.content.words.reading
    sends(amara)
    with network.database.write() as connection:
        theirs = select(accounts.c.account_id).where(accounts.c.chat == "7001")
        connection.execute(
            update(deliveries)
            .where(deliveries.c.account_id.in_(theirs), deliveries.c.broadcast_id == 1)
            .values(state=State.FAILED, in_doubt=True, reason="unreachable: timeout")
        )
    shown = card(network, amara)

    amara.presses(words.try_again.format(count=1))

    assert words.reason_in_doubt in shown
    assert copies(three[0]) == 1


def test_only_its_author_and_coordinators_see_who_has_read_it(
    network: Network, three: list[Player]
) -> None:
    words = network.content.words.reading
    priya = network.lead("Priya", "clinical", user="U1")
    joseph = network.lead("Joseph", "infection", user="U2")
    amara = network.lead("Amara", "coordinators", user="U3")
    sends(priya)

    for lead in (priya, joseph, amara):
        lead.commands("sent")
    assert joseph.screen == words.none_sent
    for lead in (priya, amara):
        (label,) = lead.buttons
        lead.presses(label)
        assert "Delivered to 3 of 3" in lead.screen
    for token in ("readers:1", "chase:1", "again:1", "correct:1", "withdraw:1"):
        joseph.presses_token(token)
        assert joseph.toast == network.content.words.common.not_allowed


def test_a_long_one_comes_as_its_beginning_and_whole_when_it_is_asked_for(
    network: Network, three: list[Player]
) -> None:
    words = network.content.words.reading
    paragraph = "Every home checks its fridges on Friday. " * 10
    text = "# The week\n\n" + f"{paragraph}\n\n" * 30 + "The end."
    with network.database.write() as connection:
        store = Store(connection, network.desk, "operator", "", network.clock.now())
        record(store, Caller(), BroadcastDrafted(1, "all", text, urgent=False, ack=False))
        record(store, Caller(), BroadcastDecided(1, BroadcastState.SENDING))
    network.deliver()
    samir = three[0]
    assert samir.screen.startswith("The week")
    assert len(samir.screen) < len(text) / 10

    samir.presses(words.read_all)
    assert samir.screen.endswith("The end.")
    samir.presses(words.read_button)

    assert samir.screen.endswith(words.read)
    with network.database.read() as connection:
        (row,) = (row for row in receipts.by_home(connection, 1) if row.read_at)
    assert row.home_id == "H1"


def test_where_nobody_has_joined_another_try_is_not_offered(
    network: Network, amara: Player
) -> None:
    words = network.content.words.reading
    network.manager("H1")
    sends(amara, "Send to 1 of 3")

    shown = card(network, amara)

    assert words.reason_not_joined in shown
    assert words.try_again.format(count=2) not in amara.buttons


def test_a_tap_that_comes_twice_is_one(
    network: Network, amara: Player, three: list[Player]
) -> None:
    sends(amara)
    decided = network.event("slack", "U3", Pressed("chase:1"), "U3")
    read = network.event("telegram", "7001", Pressed("read:1"), "7001")

    network.take(read)
    assert network.take(read) is None
    network.take(decided)
    assert network.take(decided) is None

    assert "Read by 1 of 3" in card(network, amara)
    threads = [network.room("telegram", each.chat).threads for each in three]
    assert [sum(map(len, each.values())) for each in threads] == [0, 1, 1]
