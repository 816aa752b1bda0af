"""The real time: the one place that asks for it."""

import asyncio
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the moment, aware UTC."""
        return datetime.now(UTC)

    async def sleep(self, length: timedelta) -> None:
        """Return after this long."""
        await asyncio.sleep(length.total_seconds())
