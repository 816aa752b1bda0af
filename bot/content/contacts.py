"""``contacts.toml``: whom homes can ring."""

from datetime import date

from pydantic import Field

from bot.content.entry import Entry, Id, Label, Text
from bot.content.folder import Folder
from bot.core.audience import parse
from bot.core.contacts import Contact
from bot.core.errors import BadAudience
from bot.core.hours import Span
from bot.core.moments import read_day

CONTACTS = "contacts.toml"
_FIRST = date(2020, 1, 1)


class _Contact(Entry):
    id: Id
    label: Label
    name: Text
    telephone: Text
    audience: Text
    confirmed: str
    hours: list[str] = Field(default_factory=list)
    otherwise: str = ""


class _Contacts(Entry):
    contacts: list[_Contact] = Field(default_factory=list)


def contacts(folder: Folder) -> tuple[Contact, ...]:
    """Return the contacts, in the order of the file."""
    found = folder.entry(CONTACTS, _Contacts)
    if found is None:
        return ()
    folder.unique(CONTACTS, ("contacts",), "id", [each.id for each in found.contacts])
    return tuple(
        _contact(folder, ("contacts", place), each) for place, each in enumerate(found.contacts)
    )


def _contact(folder: Folder, here: tuple[str, int], entry: _Contact) -> Contact:
    spans = []
    for place, words in enumerate(entry.hours):
        try:
            spans.append(Span.read(words))
        except ValueError as error:
            folder.fault(CONTACTS, (*here, "hours", place), str(error))
    confirmed = read_day(entry.confirmed, _FIRST)
    if confirmed is None:
        what = f'"{entry.confirmed}" is not a date; write one such as 2 November 2026'
        folder.fault(CONTACTS, (*here, "confirmed"), what)
    try:
        parse(entry.audience)
    except BadAudience as fault:
        folder.fault(CONTACTS, (*here, "audience"), f"cannot be read at: {fault.part}")
    return Contact(
        entry.id,
        entry.label,
        entry.name,
        entry.telephone,
        tuple(spans),
        entry.otherwise,
        entry.audience,
        confirmed or _FIRST,
    )
