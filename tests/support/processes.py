"""Several processes in one: more ways into one database, and work that begins at the same moment."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from bot.db.database import Database

T = TypeVar("T")


@contextmanager
def another(database: Database) -> Iterator[Database]:
    """Hold another process's way into the same database."""
    opened = Database(database.url.render_as_string(hide_password=False))
    try:
        yield opened
    finally:
        opened.close()


def together(*works: Callable[[], T]) -> list[T]:
    """Begin all the work at once, each in a thread of its own, and return what each returned, in this order."""
    start = threading.Barrier(len(works))

    def begin(work: Callable[[], T]) -> T:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))
