"""Kindness: quiet hours and the week of a home, whoever sends; what waited comes as one card."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.deliveries import Priority
from bot.core.kindness import Kindness
from bot.core.messages import Message
from bot.core.people import HomeId
from bot.core.turn import Say, ToHome
from bot.db.database import Database
from tests.support.clockwork import Clockwork
from tests.support.network import MONDAY, Network, Player, shown

NEXT_MONDAY = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
TONIGHT = MONDAY.replace(hour=22)


@pytest.fixture
def network(database: Database) -> Network:
    """A network that holds to what is shipped: quiet from 20:00 to 07:30, three messages a week."""
    return Network(database, kindness=Kindness())


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def amara(network: Network) -> Player:
    return network.lead("Amara", "coordinators")


def writes(amara: Player, text: str, audience: str = "all", urgent: str = "no") -> None:
    amara.commands("broadcast")
    amara.submits(audience=audience, text=text, urgent=urgent, ack="no")


def sends(amara: Player, text: str, audience: str = "all", urgent: str = "no") -> None:
    writes(amara, text, audience, urgent)
    amara.presses(next(each for each in amara.buttons if each.startswith("Send to")))


def seen(player: Player, text: str) -> int:
    return sum(text in each.text for each in player.messages)


def passes(network: Network, moment: datetime) -> None:
    """Let time pass, with the clock looking at what is due."""
    network.clock.at = moment
    asyncio.run(Clockwork(network).ticks())
    network.clock.at = moment
    network.deliver()


def fills_the_week(amara: Player) -> None:
    for number in range(3):
        sends(amara, f"News {number}")


def test_what_is_sent_in_quiet_hours_comes_when_they_end(
    network: Network, samir: Player, amara: Player
) -> None:
    network.clock.at = TONIGHT
    words = network.content.words.kindness

    writes(amara, "Fit tests are on Friday")
    assert shown(words.quiet.fill(until="Tue 24 Nov 07:30")) in amara.screen
    amara.presses("Send to 1 of 3")
    network.comes("broadcast_progress", "1")

    assert seen(samir, "Fit tests") == 0
    assert shown(words.held_quiet.fill(homes=1, until="Tue 24 Nov 07:30")) in amara.screen
    passes(network, TONIGHT + timedelta(hours=9, minutes=29))
    assert seen(samir, "Fit tests") == 0
    passes(network, TONIGHT + timedelta(hours=9, minutes=30))
    assert seen(samir, "Fit tests") == 1
    passes(network, TONIGHT + timedelta(hours=9, minutes=31))
    assert seen(samir, "Fit tests") == 1


def test_what_is_urgent_comes_at_once_and_counts_nowhere(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    network.clock.at = TONIGHT

    sends(amara, "No water tonight", urgent="yes")

    assert seen(samir, "No water tonight") == 1


def test_a_reply_to_its_own_case_comes_at_once(
    network: Network, samir: Player, amara: Player
) -> None:
    priya = network.lead("Priya", "clinical", user="U9")
    fills_the_week(amara)
    samir.commands("help")
    samir.presses(network.content.categories["medicines"].label)
    samir.says("We are short of one item")
    samir.presses("This week")
    network.clock.at = TONIGHT

    priya.presses(network.content.words.case.claim, room="C0CLINICAL")

    assert "Priya" in samir.screen


def test_the_sender_sees_before_sending_who_has_had_enough(
    network: Network, samir: Player, amara: Player
) -> None:
    network.manager("H2", chat="7002", name="Kerry")
    for number in range(3):
        sends(amara, f"News {number}", "home:H1")

    writes(amara, "News for all")

    over = network.content.words.kindness.over
    assert shown(over.fill(homes=1, messages=4, until="Mon 30 Nov 07:30")) in amara.screen


def test_the_fourth_message_of_a_week_waits_until_monday_and_comes_as_itself(
    network: Network, samir: Player, amara: Player
) -> None:
    kerry = network.manager("H2", chat="7002", name="Kerry")
    for number in range(3):
        sends(amara, f"News {number}", "home:H1")

    sends(amara, "News for all")
    network.comes("broadcast_progress", "4")

    assert (seen(samir, "News for all"), seen(kerry, "News for all")) == (0, 1)
    held = network.content.words.kindness.held_budget
    assert shown(held.fill(homes=1, per_week=3, until="Mon 30 Nov 07:30")) in amara.screen
    passes(network, NEXT_MONDAY - timedelta(minutes=1))
    assert seen(samir, "News for all") == 0
    passes(network, NEXT_MONDAY)
    assert (seen(samir, "News for all"), seen(kerry, "News for all")) == (1, 1)


def test_everything_that_waited_comes_as_one_card_and_each_when_it_is_asked_for(
    network: Network, samir: Player, amara: Player
) -> None:
    words = network.content.words.kindness
    fills_the_week(amara)
    sends(amara, "# Falls\n\nAll about **falls**")
    sends(amara, "Fit tests are on Friday")
    network.comes("round_due", "weekly")
    before = len(samir.messages)

    passes(network, NEXT_MONDAY)

    assert len(samir.messages) == before + 1
    assert words.waited.fill(count=3) in samir.screen
    title = network.content.questionnaires["weekly"].title
    assert samir.buttons == ["Falls", "Fit tests are on Friday", title]
    samir.presses("Falls")
    assert samir.toast == words.shown
    assert "All about falls" in samir.screen
    samir.presses("Falls")
    assert samir.toast == words.here
    assert seen(samir, "All about falls") == 1
    samir.presses(title)
    assert network.content.questionnaires["weekly"].questions[0].text in samir.screen


def test_a_card_of_what_waited_counts_as_one_message_of_its_week(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    for text in ("Held one", "Held two"):
        sends(amara, text)
    passes(network, NEXT_MONDAY)

    for number in range(3):
        sends(amara, f"New {number}")

    assert [seen(samir, f"New {number}") for number in range(3)] == [1, 1, 0]


def test_the_card_comes_once_however_often_the_clock_looks_and_whoever_starts_anew(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    for text in ("Held one", "Held two"):
        sends(amara, text)

    for minutes in range(3):
        network.restarts()
        passes(network, NEXT_MONDAY + timedelta(minutes=minutes))

    assert seen(samir, "Held one") == 1


def test_a_card_that_comes_late_keeps_to_quiet_hours(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    for text in ("Held one", "Held two"):
        sends(amara, text)

    passes(network, NEXT_MONDAY + timedelta(hours=14))
    assert seen(samir, "Held one") == 0
    passes(network, NEXT_MONDAY + timedelta(days=1))
    assert seen(samir, "Held one") == 1


def test_the_sender_sees_that_what_went_in_a_card_has_arrived(
    network: Network, samir: Player, amara: Player
) -> None:
    fills_the_week(amara)
    for text in ("Held one", "Held two"):
        sends(amara, text)
    passes(network, NEXT_MONDAY)

    network.comes("broadcast_progress", "4")

    finished = network.content.words.broadcast.finished
    told = finished.fill(delivered=1, homes=3, failed=0, not_reached=2)
    assert seen(amara, told) >= 1


def test_who_runs_a_home_that_has_had_enough_is_not_reached_for_the_other_either(
    network: Network, samir: Player, amara: Player
) -> None:
    samir.commands("start", network.code_for("H2"))
    samir.presses(network.content.words.join.yes_home)
    for number in range(3):
        sends(amara, f"News {number}", "home:H1")

    sends(amara, "News for all")

    assert seen(samir, "News for all") == 0
    passes(network, NEXT_MONDAY)
    assert seen(samir, "News for all") == 1


def test_nobody_else_can_ask_for_what_waits_for_a_home(
    network: Network, samir: Player, amara: Player
) -> None:
    kerry = network.manager("H2", chat="7002", name="Kerry")
    for number in range(5):
        sends(amara, f"News {number}", "home:H1")
    passes(network, NEXT_MONDAY)

    kerry.presses_token("waited:4:broadcast")

    assert seen(kerry, "News 3") == 0
    assert kerry.toast == network.content.words.kindness.here


def test_a_handler_cannot_say_to_a_home_what_it_did_not_ask_for() -> None:
    for priority in (Priority.REPLY, Priority.URGENT, Priority.BROADCAST):
        with pytest.raises(ValueError, match=str(int(priority))):
            Say(ToHome(HomeId("H1")), Message("x"), priority)
