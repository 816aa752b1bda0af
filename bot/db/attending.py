"""Meetings in the database, written: planned, answered, changed, called off; one writer a kind of fact."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from bot.core import facts
from bot.core.errors import Overtaken, StalePress
from bot.core.meetings import Attending
from bot.core.people import PersonId
from bot.db import drafts
from bot.db.tables import (
    attendances,
    broadcast_parts,
    broadcasts,
    meeting_questions,
    meetings,
)

Writer = Callable[[Connection, Any, PersonId | None, datetime], None]


def _planned(
    connection: Connection, fact: facts.MeetingPlanned, by: PersonId | None, now: datetime
) -> None:
    connection.execute(
        insert(meetings).values(
            meeting_id=fact.meeting_id,
            broadcast_id=fact.broadcast_id,
            author_id=by,
            made_at=now,
            uid=secrets.token_urlsafe(16),
            **asdict(fact.plan),
        )
    )


def _answered(
    connection: Connection, fact: facts.MeetingAnswered, by: PersonId | None, now: datetime
) -> None:
    if by is None:
        raise StalePress
    mine = and_(attendances.c.meeting_id == fact.meeting_id, attendances.c.home_id == fact.home_id)
    before = connection.execute(select(attendances).where(mine)).first()
    waits = fact.attending is Attending.WAITING
    if waits and before is not None and before.answer == Attending.WAITING:
        return
    said: dict[str, object] = {
        "answer": fact.attending,
        "turn": _last_turn(connection, fact.meeting_id) + 1 if waits else None,
        "person_id": by,
        "at": now,
    }
    if before is not None:
        connection.execute(update(attendances).where(mine).values(said))
        return
    named = {"meeting_id": fact.meeting_id, "home_id": fact.home_id}
    connection.execute(insert(attendances).values(said | named))


def _last_turn(connection: Connection, meeting_id: int) -> int:
    last = select(func.max(attendances.c.turn)).where(attendances.c.meeting_id == meeting_id)
    return connection.execute(last).scalar() or 0


def _place_given(
    connection: Connection, fact: facts.PlaceGiven, _by: PersonId | None, now: datetime
) -> None:
    given = connection.execute(
        update(attendances)
        .where(
            attendances.c.meeting_id == fact.meeting_id,
            attendances.c.home_id == fact.home_id,
            attendances.c.answer == Attending.WAITING,
        )
        .values(answer=Attending.COMING, turn=None, at=now)
    )
    if given.rowcount != 1:
        raise Overtaken


def _question_asked(
    connection: Connection, fact: facts.MeetingQuestionAsked, by: PersonId | None, now: datetime
) -> None:
    connection.execute(
        insert(meeting_questions).values(
            meeting_id=fact.meeting_id,
            home_id=fact.home_id,
            text=fact.text,
            person_id=by,
            at=now,
        )
    )


def _changed(
    connection: Connection, fact: facts.MeetingChanged, by: PersonId | None, now: datetime
) -> None:
    _move(connection, fact.meeting_id, fact.version, asdict(fact.plan) | {"changed_at": now})
    _says_now(connection, fact, fact.plan.title, by, now)


def _called_off(
    connection: Connection, fact: facts.MeetingCalledOff, by: PersonId | None, now: datetime
) -> None:
    changes = {"called_off_at": now, "changed_at": now, "reason": fact.reason}
    _move(connection, fact.meeting_id, fact.version, changes)
    _says_now(connection, fact, None, by, now)


def _says_now(
    connection: Connection,
    fact: facts.MeetingChanged | facts.MeetingCalledOff,
    title: str | None,
    by: PersonId | None,
    now: datetime,
) -> None:
    """Let the meeting's broadcast say what is so now, as its next version."""
    number = connection.execute(
        select(meetings.c.broadcast_id).where(meetings.c.meeting_id == fact.meeting_id)
    ).scalar_one()
    connection.execute(
        update(broadcasts)
        .where(broadcasts.c.broadcast_id == number)
        .values(
            text=fact.drawn.text,
            version=broadcasts.c.version + 1,
            **({"title": title} if title else {}),
        )
    )
    drafts.keep_version(connection, number, "changed", by, now)


def redraw(connection: Connection, meeting_id: int, payloads: Mapping[str, Sequence[str]]) -> None:
    """Let copies of the meeting's broadcast that have not gone out yet leave as this; a file that goes along stays."""
    its = select(meetings.c.broadcast_id).where(meetings.c.meeting_id == meeting_id)
    of = broadcast_parts.c.broadcast_id == its.scalar_subquery()
    for channel, drawn in payloads.items():
        here = and_(of, broadcast_parts.c.channel == channel)
        parts = connection.execute(
            select(broadcast_parts.c.part).where(here).order_by(broadcast_parts.c.part)
        ).scalars()
        for part, payload in zip(reversed(parts.all()), reversed(drawn), strict=False):
            connection.execute(
                update(broadcast_parts)
                .where(here, broadcast_parts.c.part == part)
                .values(payload=payload)
            )


def _move(
    connection: Connection, meeting_id: int, version: int, changes: Mapping[str, object]
) -> None:
    moved = connection.execute(
        update(meetings)
        .where(
            meetings.c.meeting_id == meeting_id,
            meetings.c.version == version,
            meetings.c.called_off_at.is_(None),
        )
        .values(version=version + 1, **changes)
    )
    if moved.rowcount != 1:
        raise Overtaken


def _came(
    connection: Connection, fact: facts.CameNoted, _by: PersonId | None, _now: datetime
) -> None:
    connection.execute(
        update(attendances)
        .where(
            attendances.c.meeting_id == fact.meeting_id,
            attendances.c.home_id.in_(fact.home_ids),
        )
        .values(came=fact.came)
    )


WRITERS: Mapping[type, Writer] = {
    facts.MeetingPlanned: _planned,
    facts.MeetingAnswered: _answered,
    facts.PlaceGiven: _place_given,
    facts.MeetingQuestionAsked: _question_asked,
    facts.MeetingChanged: _changed,
    facts.MeetingCalledOff: _called_off,
    facts.CameNoted: _came,
}
