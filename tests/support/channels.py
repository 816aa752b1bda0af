"""A platform that keeps its own record of what came when, and answers as a test tells it to."""

import asyncio
import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.deliveries import Sent, Wire
from bot.core.errors import SendError
from bot.core.messages import Message
from bot.core.ports import Clock, Painter, Submit


class TextPainter:
    """Draws a message as its text."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        return (message.text,)


@dataclass(frozen=True, slots=True)
class Came:
    """A request that reached the platform; taken where it answered with no error."""

    at: datetime
    wire: Wire
    taken: bool


def takes_all(_wire: Wire) -> SendError | None:
    """Refuse nothing."""
    return None


@dataclass
class FakeChannel:
    """Decides about a message when it comes, and says so ``lag`` later: who dies in between never hears it."""

    clock: Clock
    answer: Callable[[Wire], SendError | Exception | None] = takes_all
    lag: Callable[[Wire], timedelta] = lambda _wire: timedelta(milliseconds=50)
    can_look_up: bool = False
    name: str = "telegram"
    painter: Painter = field(default_factory=TextPainter)
    record: list[Came] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0

    async def send(self, wire: Wire) -> Sent:
        error = self.answer(wire)
        self.record.append(Came(self.clock.now(), wire, taken=error is None))
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await asyncio.sleep(self.lag(wire).total_seconds())
        finally:
            self._at_once -= 1
        if error is not None:
            raise error
        return Sent(wire.chat, f"m{wire.delivery_id}")

    async def find(self, wire: Wire) -> Sent | None:
        assert self.can_look_up
        found = any(each.wire.delivery_id == wire.delivery_id for each in self.taken)
        return Sent(wire.chat, f"m{wire.delivery_id}") if found else None

    async def start(self, submit: Submit) -> None:
        raise AssertionError(submit)

    async def stop(self) -> None:
        raise AssertionError

    async def problems(self) -> list[str]:
        return []

    @property
    def taken(self) -> list[Came]:
        """Return what the platform took, in the order in which it came."""
        return [each for each in self.record if each.taken]

    @property
    def copies(self) -> Counter[str]:
        """Return how often the platform took each payload."""
        return Counter(each.wire.payload for each in self.taken)

    def most_within(self, length: timedelta) -> int:
        """Return how many came at most within any stretch of this length, its end not counted."""
        moments = sorted(each.at for each in self.record)
        ends = (bisect_left(moments, start + length) for start in moments)
        return max((end - place for place, end in enumerate(ends)), default=0)

    def shortest_gap_in_a_chat(self) -> timedelta:
        """Return the least time between two messages to one chat."""
        moments = defaultdict(list)
        for each in self.record:
            moments[each.wire.chat].append(each.at)
        return min(
            (
                after - before
                for chat in moments.values()
                for before, after in itertools.pairwise(chat)
            ),
            default=timedelta.max,
        )
