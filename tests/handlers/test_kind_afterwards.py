"""What comes after sending is kind as well: quiet hours and full weeks hold reminders, second tries and late copies."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.core.deliveries import Lane, Result, State
from bot.core.errors import Rejected
from bot.core.events import Pressed
from bot.core.kindness import Kindness, PushState
from bot.db import outbox
from bot.db.ahead import Ahead
from bot.db.database import Database
from bot.db.tables import deliveries, pushes
from tests.support.clockwork import Clockwork
from tests.support.network import MONDAY, Network, Player, shown

WRONG, RIGHT = "Flu jabs start on Monday.", "Flu jabs start on Tuesday."
TONIGHT, MORNING = MONDAY.replace(hour=22), datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)


@pytest.fixture
def network(database: Database) -> Network:
    """A network that holds to what is shipped: quiet from 20:00 to 07:30, three messages a week."""
    return Network(database, kindness=Kindness())


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def amara(network: Network) -> Player:
    return network.lead("Amara", "coordinators", user="U3")


def sends(amara: Player, text: str = WRONG) -> None:
    amara.commands("broadcast")
    amara.submits(audience="all", text=text, urgent="no", ack="no")
    amara.presses(next(each for each in amara.buttons if each.startswith("Send to")))


def fills_the_week(amara: Player) -> None:
    for number in range(3):
        sends(amara, f"News {number}")


def passes(network: Network, moment: datetime) -> None:
    """Let time pass, with the clock looking at what is due."""
    network.clock.at = moment
    asyncio.run(Clockwork(network).ticks())
    network.clock.at = moment
    network.deliver()


def seen(player: Player, text: str) -> int:
    return sum(text in each.text for each in player.messages)


def replies(player: Player) -> list[str]:
    threads = player.network.room("telegram", player.chat).threads.values()
    return [reply for each in threads for reply in each]


def corrects(amara: Player, number: int = 1, text: str = RIGHT) -> None:
    amara.presses_token(f"correct:{number}")
    amara.submits(text=text, note="It is Tuesday.")


def chases(amara: Player, number: int = 1) -> None:
    amara.presses_token(f"chase:{number}")


def test_who_has_not_read_it_is_asked_when_quiet_hours_end_and_the_lead_sees_that(
    network: Network, samir: Player, amara: Player
) -> None:
    words = network.content.words
    sends(amara)
    network.clock.at = TONIGHT

    chases(amara)
    assert amara.toast.endswith(shown(words.kindness.quiet.fill(until="Tue 24 Nov 07:30")))
    amara.presses_token("readers:1")

    assert shown(words.kindness.held_quiet.fill(homes=1, until="Tue 24 Nov 07:30")) in amara.screen
    assert replies(samir) == []
    passes(network, MORNING)
    assert replies(samir) == [f"Have you read this yet? {WRONG}"]
    passes(network, MORNING + timedelta(hours=1))
    assert len(replies(samir)) == 1


def test_a_reminder_waits_where_the_week_is_full_and_counts_in_the_next(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)

    chases(amara)

    assert replies(samir) == []
    passes(network, NEXT_MONDAY)
    assert replies(samir) == ["Have you read this yet? News 0"]
    with network.database.read() as connection:
        counted = select(pushes.c.counts_at).where(pushes.c.state == PushState.SENT)
        weeks = list(connection.execute(counted).scalars())
    assert sorted(each >= NEXT_MONDAY for each in weeks) == [False, False, False, True]


def test_what_failed_is_tried_again_when_quiet_hours_end(
    network: Network, samir: Player, amara: Player
) -> None:
    amara.commands("broadcast")
    amara.submits(audience="all", text=WRONG, urgent="no", ack="no")
    send = amara.messages[-1].buttons["Send to 1 of 3"]
    network.engine.take([network.event("slack", amara.chat, Pressed(send), amara.chat)])
    lane = Lane("telegram")
    with network.database.write() as connection:
        (wire,) = Ahead(lane).claim(connection, 10, lambda _: False, network.clock.now())
        outbox.settle(connection, lane, [Result(wire, None, Rejected("no"))], network.clock.now())
    network.clock.at = TONIGHT

    amara.presses_token("again:1")
    amara.presses_token("again:1")

    assert seen(samir, WRONG) == 0
    passes(network, MORNING)
    assert seen(samir, WRONG) == 1
    with network.database.read() as connection:
        (counted,) = connection.execute(select(pushes.c.counts_at)).scalars()
    assert counted == MORNING


def test_at_night_a_correction_changes_what_stands_there_and_rings_in_the_morning(
    network: Network, samir: Player, amara: Player
) -> None:
    sends(amara)
    samir.presses(network.content.words.reading.read_button)
    network.clock.at = TONIGHT

    corrects(amara)

    words = network.content.words
    assert (seen(samir, WRONG), seen(samir, RIGHT)) == (0, 1)
    assert replies(samir) == []
    amara.presses(words.reading.who)
    assert words.reading.yet_to_be_told in amara.screen
    assert words.kindness.held_quiet.partition("{")[0] in amara.screen
    passes(network, MORNING)
    (told,) = replies(samir)
    assert "It is Tuesday." in told
    amara.presses(words.reading.look_again)
    assert words.reading.yet_to_be_told not in amara.screen


def test_corrected_at_night_the_further_messages_follow_in_the_morning(
    network: Network, samir: Player, amara: Player
) -> None:
    sends(amara)
    network.clock.at = TONIGHT

    amara.presses_token("correct:1")
    amara.submits(text=f"{RIGHT}\n\n" + "A long line. " * 220, note="More of it.")
    before = len(samir.messages)
    passes(network, MORNING)

    with network.database.read() as connection:
        rows = connection.execute(
            select(deliveries.c.part, deliveries.c.state).where(deliveries.c.broadcast_id == 1)
        ).all()
    assert {each.state for each in rows} == {State.DELIVERED}
    assert len(samir.messages) - before == len(rows) - 1


def test_what_is_held_comes_corrected_as_one_copy(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    sends(amara)

    corrects(amara, 4)

    assert seen(samir, RIGHT) == 0
    passes(network, NEXT_MONDAY)
    assert (seen(samir, WRONG), seen(samir, RIGHT)) == (0, 1)


def test_what_is_withdrawn_while_it_is_held_comes_to_nobody_and_leaves_room_for_another(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    sends(amara)

    amara.presses_token("withdraw:4")
    amara.submits(reason="It was a slip.")
    passes(network, NEXT_MONDAY)

    assert (seen(samir, WRONG), seen(samir, "It was a slip.")) == (0, 0)
    fills_the_week(amara)
    assert seen(samir, "News 2") == 2


def test_what_waits_behind_a_card_is_asked_for_as_it_reads_by_then(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    sends(amara)
    sends(amara, "Gloves are short.")
    passes(network, NEXT_MONDAY)
    label = network.content.words.kindness.show.format(title=WRONG)
    show = samir.messages[-1].buttons[label]

    corrects(amara, 4)
    samir.presses_token(show)

    assert WRONG not in [each.text for each in samir.messages]
    assert seen(samir, RIGHT) == 1


def test_a_home_that_joins_at_night_gets_what_is_current_in_the_morning(
    network: Network, samir: Player, amara: Player
) -> None:
    sends(amara)
    network.clock.at = TONIGHT

    kerry = network.manager("H2", chat="7002", name="Kerry")

    assert seen(kerry, WRONG) == 0
    passes(network, MORNING)
    assert seen(kerry, WRONG) == 1
