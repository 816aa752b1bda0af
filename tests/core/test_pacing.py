"""The pace of a lane: never above what is allowed, whatever comes between, and hardly below it."""

import itertools
from bisect import bisect_left
from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.deliveries import Pace
from bot.core.pacing import Pacer
from tests.support.clocks import MONDAY

SECOND = timedelta(seconds=1)
RATES = st.one_of(st.integers(1, 2000).map(float), st.floats(0.05, 60), st.floats(60, 2000))
# How long the lane does something else before it looks again, in microseconds: mostly a moment, now and then long.
WAITS = st.lists(st.integers(0, 30_000) | st.integers(0, 3_000_000), min_size=5, max_size=200).map(
    lambda waits: [timedelta(microseconds=each) for each in waits]
)


def most_in_a_second(moments: list[timedelta]) -> int:
    """Return how many there are at most in any second, its end not counted."""
    ends = (bisect_left(moments, start + SECOND) for start in moments)
    return max((end - place for place, end in enumerate(ends)), default=0)


def leaves(pacer: Pacer, waits: list[timedelta], most: int) -> list[timedelta]:
    """Return when messages left: at every look as many as may, but never more than wait."""
    at, left = timedelta(), []
    for wait in waits:
        at += wait
        for _ in range(min(pacer.slots(MONDAY + at), most)):
            pacer.left("1", MONDAY + at, adds=True)
            left.append(at)
    return left


@given(rate=RATES, waits=WAITS, most=st.integers(1, 50))
@example(7.5, [SECOND / 500] * 1000, 1)  # a lane of four at thirty a second
@example(1000.0, [SECOND / 1000] * 3000, 50)
@example(30.0, [SECOND / 200] * 600, 10)
def test_no_second_sees_more_than_is_allowed(
    rate: float, waits: list[timedelta], most: int
) -> None:
    left = leaves(Pacer(Pace(rate)), waits, most)

    assert most_in_a_second(left) <= max(rate, 1)


@given(rate=st.floats(0.05, 1), waits=WAITS)
def test_below_one_a_second_the_next_waits_for_its_share(
    rate: float, waits: list[timedelta]
) -> None:
    left = leaves(Pacer(Pace(rate)), waits, 1)

    assert all(after - before >= SECOND / rate for before, after in itertools.pairwise(left))


@given(lanes=st.integers(1, 8), rate=st.integers(8, 120))
def test_the_lanes_of_one_account_keep_its_rate_together(lanes: int, rate: int) -> None:
    looks = [SECOND / 300] * 900
    left = sorted(
        moment for _ in range(lanes) for moment in leaves(Pacer(Pace(rate / lanes)), looks, 9)
    )

    assert most_in_a_second(left) <= rate


@given(rate=st.integers(1, 300))
def test_a_lane_that_is_always_looked_at_gets_nearly_all_that_is_allowed(rate: int) -> None:
    seconds = 10
    looks = [SECOND / 1000] * (1000 * seconds)

    left = leaves(Pacer(Pace(rate)), looks, 50)

    assert len(left) >= 0.9 * rate * seconds


@given(length=st.integers(1, 10_000_000), before=st.integers(0, 40))
def test_a_hold_gives_nothing_before_its_end_and_takes_nothing_back(
    length: int, before: int
) -> None:
    pacer, slow = Pacer(Pace(30)), Pacer(Pace(0.1))
    for each in (pacer, slow):
        each.left("1", MONDAY, adds=True)
    held = timedelta(microseconds=length)
    for each in (pacer, slow):
        waited = each.wait(MONDAY)
        each.hold_until(MONDAY + held)
        assert each.wait(MONDAY) == max(waited, held)
        assert each.slots(MONDAY + held - timedelta(microseconds=1)) == 0


def test_without_a_limit_there_is_always_room() -> None:
    pacer = Pacer(Pace(0))
    for _ in range(1000):
        pacer.left("1", MONDAY, adds=True)

    assert pacer.slots(MONDAY) > 1000


@given(
    sends=st.lists(
        st.tuples(st.sampled_from("123"), st.integers(0, 1500), st.booleans()), max_size=40
    ),
    rest=st.integers(0, 2000),
)
def test_a_chat_is_busy_for_as_long_as_it_is_to_rest_after_a_new_message(
    sends: list[tuple[str, int, bool]], rest: int
) -> None:
    """An edit adds nothing to it, and so asks for no rest."""
    length = timedelta(milliseconds=rest)
    pacer, now = Pacer(Pace(0, per_chat=length)), MONDAY
    last: dict[str, datetime] = {}
    for chat, wait, adds in sends:
        now += timedelta(milliseconds=wait)
        busy = chat in last and now < last[chat] + length
        assert pacer.is_busy(chat, now) == busy
        pacer.left(chat, now, adds=adds)
        if adds:
            last[chat] = now
