"""Invites in the database: made in batches, kept hashed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from bot.core.codes import hash_code, new_code
from bot.core.people import Role
from bot.db.tables import homes, invites

LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NewInvite:
    """A code that was just made; it is never to be seen again once this is gone."""

    home_id: str
    home_name: str
    role: Role
    code: str
    expires_at: datetime


def for_homes(
    connection: Connection, home_ids: Sequence[str] | None, role: Role, now: datetime
) -> tuple[list[NewInvite], list[str]]:
    """Make an invite for each of these homes, or for all; return them by home name, and the ids nobody has."""
    query = select(homes.c.home_id, homes.c.name, homes.c.manager).order_by(homes.c.name)
    if home_ids is not None:
        query = query.where(homes.c.home_id.in_(list(home_ids)))
    rows = connection.execute(query).all()
    unknown = sorted(set(home_ids or ()) - {row.home_id for row in rows})
    if unknown or not rows:
        return [], unknown
    made = [NewInvite(row.home_id, row.name, role, new_code(), now + LASTS) for row in rows]
    _keep(connection, [{"home_id": each.home_id} | _kept(each, now) for each in made])
    return made, []


def for_lead(connection: Connection, name: str, team: str, now: datetime) -> NewInvite:
    """Make an invite for a lead of this team."""
    made = NewInvite("", name, Role.LEAD, new_code(), now + LASTS)
    _keep(connection, [{"team": team, "name": name} | _kept(made, now)])
    return made


def _kept(made: NewInvite, now: datetime) -> dict[str, object]:
    return {
        "code_hash": hash_code(made.code),
        "role": made.role.value,
        "made_at": now,
        "expires_at": made.expires_at,
    }


def _keep(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    connection.execute(insert(invites), list(rows))
