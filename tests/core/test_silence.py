"""A home that falls silent is heard by its own past, whatever others do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.silence import SHORTEST, is_silent


@pytest.mark.parametrize(
    ("rounds", "silent"),
    [
        ("yyyyyyyyn", True),  # always, and now not
        ("yyyyn", False),  # four are no such habit yet
        ("yyyynn", True),
        ("ynyyynyyn", False),  # misses now and then
        ("ynyyyyynn", True),
        ("nnnnnnnnn", False),  # never
        ("ynynynynn", False),
        ("yyynn", False),  # too short a past
        ("yyyyyyyyy", False),
        ("n", False),
        ("", False),
    ],
)
def test_a_silence_is_told_where_it_is_unlike_the_home(rounds: str, silent: bool) -> None:
    assert is_silent([each == "y" for each in rounds]) is silent


@given(st.lists(st.booleans(), max_size=9))
def test_who_answered_now_is_not_silent_and_one_more_miss_never_makes_it_less(
    rounds: list[bool],
) -> None:
    assert not is_silent([*rounds, True])
    if is_silent(rounds):
        assert is_silent([*rounds, False])
    if sum(rounds) == 0 or len(rounds) < SHORTEST:
        assert not is_silent([*rounds[:SHORTEST], False])
