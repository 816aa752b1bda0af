"""The clock: ticks, and turns what has fallen due into events. The only user of APScheduler, and it only ticks.

Every event has a key of its own (what is due, and for which local date or state), so it acts once however many
processes tick and however often; one that was missed while nothing ran is made up for at the next tick.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.config import Retention
from bot.core.broadcasts import Recurring
from bot.core.definitions import Content
from bot.core.events import Came, Departed, Inbound
from bot.core.guidance import DueWhat
from bot.core.later import Later
from bot.core.ports import Clock, Submit
from bot.core.recurrence import Recurrence, latest_due
from bot.core.rota import Roster
from bot.core.rounds import Round
from bot.core.working_days import opening_plan
from bot.db import (
    broadcasts,
    contacts,
    due_changes,
    files,
    inbox,
    leases,
    marks,
    meetings,
    people,
    planned,
    promises,
    restored,
    rooms,
    rounds,
    waiting,
)
from bot.db.database import Connection, Database
from bot.holidays import bank_holiday

log = structlog.get_logger()

TICK = timedelta(seconds=1)
# A round that should have opened longer ago than this is not opened late: a coordinator opens it by hand.
STALE = timedelta(hours=12)
# How late a scheduled broadcast still goes out by itself, where the config says nothing else.
LATE = timedelta(hours=2)
# A scheduled broadcast that was looked at so long and is due still is told in the log, and again after as long.
STUCK = timedelta(minutes=1)
# A draft that was not made within this time is made by hand: an issue of last week is of no use to anybody.
STALE_ISSUE = timedelta(days=3)
# Slack takes about 50 edits a minute (docs.slack.dev, chat.update: tier 3).
REDRAW = timedelta(seconds=5)
FORGET = timedelta(hours=1)
# How often rounds that are open are looked at: reminders and endings are no matter of seconds.
MIND = timedelta(minutes=1)
# How far back a process looks at first; for at least as long it is remembered which events were taken.
CATCH_UP = timedelta(days=7)
# How long before homes are to have confirmed a change of guidance those that have not are asked once more.
REMIND = timedelta(days=1)
# What was committed late, or was due when a tick broke off, is found by looking a little further back.
OVERLAP = timedelta(minutes=1)
# When it is looked whether anybody is on call in the next days, and whether every ladder ran.
MORNING = Recurrence.read("every day 09:00")
CHANNEL = "clock"


class Schedule:
    """Looks every second at what is due, while this process holds the clock's lease."""

    def __init__(
        self,
        database: Database,
        content: Content,
        clock: Clock,
        zone: ZoneInfo,
        owner: str,
        retention: Retention,
        late: timedelta = LATE,
    ) -> None:
        """Prepare; nothing ticks before ``start``."""
        self._database = database
        self._clock = clock
        self._zone = zone
        self._owner = owner
        self._retention = retention
        self._late = late
        self._remind = content.meetings.remind
        self._rota, self._known_contacts = content.rotas, content.contacts
        self._recurrences = {
            each.id: opening_plan(each.opens, bank_holiday)
            for each in content.questionnaires.values()
            if each.opens
        }
        self._reminders = {
            each.id: tuple(Later.read(words) for words in each.remind)
            for each in content.questionnaires.values()
        }
        self._closings = {
            each.id: each.closings(bank_holiday) for each in content.editions.values()
        }
        self._scheduler, self._ticking = AsyncIOScheduler(), asyncio.Lock()
        self._holds = False
        self._released_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._forgot_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._redrew_at: datetime | None = None
        self._minded_at: datetime | None = None
        self._due_since: dict[str, datetime] = {}

    def start(self, submit: Submit) -> None:
        """Begin to tick; what falls due goes to ``submit``."""
        self._scheduler.add_job(
            self.tick, "interval", (submit,), seconds=TICK.total_seconds(), max_instances=1
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more, and return when a tick that had begun is done."""
        self._scheduler.remove_all_jobs()
        # The scheduler would cancel it, and report that as a fault.
        async with self._ticking:
            self._scheduler.shutdown(wait=False)

    async def tick(self, submit: Submit) -> None:
        """Submit everything that is due now and was not taken before."""
        async with self._ticking:
            await self._tick(submit)

    async def _tick(self, submit: Submit) -> None:
        now = self._clock.now()
        found = await self._database.run(self._look, now)
        if found is None:
            return
        answers = await asyncio.gather(*map(submit, found), return_exceptions=True)
        failed = [each for each in answers if isinstance(each, BaseException)]
        if failed:
            # The next tick looks as far back as this one did.
            error = type(failed[0]).__name__
            log.error("clock_events_not_taken", events=len(failed), error=error)
        else:
            self._looked_at = now

    def _look(self, now: datetime) -> list[Inbound] | None:
        """Return what is due and was not taken before; None where another process has the clock."""
        if not self._has_clock(now):
            return None
        first = now - CATCH_UP
        since = max(first, self._looked_at - OVERLAP) if self._looked_at else first
        with self._database.read() as connection:
            found = [
                *self._planned(connection, now),
                *self._broadcasts(connection, now, since),
                *self._rounds(connection, now),
                *self._meetings(connection, now, since),
                *self._editions(now),
                *self._guidance(connection, now),
                *self._held(connection, now),
                *self._ladders(connection, now),
                *self._rotas(now, since),
                *self._contacts(connection, since, now),
                *self._departed(connection, since),
                *self._rooms(connection, since),
            ]
            return inbox.fresh(connection, found)

    def _has_clock(self, now: datetime) -> bool:
        """Say whether the clock is ours, renewing the lease in good time; now and then, forget what is old.

        It is nobody's while a restored network is not released.
        """
        if _is_past(self._asked_at, leases.RENEW, now):
            with self._database.write() as connection:
                self._holds = leases.take(connection, CHANNEL, self._owner, now) is not None
                if self._holds:
                    self._forget(connection, now)
                    self._holds = restored.held_since(connection) is None
                    self._released_at = marks.at(connection, marks.RELEASED)
            self._asked_at = now
        return self._holds

    def _forget(self, connection: Connection, now: datetime) -> None:
        if _is_past(self._forgot_at, FORGET, now):
            kept = self._retention
            inbox.forget_before(connection, now - timedelta(days=kept.events_days))
            dialogues = timedelta(days=kept.conversations_days)
            inbox.forget_dialogues_before(connection, now - dialogues)
            files.forget_unused(connection, now - dialogues)
            self._forgot_at = now

    def _broadcasts(
        self, connection: Connection, now: datetime, since: datetime
    ) -> Iterator[Inbound]:
        if _is_past(self._redrew_at, REDRAW, now):
            for broadcast_id in broadcasts.under_way(connection, since):
                state = broadcasts.progress(connection, broadcast_id)
                yield _came("broadcast_progress", str(broadcast_id), state)
            self._redrew_at = now

    def _planned(self, connection: Connection, now: datetime) -> Iterator[Inbound]:
        """Yield what is to go out, or was to go out too long ago: then a person says what becomes of it."""
        due: dict[str, datetime] = {}
        for each in planned.waiting(connection, now):
            if each.recurring is not None:
                yield from self._recurring(each.recurring, now)
            elif each.send_at is not None:
                about, moment = str(each.broadcast_id), each.send_at.isoformat()
                if not each.approved:
                    yield _came("approval_late", about, moment)
                    continue
                due[about] = self._due_since.get(about, now)
                if self._is_late(each.send_at, now, self._late):
                    yield _came("broadcast_late", about, moment)
                else:
                    yield _came("broadcast_due", about, moment)
        self._due_since = {about: _told(about, first, now) for about, first in due.items()}

    def _recurring(self, each: Recurring, now: datetime) -> Iterator[Inbound]:
        day, moment = latest_due(each.plan(bank_holiday), now, self._zone)
        about = f"{each.recurring_id}.{day}"
        if moment <= each.since:
            return
        if self._is_late(moment, now, STALE):
            yield _came("recurring_late", about)
        else:
            yield _came("recurring_due", about)

    def _rounds(self, connection: Connection, now: datetime) -> Iterator[Inbound]:
        for questionnaire_id, plan in self._recurrences.items():
            day, moment = latest_due(plan, now, self._zone)
            if not self._is_late(moment, now, STALE):
                yield _came("round_due", questionnaire_id, str(day))
        if _is_past(self._minded_at, MIND, now):
            for each in rounds.all_open(connection):
                yield from self._round(each, now)
            self._minded_at = now

    def _round(self, found: Round, now: datetime) -> Iterator[Inbound]:
        """Yield when those who have not answered are reminded, and when answers are due."""
        if found.due_at is not None and found.is_late(now):
            if now - found.due_at <= CATCH_UP:
                yield _came("round_ended", str(found.round_id))
            return
        for place, later in enumerate(self._reminders.get(found.questionnaire_id, ()), 1):
            moment = later.moment(found.opened_at, self._zone)
            if moment <= now and not self._is_late(moment, now, STALE):
                yield _came("round_remind", str(found.round_id), str(place))

    def _meetings(
        self, connection: Connection, now: datetime, since: datetime
    ) -> Iterator[Inbound]:
        for meeting in meetings.to_come(connection, now):
            if meeting.asked_at is not None and meeting.asked_at >= since:
                yield _came("meeting_asked", str(meeting.meeting_id))
            remind_at = meeting.reminder_at(self._remind, self._zone)
            if remind_at <= now < meeting.plan.starts_at and not self._is_doubtful(remind_at):
                # One that is moved to another day is due again.
                day = meeting.plan.starts_at.astimezone(self._zone).date()
                yield _came("meeting_reminder", str(meeting.meeting_id), str(day))

    def _is_late(self, moment: datetime, now: datetime, limit: timedelta) -> bool:
        return now - moment > limit or self._is_doubtful(moment)

    def _is_doubtful(self, moment: datetime) -> bool:
        """Say whether it may have been done after a backup was made that has been restored since."""
        return self._released_at is not None and moment <= self._released_at

    def _guidance(self, connection: Connection, now: datetime) -> Iterator[Inbound]:
        for each in due_changes.due(connection, now, REMIND):
            about = f"{each.change_id}.{each.climbed}"
            if each.what is DueWhat.SENT:
                yield _came("change_sent", about)
            elif each.what is DueWhat.CLIMBS:
                yield _came("change_climbs", about)
            else:
                yield _came("change_remind", about)

    def _held(self, connection: Connection, now: datetime) -> Iterator[Inbound]:
        if found := waiting.due(connection, now):
            # By what is released: what was held a moment late, or held on, is released by an event of its own.
            newest, moment = found
            yield _came("held_due", str(newest), moment.isoformat())

    def _editions(self, now: datetime) -> Iterator[Inbound]:
        for edition_id, closings in self._closings.items():
            day, moment = latest_due(closings, now, self._zone)
            if not self._is_late(moment, now, STALE_ISSUE):
                yield _came("edition_closes", f"{edition_id}.{day}")

    def _contacts(
        self, connection: Connection, since: datetime, now: datetime
    ) -> Iterator[Inbound]:
        """Yield the contacts as the content has them, and those it has no more: once a process, and once a day."""
        if self._looked_at is None or since.date() != now.date():
            for each in self._known_contacts:
                yield _came("contact", f"{each.id}.{each.digest}", str(now.date()))
            for gone in contacts.gone(connection, self._known_contacts):
                yield _came("contact_gone", gone, str(now.date()))

    def _ladders(self, connection: Connection, now: datetime) -> Iterator[Inbound]:
        for what, number, due_at in promises.due(connection, now):
            moment = due_at.isoformat()
            if what == promises.LADDER:
                yield _came("ladder", str(number), moment)
            else:
                yield _came("action_due", str(number), moment)

    def _rotas(self, now: datetime, since: datetime) -> Iterator[Inbound]:
        """Yield the morning's looks at ladders and at gaps, and each shift that has begun."""
        with_shifts = [each for each in self._rota.values() if each.shifts]
        day, moment = latest_due(MORNING, now, self._zone)
        if moment >= since and now - moment <= STALE:
            yield _came("ladder_audit", str(day))
            if with_shifts:
                yield _came("rota_gaps", str(day))
        for each in with_shifts:
            roster = Roster(each, (), {}, self._zone, bank_holiday)
            for duty in roster.between(since, now):
                if since < duty.starts_at <= now:
                    about = f"{each.team}.{duty.shift.id}"
                    yield _came("handover", about, duty.starts_at.isoformat())

    def _departed(self, connection: Connection, since: datetime) -> Iterator[Inbound]:
        for channel, chat, shut_at in people.shut_since(connection, since):
            key = f"departed:{chat}:{shut_at.isoformat()}"
            yield Inbound(key, channel, chat, "", Departed())

    def _rooms(self, connection: Connection, since: datetime) -> Iterator[Inbound]:
        for channel, chat, shut_at in rooms.shut_since(connection, since):
            yield _came("room_shut", f"{channel}.{chat}", shut_at.isoformat())


def _is_past(before: datetime | None, length: timedelta, now: datetime) -> bool:
    return before is None or now >= before + length


def _told(about: str, first: datetime, now: datetime) -> datetime:
    """Tell of what is due and was taken by nobody; return since when it is to be waited for."""
    if now - first < STUCK:
        return first
    log.error("scheduled_stuck", broadcast=about, seconds=int((now - first).total_seconds()))
    return now


def _came(schedule: str, about: str, state: str = "") -> Inbound:
    key = ":".join(filter(None, (schedule, about, state)))
    return Inbound(key, CHANNEL, "", "", Came(schedule, about))
