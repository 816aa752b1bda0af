"""The pace of a lane: when the next message may leave, and which chats had one a moment ago. Pure, but remembers."""

from collections import OrderedDict
from datetime import datetime, timedelta

from bot.core.deliveries import Pace

# A platform counts by its own clock: a little less than allowed keeps every second of theirs under the limit.
MARGIN = 0.994
# How much of a late start the next one may make up for, so that lateness does not add up.
CREDIT = timedelta(milliseconds=5)
# At high rates a few messages share one look at the database.
TOGETHER = timedelta(milliseconds=20)
NO_LIMIT = 1_000_000


class Pacer:
    """Hands out the slots of one lane."""

    def __init__(self, pace: Pace) -> None:
        """Begin with a free slot."""
        # Only whole messages fit into a second: a part of one would let one too many in now and then.
        allowed = float(int(pace.per_second)) if pace.per_second > 1 else pace.per_second
        rate = allowed * MARGIN
        self._together = max(1, int(rate * TOGETHER.total_seconds())) if rate else NO_LIMIT
        # Any second may begin with as many as leave together: the others must leave room for them.
        self._interval = timedelta(seconds=1 / (rate - self._together + 1)) if rate else timedelta()
        self._per_chat = pace.per_chat
        self._next_at: datetime | None = None
        self._last: OrderedDict[str, datetime] = OrderedDict()

    def hold_until(self, moment: datetime) -> None:
        """Give no slot before this moment."""
        self._next_at = max(self._next_at or moment, moment)

    def wait(self, now: datetime) -> timedelta:
        """Return how long it is until the next slot; zero when it is there."""
        if self._next_at is None:
            return timedelta()
        return max(self._next_at - now, timedelta())

    def slots(self, now: datetime) -> int:
        """Return how many messages may leave now."""
        return 0 if self.wait(now) else self._together

    def left(self, chat: str, now: datetime, *, adds: bool) -> None:
        """Use up a slot. ``adds`` is false for an edit, which adds nothing to the chat."""
        if self._interval:
            earliest = now + self._interval - CREDIT
            self._next_at = max((self._next_at or now) + self._interval, earliest)
        if adds:
            self._last[chat] = now
            self._last.move_to_end(chat)

    def is_busy(self, chat: str, now: datetime) -> bool:
        """Say whether the chat had a new message too short a while ago for another."""
        while self._last and next(iter(self._last.values())) + self._per_chat <= now:
            self._last.popitem(last=False)
        return chat in self._last
