"""A commit that takes long now and then delays a message, and never lets too many reach the platform in a second."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.core.deliveries import Pace
from bot.db.database import Database
from tests.support.lines import TRIP, Line

T = TypeVar("T")

SECOND = timedelta(seconds=1)
LATE, EVERY = timedelta(milliseconds=40), 83


class UnevenDatabase(Database):
    """Answers at once mostly, and late now and then."""

    _asked = itertools.count()

    async def run(self, work: Callable[..., T], *args: object) -> T:
        done = work(*args)
        late = next(self._asked) % EVERY == EVERY - 1
        await asyncio.sleep((LATE if late else TRIP).total_seconds())
        return done

    run_here = run


@pytest.fixture
def line(database: Database) -> Iterator[Line]:
    with Line(database, Pace()) as line:
        line.works_on(UnevenDatabase(database.url.render_as_string(hide_password=False)))
        yield line


def test_no_second_sees_more_than_are_allowed_though_some_commits_are_late(line: Line) -> None:
    line.queue(range(300))

    line.works_until_all_ended()

    assert line.states() == {"delivered": 300}
    assert line.channel.most_within(SECOND) <= line.pace.per_second
    assert line.channel.record[-1].at - line.channel.record[0].at < 12 * SECOND
