"""The audit log: what every lead, coordinator and operator did, in a chain that shows if it was altered."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from bot.db.tables import audit

_START = "0" * 64
_CHAIN = 0x401D  # the number of the chain's lock, this application's own


def add(
    connection: Connection,
    *,
    actor: str,
    person_id: int | None,
    action: str,
    about: str,
    now: datetime,
) -> None:
    """Add a line, chained to the one before it."""
    if connection.dialect.name == "postgresql":
        # One writer of the chain at a time: two that read the same last line would fork it.
        connection.execute(select(func.pg_advisory_xact_lock(_CHAIN)))
    before = connection.execute(
        select(audit.c.hash).order_by(audit.c.audit_id.desc()).limit(1)
    ).scalar()
    line = {"at": now, "actor": actor, "person_id": person_id, "action": action, "about": about}
    connection.execute(insert(audit).values(hash=_hash(before or _START, line), **line))


def first_altered(connection: Connection) -> int | None:
    """Return the number of the first line that does not fit the one before it, or None when all do."""
    before = _START
    for row in connection.execute(select(audit).order_by(audit.c.audit_id)).mappings():
        if row["hash"] != _hash(before, row):
            return int(row["audit_id"])
        before = row["hash"]
    return None


def _hash(before: str, line: Mapping[str, Any] | RowMapping) -> str:
    kept = "\x1f".join(
        [
            before,
            line["at"].isoformat(),
            *(str(line[name]) for name in ("actor", "person_id", "action", "about")),
        ]
    )
    return hashlib.sha256(kept.encode()).hexdigest()
