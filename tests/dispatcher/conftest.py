from collections.abc import Callable, Iterator

import pytest

from bot.core.deliveries import Pace
from bot.db.database import Database
from tests.support.lines import Line

OpenLine = Callable[[Pace], Line]


@pytest.fixture
def open_line(database: Database) -> Iterator[OpenLine]:
    """Open lines of any pace over one database."""
    opened: list[Line] = []

    def open_one(pace: Pace) -> Line:
        opened.append(Line(database, pace))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def line(open_line: OpenLine) -> Line:
    """A line at Telegram's pace."""
    return open_line(Pace())
