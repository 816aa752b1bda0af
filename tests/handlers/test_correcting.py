"""What was sent is corrected in place for everybody, or withdrawn, and who had read it is told what changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.deliveries import Lane, Result, Sent, State
from bot.core.events import Pressed, Submitted
from bot.core.messages import Message
from bot.core.ports import Painter
from bot.db import outbox, receipts
from bot.db.ahead import Ahead
from bot.db.tables import broadcast_versions, deliveries
from tests.support.network import Network, PlainPainter, Player

WRONG, RIGHT = "Flu jabs start on Monday.", "Flu jabs start on Tuesday."
NOTE = "It is Tuesday, not Monday."
VALUES = {"text": RIGHT, "note": NOTE}


@pytest.fixture
def amara(network: Network) -> Player:
    return network.lead("Amara", "coordinators", user="U3")


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def kerry(network: Network) -> Player:
    return network.manager("H2", chat="7002", name="Kerry")


def sends(lead: Player, text: str = WRONG, ack: str = "no") -> None:
    lead.commands("broadcast")
    lead.submits(audience="all", text=text, urgent="no", ack=ack)
    lead.presses("Send to 2 of 3")


def corrects(network: Network, lead: Player, **values: str) -> None:
    lead.presses(network.content.words.correcting.correct)
    lead.submits(**VALUES | values)


def copies(player: Player, text: str) -> list[str]:
    return [message.text for message in player.messages if text in message.text]


def threads(network: Network, player: Player) -> list[str]:
    replies = network.room("telegram", player.chat).threads.values()
    return [reply for each in replies for reply in each]


def marked(network: Network, text: str) -> str:
    words = network.content.words.correcting
    mark = words.corrected_mark.format(time="10:00", day="23 November").strip("*")
    return f"{mark}\n{text}"


def test_every_home_sees_the_right_text_in_the_place_of_the_wrong_one(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    sends(amara)

    corrects(network, amara)

    assert copies(samir, WRONG) == copies(kerry, WRONG) == []
    assert copies(samir, RIGHT) == copies(kerry, RIGHT) == [marked(network, RIGHT)]
    assert threads(network, samir) == []
    assert amara.screen.startswith("Corrected")


def test_who_had_read_it_is_told_what_changed_and_nobody_else(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    sends(amara)
    samir.presses(network.content.words.reading.read_button)

    corrects(network, amara)

    (told,) = threads(network, samir)
    assert NOTE in told
    assert threads(network, kerry) == []
    assert copies(samir, RIGHT)[0] == marked(network, RIGHT)


def test_the_form_shows_the_present_text_and_what_is_the_same_changes_nothing(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    words = network.content.words
    sends(amara)
    amara.presses(words.correcting.correct)
    assert amara.form is not None
    assert amara.form.fields[0].value == WRONG

    amara.submits(text=WRONG, note=NOTE)
    assert amara.faults == {"text": words.correcting.same}
    amara.form = network.content.forms["correct"]
    amara.does(Submitted("correct", {"text": "", "note": NOTE}, "1.1"))
    assert amara.faults == {"text": words.forms.empty}
    assert copies(samir, WRONG) == [WRONG]


def test_of_two_at_once_the_first_counts_and_the_other_is_told(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    bola = network.lead("Bola", "coordinators", user="U4")
    sends(amara)
    amara.presses(network.content.words.correcting.correct)
    bola.presses_token("correct:1")

    bola.submits(text=RIGHT, note=NOTE)
    amara.submits(text="Flu jabs start on Wednesday.", note="Wednesday.")

    told = network.content.words.correcting.overtaken.format(name="Bola")
    assert amara.faults == {"": told}
    assert copies(samir, "Flu jabs") == [marked(network, RIGHT)]


def test_a_lead_on_a_phone_corrects_the_words_that_are_wrong(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    words = network.content.words
    sends(amara)
    lead = network.telegram("8001", "Bola")
    lead.says(network.code_for_lead("Bola", "coordinators"))
    lead.presses("Yes, join")

    lead.presses_token("correct:1")
    assert WRONG in lead.screen
    lead.says("Sunday")
    lead.says("Tuesday")
    lead.says(NOTE)
    assert words.correcting.passage_missing in lead.messages[-2].text
    lead.says("Monday")

    assert copies(samir, "Flu jabs") == [marked(network, RIGHT)]


def test_the_copy_that_somebody_asked_to_see_is_corrected_as_well(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    sends(amara)
    samir.commands("news")
    assert len(copies(samir, WRONG)) == len((1, 2))

    corrects(network, amara)

    assert copies(samir, WRONG) == []
    assert copies(samir, RIGHT) == [marked(network, RIGHT)] * 2


class NarrowPainter(PlainPainter):
    """Needs a message for each paragraph; the last has the buttons."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        *before, last = message.text.split("\n\n")
        parts = [Message(each) for each in before] + [replace(message, text=last)]
        return tuple(
            payload for each in parts for payload in super(NarrowPainter, self).prepare(each)
        )


