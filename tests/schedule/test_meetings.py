"""Meetings by the clock: the lead's card when homes have been asked, and the reminder on the day before, once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.db import meetings
from tests.support.clockwork import Clockwork
from tests.support.meetings import FORM, STARTS_AT, Meetings
from tests.support.network import LONDON, Network, Player

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def plan(network: Network) -> Meetings:
    return Meetings(network)


def reminders(network: Network, player: Player) -> int:
    network.deliver()
    return sum(each.text.startswith("Reminder") for each in player.messages)


def asked(plan: Meetings, **changes: str) -> list[Player]:
    """Return three managers: one comes, one may, one waits for nothing and says nothing."""
    homes = plan.managers()
    plan.asks(**changes)
    homes[0].presses(plan.words.coming)
    homes[1].presses(plan.words.maybe)
    return homes


def remind_at(network: Network, starts_at: datetime) -> datetime:
    day = starts_at.astimezone(LONDON).date() - DAY
    return datetime.combine(day, network.content.meetings.remind, LONDON)


async def test_the_lead_gets_the_card_as_soon_as_homes_were_asked_and_once(
    network: Network, clockwork: Clockwork, second: Clockwork, plan: Meetings
) -> None:
    plan.managers(1)
    plan.plans()
    plan.lead.presses("Send to 1 of 3")
    for _ in range(3):
        await asyncio.gather(
            clockwork.schedule.tick(clockwork.submit), second.schedule.tick(second.submit)
        )
        network.clock.at += MINUTE
    clockwork.restarts()
    await clockwork.ticks(3)
    network.deliver()

    numbers = plan.lead_words.numbers.format(coming=0, maybe=0, not_coming=0, silent=3, homes=3)
    assert sum(numbers in each.text for each in plan.lead.messages) == 1


@pytest.mark.parametrize(
    ("now", "when"),
    [
        (None, FORM["when"]),
        # The clocks go forward in the night between, then back.
        (datetime(2027, 3, 20, 10, tzinfo=UTC), "Sunday 28 March 2027 10:00"),
        (datetime(2027, 3, 20, 10, tzinfo=UTC), "Monday 29 March 2027 10:00"),
        (datetime(2027, 10, 20, 10, tzinfo=UTC), "Sunday 31 October 2027 10:00"),
        (datetime(2027, 10, 20, 10, tzinfo=UTC), "Monday 1 November 2027 10:00"),
    ],
)
async def test_who_comes_or_may_come_is_reminded_on_the_day_before_at_the_local_time_once(
    network: Network,
    clockwork: Clockwork,
    second: Clockwork,
    plan: Meetings,
    now: datetime | None,
    when: str,
) -> None:
    network.clock.at = now or network.clock.at
    samir, kerry, tom = asked(plan, when=when)
    with network.database.read() as connection:
        meeting = meetings.numbered(connection, 1)
    assert meeting
    due = remind_at(network, meeting.plan.starts_at)
    assert due.astimezone(LONDON).timetz().replace(tzinfo=None) == network.content.meetings.remind

    network.clock.at = due.astimezone(UTC) - MINUTE
    await clockwork.ticks(2, MINUTE / 4)
    assert reminders(network, samir) == 0
    network.clock.at = due.astimezone(UTC)
    for _ in range(4):
        await asyncio.gather(
            clockwork.schedule.tick(clockwork.submit), second.schedule.tick(second.submit)
        )
        network.clock.at += HOUR
        clockwork.restarts()

    assert [reminders(network, each) for each in (samir, kerry, tom)] == [1, 1, 0]
    await clockwork.ticks_until(meeting.plan.ends_at, HOUR)
    assert [reminders(network, each) for each in (samir, kerry, tom)] == [1, 1, 0]


async def test_what_was_due_while_nothing_ran_is_made_up_for_but_not_once_it_has_begun(
    network: Network, clockwork: Clockwork, plan: Meetings
) -> None:
    samir, *_ = asked(plan)
    network.clock.at = STARTS_AT.astimezone(UTC) - HOUR
    await clockwork.ticks(2)
    assert reminders(network, samir) == 1

    plan.asks(when="Tuesday 15 December 2026 14:00")
    samir.presses(plan.words.coming)
    network.clock.at = STARTS_AT.astimezone(UTC) + 7 * DAY
    await clockwork.ticks(2)
    assert reminders(network, samir) == 1


async def test_one_that_was_called_off_reminds_nobody(
    network: Network, clockwork: Clockwork, plan: Meetings
) -> None:
    samir, *_ = asked(plan)
    plan.lead.presses(plan.lead_words.off_button)
    plan.lead.submits(reason="The trainer is ill.")
    network.clock.at = remind_at(network, STARTS_AT).astimezone(UTC)
    await clockwork.ticks(3)

    assert reminders(network, samir) == 0


async def test_one_that_moves_reminds_on_its_new_day_also_where_it_has_reminded_before(
    network: Network, clockwork: Clockwork, plan: Meetings
) -> None:
    samir, *_ = asked(plan)
    network.clock.at = remind_at(network, STARTS_AT).astimezone(UTC)
    await clockwork.ticks(2)
    assert reminders(network, samir) == 1
    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(when="Tuesday 15 December 2026 14:00")
    await clockwork.ticks_until(STARTS_AT.astimezone(UTC) + 7 * DAY, HOUR)

    assert reminders(network, samir) == 2


async def test_who_has_just_heard_of_it_is_not_reminded_at_once(
    network: Network, clockwork: Clockwork, plan: Meetings
) -> None:
    network.clock.at = STARTS_AT.astimezone(UTC) - 20 * HOUR
    samir, kerry, _ = asked(plan)
    await clockwork.ticks(3)
    assert reminders(network, samir) == 0
    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(where="Library")
    await clockwork.ticks(3)

    assert [reminders(network, each) for each in (samir, kerry)] == [0, 0]
