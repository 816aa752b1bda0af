"""Broadcasts before they are sent: drafted, changed, approved by a second person; every version is kept."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.core.broadcasts import CHANGEABLE, Approval, BroadcastKind, BroadcastState, Decision
from bot.core.errors import Overtaken
from bot.core.facts import (
    ApprovalAsked,
    ApprovalDecided,
    BroadcastChanged,
    BroadcastDrafted,
    BroadcastReturned,
    NewsletterDrafted,
)
from bot.core.people import PersonId
from bot.db.tables import approvals, broadcast_versions, broadcasts, persons


def draft(
    connection: Connection, fact: BroadcastDrafted, author: PersonId | None, now: datetime
) -> None:
    """Keep a new broadcast as a draft, and its text as the first version."""
    connection.execute(
        insert(broadcasts).values(
            broadcast_id=fact.broadcast_id,
            author_id=author,
            audience=fact.audience,
            text=fact.text,
            urgent=fact.urgent,
            ack=fact.ack,
            kind=fact.kind,
            title=fact.title,
            state=BroadcastState.DRAFT,
            made_at=now,
        )
    )
    keep_version(connection, fact.broadcast_id, "written", author, now)


def draft_newsletter(
    connection: Connection, fact: NewsletterDrafted, by: PersonId | None, now: datetime
) -> None:
    """Keep a new issue as a draft.

    Raises:
        Overtaken: The edition has this issue already.
    """
    if issue(connection, fact.edition, fact.issue) is not None:
        raise Overtaken
    connection.execute(
        insert(broadcasts).values(
            broadcast_id=fact.broadcast_id,
            kind=BroadcastKind.NEWSLETTER,
            edition=fact.edition,
            issue=fact.issue,
            title=fact.title,
            audience=fact.audience,
            text=fact.text,
            urgent=False,
            ack=False,
            state=BroadcastState.DRAFT,
            made_at=now,
        )
    )
    keep_version(connection, fact.broadcast_id, "written", by, now)


def change(
    connection: Connection, fact: BroadcastChanged, by: PersonId | None, now: datetime
) -> None:
    """Make the text the next version of what has not gone out, a draft again.

    Raises:
        Overtaken: It has gone out, or another change came first.
    """
    _move(
        connection,
        broadcasts.c.broadcast_id == fact.broadcast_id,
        broadcasts.c.version == fact.version,
        broadcasts.c.state.in_(CHANGEABLE),
        audience=fact.audience,
        text=fact.text,
        urgent=fact.urgent,
        ack=fact.ack,
        state=BroadcastState.DRAFT,
        version=fact.version + 1,
    )
    keep_version(connection, fact.broadcast_id, "changed", by, now)


def ask(connection: Connection, fact: ApprovalAsked, by: PersonId | None) -> None:
    """Let the draft wait for a second person, and for the moment at which it goes out then.

    Raises:
        Overtaken: It is no draft, or has been changed.
    """
    _move(
        connection,
        broadcasts.c.broadcast_id == fact.broadcast_id,
        broadcasts.c.version == fact.version,
        broadcasts.c.state == BroadcastState.DRAFT,
        state=BroadcastState.WAITING,
        author_id=by,
        send_at=fact.send_at,
        recurring_id=fact.broadcast_id if fact.repeats else None,
    )


def give_back(connection: Connection, fact: BroadcastReturned) -> None:
    """Make a draft again of what waits.

    Raises:
        Overtaken: It waits no more, or has been changed.
    """
    _move(
        connection,
        broadcasts.c.broadcast_id == fact.broadcast_id,
        broadcasts.c.version == fact.version,
        broadcasts.c.state.in_([BroadcastState.WAITING, BroadcastState.SCHEDULED]),
        state=BroadcastState.DRAFT,
    )


def approve(
    connection: Connection, fact: ApprovalDecided, by: PersonId | None, now: datetime
) -> None:
    """Keep what the second person said; what was sent back is a draft again.

    Raises:
        Overtaken: It waits no more, or has been changed.
    """
    sent_back = fact.decision is Decision.SENT_BACK
    _move(
        connection,
        broadcasts.c.broadcast_id == fact.broadcast_id,
        broadcasts.c.version == fact.version,
        broadcasts.c.state == BroadcastState.WAITING,
        state=BroadcastState.DRAFT if sent_back else BroadcastState.WAITING,
    )
    connection.execute(
        insert(approvals).values(
            broadcast_id=fact.broadcast_id,
            version=fact.version,
            decision=fact.decision,
            note=fact.note,
            person_id=by,
            at=now,
        )
    )


def approvals_of(connection: Connection, broadcast_id: int) -> tuple[Approval, ...]:
    """Return what was said of a broadcast's versions by a second person, the newest last."""
    rows = connection.execute(
        select(approvals, persons.c.name)
        .outerjoin(persons, persons.c.person_id == approvals.c.person_id)
        .where(approvals.c.broadcast_id == broadcast_id)
        .order_by(approvals.c.approval_id)
    )
    return tuple(
        Approval(
            row.version,
            Decision(row.decision),
            row.note,
            PersonId(row.person_id) if row.person_id else None,
            row.name or "",
            row.at,
        )
        for row in rows
    )


def writer(connection: Connection, broadcast_id: int) -> PersonId | None:
    """Return who wrote the newest version; None where it was the clock or the operator."""
    found = connection.execute(
        select(broadcast_versions.c.person_id)
        .where(broadcast_versions.c.broadcast_id == broadcast_id)
        .order_by(broadcast_versions.c.version.desc())
        .limit(1)
    ).scalar()
    return PersonId(found) if found else None


def issue(connection: Connection, edition: str, issue_day: str) -> int | None:
    """Return the number of an issue of an edition."""
    return connection.execute(
        select(broadcasts.c.broadcast_id).where(
            broadcasts.c.edition == edition, broadcasts.c.issue == issue_day
        )
    ).scalar()


def issues_in(
    connection: Connection, states: tuple[BroadcastState, ...], edition: str = ""
) -> tuple[int, ...]:
    """Return the newsletters in these states, of one edition or of all, the newest first."""
    where = [broadcasts.c.edition == edition] if edition else []
    rows = connection.execute(
        select(broadcasts.c.broadcast_id)
        .where(
            broadcasts.c.kind == BroadcastKind.NEWSLETTER, broadcasts.c.state.in_(states), *where
        )
        .order_by(broadcasts.c.issue.desc(), broadcasts.c.broadcast_id.desc())
    )
    return tuple(rows.scalars())


def waiting(connection: Connection) -> tuple[int, ...]:
    """Return the broadcasts that wait for a second person, the oldest first."""
    rows = connection.execute(
        select(broadcasts.c.broadcast_id)
        .where(broadcasts.c.state == BroadcastState.WAITING)
        .order_by(broadcasts.c.broadcast_id)
    )
    return tuple(rows.scalars())


def _move(connection: Connection, *where: ColumnElement[bool], **values: object) -> None:
    if connection.execute(update(broadcasts).where(*where).values(**values)).rowcount != 1:
        raise Overtaken


def keep_version(
    connection: Connection, broadcast_id: int, what: str, by: PersonId | None, now: datetime
) -> None:
    """Keep the text as it stands now, as one of those that the broadcast has had."""
    row = connection.execute(
        select(broadcasts).where(broadcasts.c.broadcast_id == broadcast_id)
    ).one()
    connection.execute(
        insert(broadcast_versions).values(
            broadcast_id=broadcast_id,
            version=row.version,
            what=what,
            title=row.title,
            text=row.text,
            audience=row.audience,
            person_id=by,
            at=now,
        )
    )
