from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from bot.core.deliveries import Pace
from bot.db.database import Database
from tests.support.lines import Line

OpenLine = Callable[[Pace], Line]


@pytest.fixture
def open_line(database: Database) -> Iterator[OpenLine]:
    """Open lines of any pace over one database."""
    with ExitStack() as opened:
        yield lambda pace: opened.enter_context(Line(database, pace))


@pytest.fixture
def line(open_line: OpenLine) -> Line:
    """A line at Telegram's pace."""
    return open_line(Pace())
