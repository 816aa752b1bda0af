"""Sending again and again, in both channels: how often, on bank holidays, until when; changed and ended."""

from datetime import UTC, datetime

import pytest

from bot.db import broadcasts, planned
from tests.support.network import Network, Player
from tests.support.planning import SHOWN, copies, fills, lead_in, repeats, schedules


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture(params=["slack", "telegram"])
def amara(request: pytest.FixtureRequest, network: Network, samir: Player) -> Player:
    return lead_in(network, request.param)


def states(network: Network) -> list[str]:
    with network.database.read() as connection:
        numbers = (broadcasts.broadcast(connection, number) for number in range(1, 9))
        return [each.state.value for each in numbers if each]


def told(lead: Player) -> list[str]:
    return [*lead.faults.values(), *(each.text for each in lead.messages)]


@pytest.mark.parametrize(
    ("opens", "first"),
    [
        ("every Monday 09:30", "Goes out every Monday 09:30, next on Monday 30 November 09:30,"),
        (
            "first Monday of the month 09:30",
            "Goes out first Monday of the month 09:30, next on Monday 7 December 09:30,",
        ),
        ("every day 08:00", "Goes out every day 08:00, next on Tuesday 24 November 08:00,"),
    ],
)
def test_it_is_confirmed_with_its_next_day_and_goes_to_nobody_yet(
    network: Network, amara: Player, samir: Player, opens: str, first: str
) -> None:
    repeats(amara, opens, "before", until="20 December 2027")

    assert amara.screen.startswith(f"{first} to 1 of 3 homes (all).")
    assert network.content.words.schedule.on_before in amara.screen
    assert "The last day is Monday 20 December 2027." in amara.screen
    assert amara.buttons == ["Change when", "Send it today as well", "Do not send"]
    assert states(network) == ["repeating"]
    assert copies(samir) == 0


@pytest.mark.parametrize(
    ("opens", "until", "fault"),
    [
        ("Mondays", "", "not_a_recurrence"),
        ("fifth Monday of the month 09:30", "", "not_a_recurrence"),
        ("every Monday 09:30", "whenever", "not_a_date"),
        ("every Monday 09:30", "24 November 2026", "never"),
        ("every Monday 09:30", "1 May 2020", "never"),
    ],
)
def test_what_cannot_be_kept_gets_one_sentence_and_changes_nothing(
    network: Network, amara: Player, opens: str, until: str, fault: str
) -> None:
    repeats(amara, opens, until=until)

    assert getattr(network.content.words.schedule, fault) in told(amara)
    assert states(network) == ["draft"]


def test_it_stands_in_the_list_among_what_goes_out_once(network: Network, amara: Player) -> None:
    repeats(amara, "every Monday 09:30", text="Weekly")
    schedules(amara, "1 December 09:30", text="Once")

    amara.commands("scheduled")

    assert amara.screen.splitlines()[1:] == [
        "Monday 30 November 09:30, and every Monday 09:30: Weekly (all), by Amara",
        "Tuesday 1 December 09:30: Once (all), by Amara",
    ]


def test_changed_it_goes_out_by_the_new_rule_from_now_on(network: Network, amara: Player) -> None:
    repeats(amara, "every Monday 09:30")

    amara.presses("Change when")
    fills(amara, "repeat", opens="every Wednesday 10:00", on_holidays="skip")

    assert amara.screen == f"Amara has changed when this goes out to every Wednesday 10:00: {SHOWN}"
    assert any("next on Wednesday 25 November 10:00" in each.text for each in amara.messages)
    assert not any("every Monday 09:30, next" in each.text for each in amara.messages)
    with network.database.read() as connection:
        kept = planned.recurring_numbered(connection, 1)
    assert kept
    assert (kept.opens, kept.on_holidays) == ("every Wednesday 10:00", "skip")


def test_ended_it_goes_out_no_more(network: Network, amara: Player, samir: Player) -> None:
    repeats(amara, "every Monday 09:30")
    amara.presses("Do not send")
    amara.presses("Yes, do not send it")

    network.clock.at = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
    network.comes("recurring_due", "1.2026-11-30")

    assert states(network) == ["cancelled"]
    assert copies(samir) == 0


def test_sent_today_as_well_it_goes_out_once_today_and_goes_on(
    network: Network, amara: Player, samir: Player
) -> None:
    repeats(amara, "every day 17:00")

    amara.presses("Send it today as well")
    amara.presses_token("now:1")

    assert amara.toast == network.content.words.schedule.today_already
    assert copies(samir) == 1
    assert states(network) == ["repeating", "sending"]
    network.comes("recurring_due", "1.2026-11-23")
    assert copies(samir) == 1
    network.comes("recurring_due", "1.2026-11-24")
    assert copies(samir) == 2


@pytest.mark.parametrize("about", ["", "1", "1.", "1.soon", "x.2026-11-30", "9.2026-11-30"])
def test_a_moment_that_is_of_no_pattern_makes_nothing(
    network: Network, amara: Player, about: str
) -> None:
    repeats(amara, "every Monday 09:30")

    network.comes("recurring_due", about)

    assert states(network) == ["repeating"]
