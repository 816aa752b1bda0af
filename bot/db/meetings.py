"""Meetings in the database, read: what is to come, who comes, what was asked, and where it is shown."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
)

from bot.core.broadcasts import BroadcastState
from bot.core.deliveries import Operation, State
from bot.core.meetings import (
    Attendance,
    Attending,
    HomeCard,
    HomeQuestion,
    Meeting,
    Plan,
)
from bot.core.people import Home, HomeId, PersonId
from bot.db.audience import homes_in
from bot.db.tables import (
    Moment,
    accounts,
    attendances,
    broadcast_parts,
    broadcasts,
    deliveries,
    homes,
    meeting_questions,
    meetings,
    memberships,
    persons,
    receipts,
)

# A broadcast that has gone out, whether or not everybody has it yet; on trial it goes to no home.
_ASKED = and_(
    broadcasts.c.state.in_([BroadcastState.SENDING, BroadcastState.SENT]),
    exists().where(receipts.c.broadcast_id == broadcasts.c.broadcast_id),
)


class MeetingLook:
    """``Meetings`` inside one transaction; ``draw_calendar`` makes the calendar file of a meeting."""

    def __init__(self, connection: Connection, draw_calendar: Callable[[Meeting], bytes]) -> None:
        """Look through this connection."""
        self._connection = connection
        self._draw_calendar = draw_calendar

    def meeting(self, meeting_id: int) -> Meeting | None:
        """Return one meeting, held until the transaction ends: two answers never meet."""
        # A second one who answers waits here, and then sees what the first has said.
        query = _these(meetings.c.meeting_id == meeting_id).with_for_update(of=meetings)
        row = self._connection.execute(query).first()
        return _meeting(row) if row else None

    def to_come(self, after: datetime) -> tuple[Meeting, ...]:
        """Return the meetings that homes were asked to and that end after then, the earliest first."""
        return to_come(self._connection, after)

    def past(self, before: datetime, most: int) -> tuple[Meeting, ...]:
        """Return so many meetings that have ended before then and took place, the latest first."""
        took_place = meetings.c.called_off_at.is_(None)
        query = _these(_ASKED, took_place, meetings.c.ends_at <= before)
        rows = self._connection.execute(
            query.order_by(meetings.c.ends_at.desc(), meetings.c.meeting_id.desc()).limit(most)
        )
        return tuple(map(_meeting, rows))

    def homes_asked(self, meeting: Meeting, home_ids: Sequence[HomeId]) -> tuple[Home, ...]:
        """Return those of the homes that the meeting is for, by name."""
        rows = self._connection.execute(
            select(homes)
            .where(homes_in(meeting.plan.audience), homes.c.home_id.in_(list(home_ids)))
            .order_by(homes.c.name)
        )
        return tuple(map(_home, rows))

    def number_asked(self, meeting: Meeting) -> int:
        """Count the homes that the meeting is for."""
        return number_asked(self._connection, meeting)

    def attendances(self, meeting_id: int) -> tuple[Attendance, ...]:
        """Return what homes said, by the name of the home."""
        return attendances_of(self._connection, meeting_id)

    def questions(self, meeting_id: int) -> tuple[HomeQuestion, ...]:
        """Return what homes asked beforehand, oldest first."""
        return questions_of(self._connection, meeting_id)

    def cards(
        self, meeting: Meeting, home_ids: Collection[HomeId] | None = None
    ) -> tuple[HomeCard, ...]:
        """Return every message that shows the meeting to somebody of one of these homes, or of any home."""
        return tuple(_cards(self._connection, meeting, home_ids))

    def calendar(self, meeting: Meeting) -> bytes:
        """Return the meeting as a calendar file."""
        return self._draw_calendar(meeting)


def numbered(connection: Connection, meeting_id: int) -> Meeting | None:
    """Return one meeting."""
    row = connection.execute(_these(meetings.c.meeting_id == meeting_id)).first()
    return _meeting(row) if row else None


def everyone(connection: Connection) -> tuple[Meeting, ...]:
    """Return every meeting that was ever planned, the latest first."""
    query = _these().order_by(meetings.c.starts_at.desc(), meetings.c.meeting_id.desc())
    return tuple(map(_meeting, connection.execute(query)))


def to_come(connection: Connection, after: datetime) -> tuple[Meeting, ...]:
    """Return the meetings that homes were asked to and that end after then, the earliest first."""
    return tuple(map(_meeting, connection.execute(_TO_COME, {"after": after})))


def between(
    connection: Connection, audience: str, since: datetime, until: datetime
) -> tuple[Meeting, ...]:
    """Return the meetings that begin from ``since`` and before ``until`` and are for any home of the audience.

    For a newsletter: homes were asked to each of them already, and none is called off. The earliest first.

    Raises:
        BadAudience: The expression cannot be read.
    """
    here = homes_in(audience)
    found = (each for each in to_come(connection, since) if since <= each.plan.starts_at < until)
    return tuple(each for each in found if _any_home(connection, here, each.plan.audience))


def _any_home(connection: Connection, here: ColumnElement[bool], audience: str) -> bool:
    shared = select(homes.c.home_id).where(here, homes_in(audience)).limit(1)
    return connection.execute(shared).first() is not None


def number_asked(connection: Connection, meeting: Meeting) -> int:
    """Count the homes that the meeting is for."""
    counted = select(func.count()).select_from(homes).where(homes_in(meeting.plan.audience))
    return int(connection.execute(counted).scalar_one())


def attendances_of(connection: Connection, meeting_id: int) -> tuple[Attendance, ...]:
    """Return what homes said, by the name of the home."""
    rows = connection.execute(
        select(homes, attendances)
        .join(attendances, attendances.c.home_id == homes.c.home_id)
        .where(attendances.c.meeting_id == meeting_id)
        .order_by(homes.c.name, homes.c.home_id)
    )
    return tuple(
        Attendance(_home(row), Attending(row.answer), row.at, row.turn, row.came) for row in rows
    )


def questions_of(connection: Connection, meeting_id: int) -> tuple[HomeQuestion, ...]:
    """Return what homes asked beforehand, oldest first."""
    rows = connection.execute(
        select(
            homes,
            persons.c.name.label("person"),
            meeting_questions.c.text,
            meeting_questions.c.at,
        )
        .join(meeting_questions, meeting_questions.c.home_id == homes.c.home_id)
        .join(persons, persons.c.person_id == meeting_questions.c.person_id)
        .where(meeting_questions.c.meeting_id == meeting_id)
        .order_by(meeting_questions.c.question_id)
    )
    return tuple(HomeQuestion(_home(row), row.person, row.text, row.at) for row in rows)


def _cards(
    connection: Connection, meeting: Meeting, home_ids: Collection[HomeId] | None
) -> Iterable[HomeCard]:
    last = (
        select(func.max(broadcast_parts.c.part))
        .where(
            broadcast_parts.c.broadcast_id == meeting.broadcast_id,
            broadcast_parts.c.channel == deliveries.c.channel,
        )
        .scalar_subquery()
    )
    # The last part of the broadcast has the buttons.
    of_broadcast = (deliveries.c.broadcast_id == meeting.broadcast_id) & (deliveries.c.part == last)
    query = (
        select(deliveries.c.delivery_id, homes.c.home_id)
        .join(accounts, accounts.c.account_id == deliveries.c.account_id)
        .join(memberships, memberships.c.person_id == accounts.c.person_id)
        .join(homes, homes.c.home_id == memberships.c.home_id)
        .where(
            of_broadcast | (deliveries.c.card == meeting.home_card),
            deliveries.c.operation == Operation.SEND,
            deliveries.c.state.not_in([State.FAILED, State.CANCELLED]),
            memberships.c.until.is_(None),
            homes_in(meeting.plan.audience),
        )
        .order_by(deliveries.c.delivery_id, homes.c.home_id)
    )
    if home_ids is not None:
        # All homes of whoever runs one of these: they are on the same card.
        mine = memberships.alias("mine")
        people = select(mine.c.person_id).where(
            mine.c.home_id.in_(list(home_ids)), mine.c.until.is_(None)
        )
        query = query.where(accounts.c.person_id.in_(people))
    found: defaultdict[int, list[HomeId]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.delivery_id].append(HomeId(row.home_id))
    for delivery_id, theirs in found.items():
        yield HomeCard(delivery_id, tuple(dict.fromkeys(theirs)))


def _these(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(meetings, case((_ASKED, broadcasts.c.sent_at)).label("asked_at"))
        .join(broadcasts, broadcasts.c.broadcast_id == meetings.c.broadcast_id)
        .where(*conditions)
    )


# Asked every second: to put it together takes longer than to answer it.
_TO_COME = _these(
    _ASKED,
    meetings.c.called_off_at.is_(None),
    meetings.c.ends_at > bindparam("after", type_=Moment()),
).order_by(meetings.c.starts_at, meetings.c.meeting_id)


def _meeting(row: Row[Any]) -> Meeting:
    return Meeting(
        meeting_id=row.meeting_id,
        plan=Plan(
            kind=row.kind,
            title=row.title,
            text=row.text,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            link=row.link,
            audience=row.audience,
            places=row.places,
        ),
        broadcast_id=row.broadcast_id,
        author_id=PersonId(row.author_id) if row.author_id else None,
        made_at=row.made_at,
        uid=row.uid,
        asked_at=row.asked_at,
        version=row.version,
        changed_at=row.changed_at,
        called_off_at=row.called_off_at,
        reason=row.reason,
    )


def _home(row: Row[Any]) -> Home:
    return Home(HomeId(row.home_id), row.name, row.area, row.provider)
