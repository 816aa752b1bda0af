"""How long after something, in words: local dates and times, summer and winter."""

from datetime import UTC, datetime

import pytest

from bot.core.later import Later
from tests.support.network import LONDON

FRIDAY = datetime(2026, 10, 23, 8, 30, tzinfo=UTC)  # 09:30 in summer time, which ends on the 25th


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("after 2 days", datetime(2026, 10, 25, 9, 30, tzinfo=UTC)),
        ("after 1 day 17:00", datetime(2026, 10, 24, 16, 0, tzinfo=UTC)),
        ("After  10 days", datetime(2026, 11, 2, 9, 30, tzinfo=UTC)),
        ("after 0 days 17:00", datetime(2026, 10, 23, 16, 0, tzinfo=UTC)),
    ],
)
def test_it_is_so_many_local_dates_later(words: str, moment: datetime) -> None:
    assert Later.read(words).moment(FRIDAY, LONDON) == moment


@pytest.mark.parametrize(
    "words", ["", "2 days", "after days", "after 2 days 25:00", "after 1000 days"]
)
def test_anything_else_is_no_length(words: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time; write one such as"):
        Later.read(words)
