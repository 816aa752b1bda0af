"""Time that tests own: a clock that stands until it is moved, and a loop in which waiting takes no time."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved, or until somebody sleeps by it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep(self, length: timedelta) -> None:
        self.at += length
        await asyncio.sleep(0)


class _Leap(selectors.DefaultSelector):
    """Where a loop would wait for so many seconds, they have passed."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            # Nothing is due and nothing may come from outside: this would wait for ever.
            raise AssertionError("everybody waits for somebody else")
        self.passed += max(timeout, 0.0)
        return super().select(0)


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop whose time leaps to the next thing that is due: minutes pass in no time. No threads, no sockets."""

    def __init__(self) -> None:
        self._leap = _Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        return self._leap.passed


class LoopClock:
    """The running loop's own time, counted from a moment."""

    def __init__(self, since: datetime = MONDAY) -> None:
        self.since = since

    def now(self) -> datetime:
        return self.since + timedelta(seconds=asyncio.get_running_loop().time())

    async def sleep(self, length: timedelta) -> None:
        await asyncio.sleep(length.total_seconds())


def leaping(story: Coroutine[Any, Any, T]) -> T:
    """Return what the story comes to, in a loop in which waiting takes no time.

    What still runs at its end is cut off where it stands, as by a kill.
    """
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(story)
