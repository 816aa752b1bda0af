"""The clock: ticks, and turns what has fallen due into events. The only user of APScheduler, and it only ticks.

Every event has a key of its own (what is due, and for which local date or state), so it acts once however many
processes tick and however often; one that was missed while nothing ran is made up for at the next tick.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core.definitions import Content
from bot.core.events import Came, Departed, Inbound
from bot.core.ports import Clock, Submit
from bot.core.recurrence import Recurrence, latest_due
from bot.db import broadcasts, inbox, leases, people
from bot.db.database import Connection, Database

log = structlog.get_logger()

TICK = timedelta(seconds=1)
# A round that should have opened longer ago than this is not opened late: a coordinator opens it by hand.
STALE = timedelta(hours=12)
KEEP_EVENTS = timedelta(days=30)
# How long the progress line goes on counting who has read a broadcast.
WATCHED = timedelta(days=7)
CHANNEL = "clock"


class Schedule:
    """Looks every second at what is due, while this process holds the clock's lease."""

    def __init__(
        self, database: Database, content: Content, clock: Clock, zone: ZoneInfo, owner: str
    ) -> None:
        """Prepare; nothing ticks before ``start``."""
        self._database = database
        self._content = content
        self._clock = clock
        self._zone = zone
        self._owner = owner
        self._scheduler = AsyncIOScheduler()
        self._done: set[str] = set()  # spares the database keys that it would refuse again

    def start(self, submit: Submit) -> None:
        """Begin to tick; what falls due goes to ``submit``."""
        self._scheduler.add_job(
            self.tick, "interval", (submit,), seconds=TICK.total_seconds(), max_instances=1
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)

    async def tick(self, submit: Submit) -> None:
        """Submit everything that is due now and was not submitted before."""
        for inbound in await self._database.run(self._due, self._clock.now()):
            await submit(inbound)
            self._done.add(inbound.event_id)

    def _due(self, now: datetime) -> list[Inbound]:
        with self._database.write() as connection:
            if leases.take(connection, CHANNEL, self._owner, now) is None:
                return []
            inbox.forget_before(connection, now - KEEP_EVENTS)
            found = [
                *self._broadcasts(connection, now),
                *self._rounds(now),
                *self._departed(connection, now),
            ]
        return [each for each in found if each.event_id not in self._done]

    def _broadcasts(self, connection: Connection, now: datetime) -> Iterator[Inbound]:
        for broadcast_id in broadcasts.due(connection, now):
            yield _came("broadcast_due", str(broadcast_id))
        for broadcast_id in broadcasts.under_way(connection, now - WATCHED):
            seen = broadcasts.figures(connection, broadcast_id)
            state = f"{seen.delivered}.{seen.failed}.{seen.waiting}.{seen.acknowledged}"
            yield _came("broadcast_progress", str(broadcast_id), state)

    def _rounds(self, now: datetime) -> Iterator[Inbound]:
        for questionnaire in self._content.questionnaires.values():
            if not questionnaire.opens:
                continue
            day, moment = latest_due(Recurrence.read(questionnaire.opens), now, self._zone)
            if now - moment <= STALE:
                yield _came("round_due", questionnaire.id, str(day))

    def _departed(self, connection: Connection, now: datetime) -> Iterator[Inbound]:
        for channel, chat, shut_at in people.shut_since(connection, now - KEEP_EVENTS):
            key = f"departed:{chat}:{shut_at.isoformat()}"
            yield Inbound(key, channel, chat, "", Departed())


def _came(schedule: str, about: str, state: str = "") -> Inbound:
    key = ":".join(filter(None, (schedule, about, state)))
    return Inbound(key, CHANNEL, "", "", Came(schedule, about))
