"""Whatever the platform answers, every delivery ends: as delivered, failed with a reason, or cancelled."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.deliveries import Lane, Pace, Priority, Wire
from bot.core.errors import Blocked, Rejected, SendError, Throttled, Unreachable
from bot.core.retry import MOST_ATTEMPTS
from bot.db import outbox
from bot.db.database import Database
from bot.db.outbox import Post
from bot.dispatcher import Dispatcher, Station
from tests.support.channels import FakeChannel
from tests.support.clocks import FakeClock
from tests.support.databases import SqliteFiles
from tests.support.lines import Line

SECOND = timedelta(seconds=1)
ANSWERS: list[SendError | Exception | None] = [
    None,
    Throttled("too_many_requests", 3 * SECOND),
    Throttled("ratelimited", 2 * SECOND, whole_lane=False),
    Unreachable("timeout", in_doubt=True),
    Unreachable("refused", in_doubt=False),
    Rejected("chat not found"),
    Blocked("bot was blocked by the user"),
    ValueError("a fault of the channel itself"),
]


@settings(max_examples=15)
@given(
    answers=st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=25),
    chats=st.lists(st.integers(1, 9), min_size=1, max_size=25),
)
def test_every_delivery_ends_whatever_the_platform_answers(
    sqlite_files: SqliteFiles, answers: list[SendError | Exception | None], chats: list[int]
) -> None:
    with sqlite_files.fresh() as database, Line(database, Pace()) as line:
        line.channel.answer = one_after_the_other(answers)
        line.queue(chats)

        line.works_until_all_ended()

        rows = line.rows()
        assert len(rows) == len(chats)
        assert {row["state"] for row in rows} <= {"delivered", "failed"}
        assert all(row["reason"] for row in rows if row["state"] == "failed")
        assert all(row["finished_at"] for row in rows)
        assert line.channel.shortest_gap_in_a_chat() >= SECOND
        for row in rows:
            taken = line.channel.copies[row["payload"]]
            assert taken == (row["state"] == "delivered")


def test_a_platform_that_is_down_is_asked_ever_less_often_and_all_arrives_once_it_is_back(
    line: Line,
) -> None:
    line.queue(range(40))
    back = line.clock.since + timedelta(minutes=4)
    line.channel.answer = lambda _wire: (
        None if line.clock.now() >= back else Unreachable("refused", in_doubt=False)
    )

    line.works_until_all_ended()

    assert line.states() == {"delivered": 40}
    tries = [each for each in line.channel.record if not each.taken]
    assert len(tries) < 40 * MOST_ATTEMPTS
    assert line.channel.taken[-1].at - back < timedelta(minutes=5)


def test_a_fault_of_the_channel_itself_stops_neither_the_lane_nor_the_others(line: Line) -> None:
    line.channel.answer = one_after_the_other([None, None, ValueError("a bug")])
    line.queue(range(10))

    line.works_until_all_ended()

    assert line.states() == {"delivered": 10}
    assert line.channel.copies.total() == 10
    assert [row["payload"] for row in line.rows() if row["in_doubt"]] == ["2 2"]


async def test_in_the_real_time_with_real_threads_all_arrives_in_order(database: Database) -> None:
    clock = FakeClock(datetime.now(UTC))
    channel = FakeChannel(clock, lag=lambda _wire: SECOND / 1000)
    pace = Pace(per_second=0, per_chat=timedelta())
    heard: list[str] = []
    all_heard = asyncio.Event()

    def tried(_channel: str, result: str) -> None:
        heard.append(result)
        if len(heard) == 120:
            all_heard.set()

    stations = [Station(channel, Lane("telegram", number, 2), pace, "one") for number in range(2)]
    dispatchers = [Dispatcher(database, station, clock, tried) for station in stations]
    running = [asyncio.create_task(each.run()) for each in dispatchers]
    for part in range(4):
        with database.write() as connection:
            posts = [Post("telegram", str(chat), f"{part}", Priority.REPLY) for chat in range(30)]
            outbox.queue(connection, posts, clock.now())
        for each in dispatchers:
            each.wake()

    await asyncio.wait_for(all_heard.wait(), 20)
    for each in dispatchers:
        each.end()
    await asyncio.gather(*running)

    assert set(heard) == {"delivered"}
    with database.read() as connection:
        assert outbox.by_state(connection) == {"delivered": 120}
    for chat in range(30):
        got = [each.wire.payload for each in channel.record if each.wire.chat == str(chat)]
        assert got == ["0", "1", "2", "3"]


def one_after_the_other(
    answers: list[SendError | Exception | None],
) -> Callable[[Wire], SendError | Exception | None]:
    """Give each answer once, in turn, and take everything after the last."""
    left = iter(answers)
    return lambda _wire: next(left, None)
