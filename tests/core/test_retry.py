"""When a failed try is tried again, as a table."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Blocked, Rejected, SendError, Throttled, Unreachable
from bot.core.retry import LONGEST_WAIT, MOST_ATTEMPTS, next_attempt
from tests.support.clocks import MONDAY

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("in_doubt", [True, False])
@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 64), (7, 128), (8, 256), (9, 512)]
    + [(attempts, 600) for attempts in (10, 11)],
)
def test_an_unreachable_platform_is_tried_again_after_doubling_waits(
    attempts: int, seconds: int, in_doubt: bool
) -> None:
    error = Unreachable("timed_out", in_doubt=in_doubt)

    assert next_attempt(error, attempts, MONDAY) == MONDAY + seconds * SECOND


def test_after_the_last_attempt_it_has_failed_for_good() -> None:
    assert next_attempt(Unreachable("timed_out", in_doubt=False), MOST_ATTEMPTS, MONDAY) is None


def test_all_waits_together_are_a_little_less_than_an_hour() -> None:
    error = Unreachable("timed_out", in_doubt=False)
    moment, attempts = MONDAY, 0
    while True:
        attempts += 1
        later = next_attempt(error, attempts, moment)
        if later is None:
            break
        assert timedelta() < later - moment <= LONGEST_WAIT
        moment = later

    assert attempts == MOST_ATTEMPTS
    assert timedelta(minutes=30) < moment - MONDAY < timedelta(hours=1)


@given(seconds=st.integers(0, 100_000), attempts=st.integers(1, 10**6))
def test_a_throttled_message_waits_for_exactly_what_was_asked_however_often(
    seconds: int, attempts: int
) -> None:
    error = Throttled("too_many_requests", seconds * SECOND)

    assert next_attempt(error, attempts, MONDAY) == MONDAY + seconds * SECOND


@pytest.mark.parametrize("error", [Rejected("chat not found"), Blocked("bot was blocked")])
@pytest.mark.parametrize("attempts", [1, 5])
def test_what_will_never_be_taken_is_not_tried_again(error: SendError, attempts: int) -> None:
    assert next_attempt(error, attempts, MONDAY) is None
