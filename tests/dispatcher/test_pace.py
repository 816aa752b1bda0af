"""How fast a lane goes: never faster than the platform allows, and never slower than it must."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.deliveries import Pace, Priority, Wire
from bot.core.errors import SendError, Throttled
from bot.db.database import Database
from tests.dispatcher.conftest import OpenLine
from tests.support.lines import Line

SECOND = timedelta(seconds=1)
NO_LIMIT = Pace(per_second=0, per_chat=timedelta())


@pytest.mark.parametrize("per_second", [1, 30, 100, 1000])
def test_no_second_sees_more_messages_than_are_allowed(
    open_line: OpenLine, per_second: int
) -> None:
    line = open_line(Pace(per_second=per_second, window=100))
    messages = 3 * per_second
    line.queue(range(messages))

    line.works_until_all_ended()

    assert line.states() == {"delivered": messages}
    assert line.channel.most_within(SECOND) <= per_second
    took = line.channel.record[-1].at - line.channel.record[0].at
    assert took < 3.3 * SECOND


def test_a_chat_has_a_second_of_rest_between_two_messages(line: Line) -> None:
    line.queue([chat for _ in range(8) for chat in ("1", "2", "3")])

    line.works_until_all_ended()

    assert line.states() == {"delivered": 24}
    assert line.channel.shortest_gap_in_a_chat() >= SECOND
    assert line.channel.record[-1].at - line.channel.record[0].at < 10 * SECOND


def test_at_most_a_window_is_on_the_wire_however_slow_the_platform(open_line: OpenLine) -> None:
    line = open_line(NO_LIMIT)
    line.channel.lag = lambda _wire: 2 * SECOND
    line.queue(range(95))

    line.works_until_all_ended()

    assert line.states() == {"delivered": 95}
    assert line.channel.most_at_once == line.pace.window


def test_some_that_hang_do_not_hold_up_the_others(open_line: OpenLine) -> None:
    line = open_line(NO_LIMIT)
    line.channel.lag = lambda wire: 60 * SECOND if int(wire.chat) < 9 else SECOND / 20
    line.queue(range(109))

    line.works_until_all_ended()

    others = [each.at for each in line.channel.record if int(each.wire.chat) >= 9]
    assert len(others) == 100
    assert others[-1] - others[0] < 12 * SECOND


@pytest.mark.parametrize("asked", [1, 7, 35])
def test_a_pause_that_the_platform_asks_for_is_kept_exactly(line: Line, asked: int) -> None:
    lag = SECOND / 20
    line.channel.answer = throttles_once(line, after=20, length=asked * SECOND)
    line.queue(range(60))

    line.works_until_all_ended()

    assert line.states() == {"delivered": 60}
    refusal = next(each for each in line.channel.record if not each.taken)
    heard = refusal.at + lag
    later = [each.at for each in line.channel.record if each.at > heard]
    assert asked * SECOND <= later[0] - heard <= asked * SECOND + SECOND / 2


@pytest.mark.parametrize("killed", [True, False])
def test_a_pause_outlives_the_process_that_was_asked_for_it(line: Line, killed: bool) -> None:
    line.channel.answer = throttles_once(line, after=5, length=30 * SECOND)
    line.queue(range(30))

    def refused() -> bool:
        return any(not each.taken for each in line.channel.record)

    async def story() -> None:
        await line.until(refused, SECOND / 100)
        if killed:
            await line.clock.sleep(SECOND)
        else:
            await line.ends()

    line.works(story)
    stopped_at = line.clock.since
    line.works_until_all_ended()

    later = [each.at for each in line.channel.record if each.at >= stopped_at]
    assert later[0] - stopped_at >= 28 * SECOND
    assert line.states() == {"delivered": 30}


def test_a_pause_is_for_every_lane_of_the_channel(database: Database) -> None:
    pace = Pace(per_second=15)
    with Line(database, pace, 0, 2) as line, Line(database, pace, 1, 2) as other:
        line.channel.answer = throttles_once(line, after=5, length=30 * SECOND)
        line.queue(range(60))
        line.works_for(SECOND)
        other.clock.since = line.clock.since

        other.works_for(28 * SECOND)
        assert other.channel.record == []
        other.works_for(3 * SECOND)
        assert other.channel.record != []


def test_where_the_platform_asks_for_one_chat_only_that_chat_waits(line: Line) -> None:
    line.channel.answer = throttles_once(line, after=5, length=30 * SECOND, whole_lane=False)
    line.queue(range(60))

    line.works_until_all_ended()

    moments = [each.at for each in line.channel.taken]
    assert moments[-2] - moments[0] < 3 * SECOND
    assert moments[-1] - moments[0] > 30 * SECOND


@pytest.mark.parametrize("priority", [Priority.REPLY, Priority.ESCALATION, Priority.URGENT])
def test_what_is_more_urgent_takes_the_next_free_slot(line: Line, priority: Priority) -> None:
    line.queue(range(300))

    async def story() -> None:
        await line.clock.sleep(4.003 * SECOND)
        queued_at = line.clock.now()
        line.queue(["urgent"], priority)
        await line.clock.sleep(SECOND)
        after = [each.wire.chat for each in line.channel.record if each.at > queued_at]
        assert after.index("urgent") <= 1

    line.works(story)


def test_work_that_comes_while_there_is_none_is_found_soon(line: Line) -> None:
    async def story() -> None:
        await line.clock.sleep(60 * SECOND)
        line.queue(["1"])
        queued_at = line.clock.now()
        await line.until(line.all_ended)
        assert line.channel.record[0].at - queued_at < SECOND / 2

    line.works(story)


def throttles_once(
    line: Line, *, after: int, length: timedelta, whole_lane: bool = True
) -> Callable[[Wire], SendError | None]:
    """Refuse one message, the first after so many, and ask for a pause."""

    def answer(_wire: Wire) -> SendError | None:
        if len(line.channel.record) != after:
            return None
        return Throttled("too_many_requests", length, whole_lane=whole_lane)

    return answer
