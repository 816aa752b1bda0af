"""A round opens at its local time, once: however many processes tick, whatever stopped, whatever the clocks do."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.definitions import Content
from bot.schedule import STALE
from tests.support.clockwork import LONDON, Clockwork
from tests.support.databases import ON_SQLITE, SqliteFiles
from tests.support.network import MONDAY, Network
from tests.support.tables import everything

# The weekly check-in opens on Mondays at 09:30; in November London has UTC.
DUE = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECOND, MINUTE, HOUR, WEEK = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(weeks=1),
)


def opened(network: Network) -> list[datetime]:
    """Return the moments at which rounds opened."""
    return [each["opened_at"] for each in everything(network.database)["rounds"]]


def opening(content: Content, words: str) -> Content:
    """Return the content with another time for the weekly check-in."""
    weekly = replace(content.questionnaires["weekly"], opens=words)
    return replace(content, questionnaires={**content.questionnaires, "weekly": weekly})


async def test_it_opens_at_its_time_once_and_every_home_is_asked(
    network: Network, clockwork: Clockwork
) -> None:
    samir = network.manager("H1")
    network.clock.at = DUE - 3 * SECOND
    await clockwork.ticks(10)
    network.deliver()

    assert opened(network) == [DUE]
    assert network.content.questionnaires["weekly"].questions[0].text in samir.screen


async def test_it_opens_again_in_the_next_week(network: Network, clockwork: Clockwork) -> None:
    for due in (DUE, DUE + WEEK):
        network.clock.at = due - MINUTE
        await clockwork.ticks_until(due + HOUR, 10 * MINUTE)

    assert opened(network) == [DUE + 9 * MINUTE, DUE + WEEK + 9 * MINUTE]


@pytest.mark.parametrize(
    ("missed", "opens"), [(STALE - SECOND, True), (STALE, True), (STALE + SECOND, False)]
)
async def test_what_was_missed_while_nothing_ran_is_made_up_for_unless_it_is_stale(
    network: Network, clockwork: Clockwork, missed: timedelta, opens: bool
) -> None:
    network.clock.at = DUE + missed
    await clockwork.ticks(3)

    assert opened(network) == [DUE + missed] * opens


async def test_after_a_restart_it_is_not_opened_again(
    network: Network, clockwork: Clockwork
) -> None:
    network.clock.at = DUE
    for _ in range(4):
        await clockwork.ticks(2)
        clockwork.restarts()

    assert opened(network) == [DUE]
    assert clockwork.submitted.count("round_due:weekly:2026-11-23") == 1


async def test_two_processes_that_tick_at_the_same_moments_open_it_once(
    network: Network, clockwork: Clockwork, second: Clockwork
) -> None:
    network.clock.at = DUE - 5 * SECOND
    for _ in range(20):
        await asyncio.gather(
            clockwork.schedule.tick(clockwork.submit), second.schedule.tick(second.submit)
        )
        network.clock.at += SECOND

    assert opened(network) == [DUE]
    assert [] in (clockwork.submitted, second.submitted), "one of them has the clock"


async def test_who_had_the_clock_is_followed_within_fifteen_seconds(
    network: Network, clockwork: Clockwork, second: Clockwork
) -> None:
    network.clock.at = DUE - 30 * SECOND
    for _ in range(25):
        await clockwork.ticks(1, timedelta())
        await second.ticks(1)
    # Killed five seconds before the round is due.
    await second.ticks(40)

    (moment,) = opened(network)
    assert moment - DUE <= 10 * SECOND
    assert not any(each.startswith("round_due") for each in clockwork.submitted)


async def test_who_gets_the_clock_back_opens_nothing_again(
    network: Network, clockwork: Clockwork, second: Clockwork
) -> None:
    network.clock.at = DUE
    for process in (clockwork, second, clockwork, second):
        await process.ticks(5)
        network.clock.at += MINUTE

    assert opened(network) == [DUE]


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "first", "moments"),
    [
        # The clocks go back at 02:00 on the 25th: 01:30 comes twice, and the first counts.
        (
            "every day 01:30",
            date(2026, 10, 24),
            ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"],
        ),
        # The clocks go forward at 01:00 on the 28th: 01:30 never comes, and the first moment after it counts.
        (
            "every day 01:30",
            date(2027, 3, 27),
            ["2027-03-27T01:30", "2027-03-28T01:00", "2027-03-29T00:30"],
        ),
        (
            "every day 23:30",
            date(2026, 10, 24),
            ["2026-10-24T22:30", "2026-10-25T23:30", "2026-10-26T23:30"],
        ),
        ("Monday 09:30", date(2026, 10, 18), ["2026-10-19T08:30"]),
        ("Monday 09:30", date(2026, 10, 25), ["2026-10-26T09:30"]),
    ],
)
async def test_it_stays_at_its_local_time_over_both_changes_of_the_clocks(
    network: Network, words: str, first: date, moments: list[str]
) -> None:
    clockwork = Clockwork(network, content=opening(network.content, words))
    midnight = datetime(first.year, first.month, first.day, tzinfo=LONDON)
    end = (midnight + timedelta(days=3)).astimezone(UTC)  # by the clock on the wall
    network.clock.at = midnight.astimezone(UTC)
    # What fell due on the evening before is not of these days.
    await clockwork.ticks(1, timedelta())
    before = len(opened(network))
    await clockwork.ticks_until(end - MINUTE, 30 * MINUTE)

    assert [each.strftime("%Y-%m-%dT%H:%M") for each in opened(network)[before:]] == moments


async def test_a_time_that_was_edited_on_the_day_opens_nothing_twice(
    network: Network, clockwork: Clockwork
) -> None:
    network.clock.at = DUE
    await clockwork.ticks(2)
    clockwork.restarts(opening(network.content, "Monday 11:00"))
    await clockwork.ticks_until(DUE + 3 * HOUR, 10 * MINUTE)

    assert opened(network) == [DUE]


async def test_a_round_that_is_open_already_is_followed_by_the_one_that_is_due(
    network: Network, clockwork: Clockwork
) -> None:
    """Also where its file was edited while it was open."""
    network.clock.at = DUE - 2 * HOUR
    network.comes("round_due", "weekly")
    weekly = network.content.questionnaires["weekly"]
    shorter = replace(weekly, title="Short check-in", questions=weekly.questions[:1])
    clockwork.restarts(
        replace(
            network.content, questionnaires={**network.content.questionnaires, "weekly": shorter}
        )
    )
    await clockwork.ticks_until(DUE + HOUR, 10 * MINUTE)

    first, second = everything(network.database)["rounds"]
    assert (first["closed_at"], second["opened_at"]) == (DUE, DUE)
    assert second["closed_at"] is None


async def test_a_check_in_whose_file_is_gone_while_a_round_is_open_stops_nothing_else(
    network: Network, clockwork: Clockwork
) -> None:
    daily = replace(network.content.questionnaires["weekly"], id="daily", opens="every day 09:40")
    both = {**network.content.questionnaires, "daily": daily}
    clockwork.restarts(replace(network.content, questionnaires=both))
    network.clock.at = DUE
    await clockwork.ticks(2)

    clockwork.restarts(replace(network.content, questionnaires={"daily": daily}))
    network.engine = clockwork.engine
    await clockwork.ticks_until(DUE + HOUR, 10 * MINUTE)
    samir = network.manager("H1")
    samir.commands("checkin")

    assert [each["questionnaire_id"] for each in everything(network.database)["rounds"]] == [
        "weekly",
        "daily",
    ]
    assert daily.questions[0].text in samir.screen
    samir.presses_token("answer:1:week:well")
    assert samir.toast == network.content.words.common.stale_button


# A process ticks for a while, or nothing does; then it, or another one, goes on.
STRETCHES = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "restart", "nobody"]),
        st.integers(1, 5),
        st.integers(1, 9 * 60).map(lambda minutes: minutes * MINUTE),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=25)
@given(stretches=STRETCHES)
def test_however_processes_come_and_go_each_date_opens_at_most_once_and_none_is_missed_in_time(
    sqlite_files: SqliteFiles, stretches: list[tuple[str, int, timedelta]]
) -> None:
    with sqlite_files.fresh() as database:
        network = Network(database)
        content = opening(network.content, "every day 09:30")
        processes = {name: Clockwork(network, name, content=content) for name in ("one", "two")}
        looked: list[datetime] = []

        async def story() -> None:
            for who, times, step in stretches:
                if who == "restart":
                    processes["one"].restarts()
                if who == "nobody":
                    network.clock.at += times * step
                    continue
                process = processes.get(who, processes["one"])
                for _ in range(times):
                    # A lease that somebody else held has run out by the next step.
                    looked.append(network.clock.at)
                    await process.ticks(1, step)

        network.clock.at = MONDAY
        asyncio.run(story())

        days = [each.astimezone(LONDON).date() for each in opened(network)]
        assert len(days) == len(set(days))
        for day in {each.astimezone(LONDON).date() for each in looked}:
            due = datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON)
            in_time = any(due <= each <= due + STALE for each in looked)
            assert (day in days) == in_time
