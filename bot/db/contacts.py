"""Contacts in the database: which homes each is for, and what homes were last told of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.contacts import Contact, Told
from bot.core.facts import ContactGone, ContactTold
from bot.core.people import HomeId
from bot.db.audience import homes_in
from bot.db.leases import insert_new
from bot.db.tables import contacts_told, homes


@dataclass(frozen=True, slots=True)
class ContactLook:
    """``Contacts`` over one connection."""

    connection: Connection

    def of_home(self, home_id: HomeId, known: Sequence[Contact]) -> tuple[Contact, ...]:
        """Return those of the contacts that are for the home."""
        if not known:
            return ()
        asked = [homes_in(each.audience).label(f"is_{place}") for place, each in enumerate(known)]
        row = self.connection.execute(select(*asked).where(homes.c.home_id == home_id)).first()
        return tuple(each for each, is_for in zip(known, row or (), strict=False) if is_for)

    def homes_of(self, audience: str) -> tuple[HomeId, ...]:
        """Return the homes that a contact is for."""
        found = select(homes.c.home_id).where(homes_in(audience)).order_by(homes.c.home_id)
        return tuple(map(HomeId, self.connection.execute(found).scalars()))

    def told(self, contact_id: str) -> Told | None:
        """Return what homes were last told of a contact; None where it is new."""
        found = select(contacts_told).where(contacts_told.c.contact_id == contact_id)
        row = self.connection.execute(found).first()
        return Told(row.digest, row.label, row.name, row.audience) if row else None


def gone(connection: Connection, known: Sequence[Contact]) -> tuple[str, ...]:
    """Return which contacts homes were told of that are not among the known ones any more."""
    found = select(contacts_told.c.contact_id).where(
        contacts_told.c.contact_id.not_in([each.id for each in known])
    )
    return tuple(connection.execute(found.order_by(contacts_told.c.contact_id)).scalars())


def keep(connection: Connection, fact: ContactTold | ContactGone, now: datetime) -> None:
    """Keep what homes were told; of one that is gone, nothing."""
    if isinstance(fact, ContactGone):
        mine = contacts_told.c.contact_id == fact.contact_id
        connection.execute(delete(contacts_told).where(mine))
        return
    values = asdict(fact) | {"at": now}
    replaces = [each for each in values if each != "contact_id"]
    connection.execute(insert_new(connection, contacts_told, replaces=replaces).values(values))
