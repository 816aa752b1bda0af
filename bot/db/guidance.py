"""Guidance in the database, read: how far feeds were read, which documents are known, what became of a version."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from bot.core.differences import Difference
from bot.core.guidance import (
    Change,
    ChangeKind,
    Decision,
    FeedState,
    Guidance,
    Page,
    Standing,
    Trouble,
)
from bot.core.people import PersonId, TeamId
from bot.db.tables import broadcasts, changes, feeds, guidance, persons


class GuidanceLook:
    """``Library`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Look through this connection."""
        self._connection = connection

    def feed(self, feed_id: str) -> FeedState | None:
        """Return what is remembered of a feed, held until the transaction ends: two looks at it never meet."""
        query = select(feeds).where(feeds.c.feed_id == feed_id).with_for_update()
        row = self._connection.execute(query).first()
        return _feed(row) if row else None

    def known(self, pages: Sequence[Page]) -> Mapping[Page, Guidance]:
        """Return the documents at these pages."""
        return known(self._connection, pages)

    def text(self, guidance_id: int) -> tuple[str, ...]:
        """Return the sentences of a document's newest version that was read."""
        query = (
            select(changes.c.text)
            .where(changes.c.guidance_id == guidance_id, changes.c.text != "")
            .order_by(changes.c.version.desc())
            .limit(1)
        )
        return _lines(self._connection.execute(query).scalar() or "")

    def change(self, change_id: int) -> Change | None:
        """Return one version of a document."""
        found = changes_where(self._connection, changes.c.change_id == change_id)
        return found[0] if found else None


def states(connection: Connection) -> dict[str, FeedState]:
    """Return what is remembered of every feed that was ever looked at."""
    return {row.feed_id: _feed(row) for row in connection.execute(select(feeds))}


def known(connection: Connection, pages: Collection[Page]) -> dict[Page, Guidance]:
    """Return the documents at these pages."""
    if not pages:
        return {}
    rows = connection.execute(select(guidance).where(guidance.c.page.in_(list(pages))))
    return {Page(row.page): _document(row) for row in rows}


def unchecked(connection: Connection, feed_id: str, before: datetime, most: int) -> list[Guidance]:
    """Return the documents of a feed that nobody looked at since then, the longest left first."""
    rows = connection.execute(
        select(guidance)
        .where(
            guidance.c.feed_id == feed_id,
            guidance.c.standing.in_([Standing.CURRENT, Standing.WITHDRAWN]),
            or_(guidance.c.checked_at.is_(None), guidance.c.checked_at < before),
        )
        .order_by(guidance.c.checked_at.is_not(None), guidance.c.checked_at, guidance.c.guidance_id)
        .limit(most)
    )
    return [_document(row) for row in rows]


def everything(connection: Connection) -> list[Guidance]:
    """Return every document, by title."""
    rows = connection.execute(select(guidance).order_by(guidance.c.title, guidance.c.guidance_id))
    return [_document(row) for row in rows]


def changes_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[Change]:
    """Return versions of documents, the newest first."""
    rows = connection.execute(_these(*conditions).order_by(changes.c.change_id.desc()))
    return [_change(row) for row in rows]


_decider = persons.alias("decider")
_assigned = persons.alias("assigned")
_PREFIX = "document_"


def _these(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            changes,
            *(each.label(_PREFIX + each.name) for each in guidance.c),
            _decider.c.name.label("decider"),
            _assigned.c.name.label("assigned"),
            broadcasts.c.sent_at,
        )
        .join(guidance, guidance.c.guidance_id == changes.c.guidance_id)
        .outerjoin(_decider, _decider.c.person_id == changes.c.decided_by)
        .outerjoin(_assigned, _assigned.c.person_id == changes.c.assigned_to)
        .outerjoin(broadcasts, and_(broadcasts.c.broadcast_id == changes.c.broadcast_id))
        .where(*conditions)
    )


def _feed(row: Row[Any]) -> FeedState:
    read = {name: getattr(row, name) for name in FeedState.__dataclass_fields__}
    return FeedState(**read | {"trouble": Trouble(row.trouble), "told": Trouble(row.told)})


def _document(row: Row[Any], prefix: str = "") -> Guidance:
    read = {name: getattr(row, prefix + name) for name in Guidance.__dataclass_fields__}
    return Guidance(**read | {"standing": Standing(read["standing"])})


def _change(row: Row[Any]) -> Change:
    return Change(
        change_id=row.change_id,
        guidance=_document(row, _PREFIX),
        version=row.version,
        kind=ChangeKind(row.kind),
        title=row.title,
        note=row.note,
        seen_at=row.seen_at,
        published_at=row.published_at,
        difference=Difference(_lines(row.added), _lines(row.removed)),
        team=TeamId(row.team),
        decision=Decision(row.decision),
        rank=row.rank,
        audience=row.audience,
        urgent=row.urgent,
        climbs_at=row.climbs_at,
        climbed=row.climbed,
        assigned_to=PersonId(row.assigned_to) if row.assigned_to else None,
        assigned_name=row.assigned or "",
        decided_by=row.decider or "",
        rule=row.rule,
        decided_at=row.decided_at,
        summary=row.summary,
        action=row.action,
        material=row.material,
        confirm_by=row.confirm_by,
        broadcast_id=row.broadcast_id,
        sent_at=row.sent_at,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
