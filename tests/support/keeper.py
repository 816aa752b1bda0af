"""Stands where the engine stands: keeps the events that a channel hands on, and answers as a test says."""

import asyncio
from collections.abc import Callable

from bot.core.at_once import AtOnce
from bot.core.events import Inbound

DEADLINE = 10.0


def silent(_inbound: Inbound) -> AtOnce | None:
    """Show nothing at once."""
    return None


def never(_inbound: Inbound) -> bool:
    """Say no of every event."""
    return False


def always(_inbound: Inbound) -> bool:
    """Say yes of every event."""
    return True


class Keeper:
    """Keeps every event in order; the first ``failures`` of those that come are not kept, as without a database.

    ``refuses`` says which are never kept; while ``gate`` is closed, what ``waits`` at it is not kept yet.
    """

    def __init__(self) -> None:
        self.came: list[Inbound] = []
        self.kept: list[Inbound] = []
        self.failures = 0
        self.refuses: Callable[[Inbound], bool] = never
        self.waits: Callable[[Inbound], bool] = always
        self.answer: Callable[[Inbound], AtOnce | None] = silent
        self.gate = asyncio.Event()
        self.gate.set()
        self._news = asyncio.Condition()

    async def submit(self, inbound: Inbound) -> AtOnce | None:
        """Take one event, as the engine does."""
        await self._note(self.came, inbound)
        if self.waits(inbound):
            await self.gate.wait()
        if self.failures or self.refuses(inbound):
            self.failures -= bool(self.failures)
            raise ConnectionError("the database is away")
        await self._note(self.kept, inbound)
        return self.answer(inbound)

    async def _note(self, where: list[Inbound], inbound: Inbound) -> None:
        async with self._news:
            where.append(inbound)
            self._news.notify_all()

    async def heard(self, number: int = 1) -> list[Inbound]:
        """Return the events that were kept, once there are this many."""
        return await self._until(self.kept, number)

    async def begun(self, number: int = 1) -> list[Inbound]:
        """Return the events that came, kept or not, once there are this many."""
        return await self._until(self.came, number)

    async def _until(self, where: list[Inbound], number: int) -> list[Inbound]:
        async with asyncio.timeout(DEADLINE), self._news:
            await self._news.wait_for(lambda: len(where) >= number)
        return list(where)
