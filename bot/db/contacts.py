"""Contacts in the database: which homes each is for, and what homes were last told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.contacts import Contact
from bot.core.facts import ContactTold
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

    def homes_of(self, contact: Contact) -> tuple[HomeId, ...]:
        """Return the homes that a contact is for."""
        found = select(homes.c.home_id).where(homes_in(contact.audience)).order_by(homes.c.home_id)
        return tuple(map(HomeId, self.connection.execute(found).scalars()))

    def told(self, contact_id: str) -> str:
        """Return the digest of what homes were last told of a contact, empty where it is new."""
        found = select(contacts_told.c.digest).where(contacts_told.c.contact_id == contact_id)
        return self.connection.execute(found).scalar() or ""


def keep(connection: Connection, fact: ContactTold, now: datetime) -> None:
    """Keep what homes were told."""
    connection.execute(
        insert_new(connection, contacts_told, replaces=["digest", "at"]).values(
            contact_id=fact.contact_id, digest=fact.digest, at=now
        )
    )
