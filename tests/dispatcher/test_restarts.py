"""Ends and new beginnings: nothing vanishes, little is repeated, and one process at a time does the work."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.deliveries import Pace
from bot.db.leases import LENGTH
from tests.dispatcher.conftest import OpenLine
from tests.support.databases import SqliteFiles
from tests.support.lines import Line

SECOND = timedelta(seconds=1)
FAST = Pace(per_second=50)
moments = st.integers(0, 300).map(lambda hundredths: hundredths * SECOND / 100)


@settings(max_examples=12)
@given(kills=st.lists(moments, min_size=1, max_size=3), can_look_up=st.booleans())
def test_whenever_processes_are_killed_all_arrive_and_at_most_a_window_each_is_repeated(
    sqlite_files: SqliteFiles, kills: list[timedelta], can_look_up: bool
) -> None:
    with sqlite_files.fresh() as database, Line(database, FAST) as line:
        line.channel.can_look_up = can_look_up
        line.channel.lag = lambda wire: SECOND * (int(wire.chat) % 8) / 10
        line.queue(range(120))

        for number, alive in enumerate(kills):
            # Those who come after a kill first wait until the lease of the dead one has run out.
            line.works_for(LENGTH * bool(number) + alive, f"process {number}")
        line.works_until_all_ended("the last")

        assert line.states() == {"delivered": 120}
        copies = line.channel.copies
        repeats = copies.total() - 120
        doubtful = {row["payload"] for row in line.rows() if row["in_doubt"]}
        assert len(copies) == 120
        assert {payload for payload, times in copies.items() if times > 1} <= doubtful
        assert max(repeats, len(doubtful)) <= FAST.window * len(kills)
        assert not (can_look_up and repeats)
        assert line.channel.most_within(SECOND) <= 50


def test_a_kill_in_the_middle_leaves_what_was_on_the_wire_in_doubt(line: Line) -> None:
    line.channel.lag = lambda _wire: 2 * SECOND
    line.queue(range(50))
    line.works_for(SECOND)
    assert line.states() == {"on_wire": 10, "queued": 40}

    line.works_until_all_ended("another")

    assert line.states() == {"delivered": 50}
    assert line.channel.copies.total() == 60
    assert sum(row["in_doubt"] for row in line.rows()) == 10


def test_where_the_platform_can_be_asked_nothing_is_repeated(line: Line) -> None:
    line.channel.can_look_up = True
    line.channel.lag = lambda _wire: 2 * SECOND
    line.queue(range(50))
    line.works_for(SECOND)

    line.works_until_all_ended("another")

    assert line.states() == {"delivered": 50}
    assert set(line.channel.copies.values()) == {1}


def test_at_an_orderly_end_what_is_on_the_wire_is_heard_and_the_next_goes_on_at_the_same_pace(
    line: Line,
) -> None:
    line.queue(range(60))

    async def story() -> None:
        await line.clock.sleep(SECOND)
        await line.ends()
        assert "on_wire" not in line.states()

    line.works(story)
    line.works_until_all_ended()

    assert set(line.channel.copies.values()) == {1}
    assert sum(row["in_doubt"] for row in line.rows()) == 0
    assert line.channel.most_within(SECOND) <= 30


def test_of_two_processes_one_works_and_the_other_takes_over_within_fifteen_seconds(
    open_line: OpenLine,
) -> None:
    line = open_line(Pace())
    line.queue(range(300))

    line.works_for(3 * SECOND, "one", "two")
    sent = len(line.channel.record)
    assert set(line.channel.copies.values()) == {1}
    assert 80 <= sent <= 91

    killed_at = line.clock.since
    line.works(lambda: line.until(lambda: len(line.channel.record) > sent), "two")
    assert line.channel.record[sent].at - killed_at <= 15 * SECOND

    line.works_until_all_ended("two")
    assert line.states() == {"delivered": 300}
    assert line.channel.copies.total() <= 310


@pytest.mark.parametrize("owners", [("one", "two", "three")])
def test_many_processes_keep_one_pace(line: Line, owners: tuple[str, ...]) -> None:
    line.queue(range(120))

    line.works_until_all_ended(*owners)

    assert set(line.channel.copies.values()) == {1}
    assert line.channel.most_within(SECOND) <= 30