def test_a_copy_that_cannot_show_all_of_the_new_text_shows_where_all_of_it_is(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    words = network.content.words.reading
    sends(amara)
    samir.commands("news")
    copy = samir.messages[-1]
    painters: dict[str, Painter] = {"telegram": NarrowPainter(), "slack": PlainPainter()}
    network.desk = replace(network.desk, painters=painters)
    network.restarts()
    corrects(network, amara, text="First.\n\nSecond.\n\nThird.")

    assert list(copy.buttons) == [words.read_all]
    samir.presses_token(copy.buttons[words.read_all], copy.message_id)
    seen = [each.text for each in samir.messages[-4:]]
    assert seen[1:] == ["First.", "Second.", "Third."]


def test_corrected_twice_the_last_text_stands_and_every_text_is_kept(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    sends(amara)
    corrects(network, amara)
    network.clock.at += timedelta(hours=1)
    last = "Flu jabs start on Friday."
    corrects(network, amara, text=last)

    assert [text.splitlines()[-1] for text in copies(samir, "Flu jabs")] == [last]
    with network.database.read() as connection:
        kept = connection.execute(
            select(
                broadcast_versions.c.version, broadcast_versions.c.what, broadcast_versions.c.text
            ).order_by(broadcast_versions.c.version)
        ).all()
    assert [tuple(row) for row in kept] == [
        (1, "written", WRONG),
        (2, "corrected", RIGHT),
        (3, "corrected", last),
    ]


def test_withdrawn_it_says_why_in_its_place_and_can_be_read_no_more(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    words = network.content.words
    sends(amara)
    samir.presses(words.reading.read_button)
    read = kerry.messages[-1].buttons[words.reading.read_button]

    amara.presses(words.correcting.withdraw)
    amara.submits(reason="It was meant for another week.")

    for player in (samir, kerry):
        assert copies(player, WRONG) == []
        (shown,) = copies(player, "another week")
        assert shown.startswith(words.correcting.withdrawn_mark.split("{")[0].strip("*"))
        assert player.messages[-1].buttons == {}
    assert len(threads(network, samir)) == 1
    assert threads(network, kerry) == []
    kerry.presses_token(read, kerry.messages[-1].message_id)
    with network.database.read() as connection:
        assert receipts.figures(connection, 1).read == 1
    amara.presses_token("correct:1")
    assert amara.toast == words.correcting.is_withdrawn
    kerry.commands("news")
    assert kerry.screen == words.news.none_yet


def claims(network: Network, most: int = 10) -> list[Result]:
    """Put what waits for homes on the wire; the results tell that it arrived."""
    lane = Lane("telegram")
    with network.database.write() as connection:
        wires = Ahead(lane).claim(connection, most, lambda _: False, network.clock.now())
    return [Result(wire, Sent(wire.chat, str(1000 + wire.delivery_id))) for wire in wires]


def settle(network: Network, results: list[Result]) -> None:
    with network.database.write() as connection:
        outbox.settle(connection, Lane("telegram"), results, network.clock.now())


@pytest.fixture
def half_sent(network: Network, amara: Player, samir: Player, kerry: Player) -> list[Result]:
    """One copy on the wire, one that waits; what the platform will say of the first."""
    amara.commands("broadcast")
    amara.submits(audience="all", text=WRONG, urgent="no", ack="no")
    send = amara.messages[-1].buttons["Send to 2 of 3"]
    network.engine.take([network.event("slack", "U3", Pressed(send), "U3")])
    network.deliver("slack")
    return claims(network, 1)


def corrects_only(network: Network) -> None:
    values = Submitted("correct", VALUES, "1.1")
    network.engine.take([network.event("slack", "U3", values, "U3")])


def test_corrected_while_it_goes_out_no_home_is_left_with_the_wrong_text(
    network: Network, half_sent: list[Result]
) -> None:
    corrects_only(network)
    (waiting,) = claims(network)
    assert WRONG not in waiting.wire.payload
    assert RIGHT in waiting.wire.payload

    settle(network, [*half_sent, waiting])
    (edit,) = claims(network)

    assert edit.wire.message_id == half_sent[0].sent.message_id if half_sent[0].sent else False
    assert RIGHT in edit.wire.payload
    settle(network, [edit])
    assert claims(network) == []


def test_what_was_looked_up_before_the_correction_leaves_with_the_text_after_it(
    network: Network, amara: Player, samir: Player, kerry: Player
) -> None:
    lane, ahead = Lane("telegram"), Ahead(Lane("telegram"))
    amara.commands("broadcast")
    amara.submits(audience="all", text=WRONG, urgent="no", ack="no")
    send = amara.messages[-1].buttons["Send to 2 of 3"]
    network.engine.take([network.event("slack", "U3", Pressed(send), "U3")])
    with network.database.write() as connection:
        (first,) = ahead.claim(connection, 1, lambda _: False, network.clock.now())
    assert WRONG in first.payload

    corrects_only(network)
    with network.database.write() as connection:
        (second,) = ahead.claim(connection, 1, lambda _: False, network.clock.now())

    assert RIGHT in second.payload
    assert second.message_id == "", "it is the copy of the second home, seen before the correction"
    settle(network, [Result(first, Sent(first.chat, "1")), Result(second, Sent(second.chat, "2"))])
    assert [each.wire.message_id for each in claims(network)] == ["1"]
    assert lane.channel == "telegram"


def test_killed_with_one_on_the_wire_the_correction_reaches_it_all_the_same(
    network: Network, half_sent: list[Result]
) -> None:
    corrects_only(network)
    with network.database.write() as connection:
        assert outbox.recover(connection, Lane("telegram")) == 1

    again = claims(network)
    assert [RIGHT in each.wire.payload for each in again] == [True, True]
    settle(network, again)
    (edit,) = claims(network)
    assert RIGHT in edit.wire.payload


def test_withdrawn_while_it_goes_out_it_reaches_nobody_else(
    network: Network, half_sent: list[Result]
) -> None:
    reason = Submitted("withdraw", {"reason": "It was a slip."}, "1.1")
    network.engine.take([network.event("slack", "U3", reason, "U3")])

    assert claims(network) == []
    settle(network, half_sent)
    (edit,) = claims(network)

    assert "It was a slip" in edit.wire.payload
    with network.database.read() as connection:
        states = connection.execute(
            select(deliveries.c.state, deliveries.c.reason).where(deliveries.c.broadcast_id == 1)
        ).all()
    assert sorted(map(tuple, states)) == [
        (State.CANCELLED, "withdrawn"),
        (State.DELIVERED, ""),
    ]
