"""Versions of documents in the database, read: each with its document, who has it, who decided it, when it was sent."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from bot.core.differences import Difference
from bot.core.guidance import Change, ChangeKind, Decision, Guidance, Standing
from bot.core.people import PersonId, TeamId
from bot.db.tables import broadcasts, changes, guidance, persons


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
        .outerjoin(broadcasts, broadcasts.c.broadcast_id == changes.c.broadcast_id)
        .where(*conditions)
    )


def document_of(row: Row[Any], prefix: str = "") -> Guidance:
    """Return a document from a row of its table."""
    read = {name: getattr(row, prefix + name) for name in Guidance.__dataclass_fields__}
    return Guidance(**read | {"standing": Standing(read["standing"])})


def _change(row: Row[Any]) -> Change:
    return Change(
        change_id=row.change_id,
        guidance=document_of(row, _PREFIX),
        version=row.version,
        kind=ChangeKind(row.kind),
        title=row.title,
        note=row.note,
        seen_at=row.seen_at,
        published_at=row.published_at,
        difference=Difference(lines_of(row.added), lines_of(row.removed)),
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


def lines_of(text: str) -> tuple[str, ...]:
    """Return the sentences that a column holds, one a line."""
    return tuple(text.split("\n")) if text else ()
