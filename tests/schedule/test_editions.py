"""Drafts that make themselves: at their local time, once however many processes run, in both halves of the year."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.schedule import STALE_ISSUE
from tests.support.clockwork import Clockwork
from tests.support.network import LONDON, Network
from tests.support.newsletters import CLOSES_AT, EDITORS, SENDS_AT, Newsroom, puts_in
from tests.support.tables import everything

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)


@pytest.fixture
def newsroom(network: Network) -> Newsroom:
    return Newsroom(network)


def issues(network: Network, edition: str = "weekly") -> list[str]:
    """Return the closings of which there is a draft."""
    rows = everything(network.database)["broadcasts"]
    return [each["issue"] for each in rows if each["edition"] == edition]


async def test_the_draft_is_made_at_its_time_once_and_not_before(
    network: Network, newsroom: Newsroom, clockwork: Clockwork, second: Clockwork
) -> None:
    puts_in(newsroom.amara)
    network.clock.at = CLOSES_AT - SECOND
    await clockwork.ticks(1)
    assert issues(network) == []
    for _ in range(3):
        await asyncio.gather(
            clockwork.schedule.tick(clockwork.submit), second.schedule.tick(second.submit)
        )
        network.clock.at += SECOND

    assert issues(network) == ["2026-11-26"]
    assert len(network.room("slack", EDITORS).messages) == 0
    network.deliver()
    assert len(network.room("slack", EDITORS).messages) == 2


async def test_what_was_approved_goes_out_at_its_moment_and_what_was_not_does_not(
    network: Network, newsroom: Newsroom, clockwork: Clockwork
) -> None:
    puts_in(newsroom.amara, "Flu jabs")
    network.clock.at = CLOSES_AT
    await clockwork.ticks(1)
    network.deliver()
    newsroom.asks()
    network.clock.at = SENDS_AT
    await clockwork.ticks(2)
    assert newsroom.issue().state.value == "draft"
    network.deliver()
    newsroom.asks()
    newsroom.approves()
    network.deliver()

    assert sum("About Flu jabs." in each.text for each in newsroom.samir.messages) == 1


async def test_nothing_of_it_is_lost_when_the_process_ends_in_between(
    network: Network, newsroom: Newsroom, clockwork: Clockwork
) -> None:
    puts_in(newsroom.amara, "Flu jabs")
    network.clock.at = CLOSES_AT + HOUR
    clockwork.restarts()
    await clockwork.ticks(1)
    network.deliver()
    newsroom.asks()
    newsroom.approves()
    network.clock.at = SENDS_AT
    clockwork.restarts()
    await clockwork.ticks(2)
    network.deliver()

    assert sum("About Flu jabs." in each.text for each in newsroom.samir.messages) == 1


async def test_an_approved_issue_whose_moment_passed_too_long_ago_asks_a_person(
    network: Network, newsroom: Newsroom, clockwork: Clockwork
) -> None:
    newsroom.draft("Flu jabs")
    newsroom.asks()
    newsroom.approves()
    network.clock.at = SENDS_AT + 3 * HOUR
    await clockwork.ticks(2)
    network.deliver()

    assert newsroom.issue().state.value == "stale"
    assert not any("About Flu jabs." in each.text for each in newsroom.samir.messages)


async def test_a_draft_that_was_missed_too_long_ago_is_not_made_late(
    network: Network, newsroom: Newsroom, clockwork: Clockwork
) -> None:
    puts_in(newsroom.amara)
    network.clock.at = CLOSES_AT + STALE_ISSUE + MINUTE
    await clockwork.ticks(1)
    assert issues(network) == []
    network.clock.at = CLOSES_AT + 7 * DAY
    await clockwork.ticks(1)

    assert issues(network) == ["2026-12-03"]


@pytest.mark.parametrize(
    ("after", "day", "hour"),
    [
        (datetime(2027, 3, 24, 13, tzinfo=UTC), date(2027, 3, 25), 12),
        # Summer time has begun: noon in London is eleven o'clock.
        (datetime(2027, 3, 31, 13, tzinfo=UTC), date(2027, 4, 1), 11),
        (datetime(2027, 10, 27, 13, tzinfo=UTC), date(2027, 10, 28), 11),
        (datetime(2027, 11, 3, 13, tzinfo=UTC), date(2027, 11, 4), 12),
    ],
)
async def test_it_stays_at_its_local_time_when_the_clocks_change(
    network: Network,
    newsroom: Newsroom,
    clockwork: Clockwork,
    after: datetime,
    day: date,
    hour: int,
) -> None:
    puts_in(newsroom.amara)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    network.clock.at = after
    await clockwork.ticks_until(moment - SECOND, HOUR)
    assert str(day) not in issues(network)
    network.clock.at = moment
    await clockwork.ticks(1)

    assert issues(network) == [str(day)]


async def test_one_of_a_bank_holiday_is_made_and_sent_on_working_days(
    network: Network, newsroom: Newsroom, clockwork: Clockwork
) -> None:
    # Christmas Day 2026 is a Friday: the issue that closes the day before goes out after Boxing Day.
    puts_in(newsroom.amara)
    network.clock.at = datetime(2026, 12, 24, 12, tzinfo=UTC)
    await clockwork.ticks(1)
    network.deliver()
    number = len(everything(network.database)["broadcasts"])
    newsroom.asks()
    newsroom.approves()
    send_at = newsroom.issue(number).send_at

    assert issues(network)[-1] == "2026-12-24"
    assert send_at is not None
    assert send_at.astimezone(LONDON).strftime("%A %d %B %H:%M") == "Tuesday 29 December 09:00"
