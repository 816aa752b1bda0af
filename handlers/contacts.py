"""The named people of a home: who to ring for what at this hour; a change is told to the homes that it concerns."""

from dataclasses import asdict

from bot.core.contacts import Contact
from bot.core.facts import ContactGone, ContactTold
from bot.core.hours import Hours
from bot.core.messages import Message
from bot.core.people import Home
from bot.core.turn import Outcome, Push, Say, ToCaller, Turn
from handlers.menu import menu
from handlers.times import on_day


def contacts(turn: Turn) -> Outcome:
    """Show the named people of each home of the caller."""
    homes = [each.home for each in turn.person.memberships]
    if not homes:
        return menu(turn)
    return Outcome(says=tuple(Say(ToCaller(), _list(turn, each)) for each in homes))


def _list(turn: Turn, home: Home) -> Message:
    words = turn.content.words.contacts
    found = turn.look.contacts.of_home(home.home_id, turn.content.contacts)
    lines = [_line(turn, each) for each in found] or [words.none]
    return Message("\n\n".join([words.title.fill(home=home.name), *lines]))


def _line(turn: Turn, contact: Contact) -> str:
    words = turn.content.words.contacts
    hours = Hours(contact.spans, turn.zone, turn.look.holiday)
    is_there = hours.is_open(turn.at) or not contact.otherwise
    line = words.line.fill(label=contact.label, name=contact.name, telephone=contact.telephone)
    if not is_there:
        line = words.not_now.fill(
            label=contact.label,
            name=contact.name,
            telephone=contact.telephone,
            otherwise=contact.otherwise,
        )
    return f"{line}\n{words.confirmed.fill(day=on_day(contact.confirmed))}"


def changed(turn: Turn) -> Outcome:
    """Tell the homes of a contact that it has changed; one that is new is only noted, and asked for with /contacts."""
    contact_id, _, digest = turn.came.about.partition(".")
    contact = next((each for each in turn.content.contacts if each.id == contact_id), None)
    if contact is None or contact.digest != digest:
        return Outcome()
    before = turn.look.contacts.told(contact_id)
    if before == contact.told:
        return Outcome()
    words = turn.content.words.contacts
    fact = ContactTold(contact_id, **asdict(contact.told))
    if before is None or before.digest == digest:
        return Outcome((fact,))
    message = Message(f"{words.changed}\n\n{_line(turn, contact)}")
    title = words.changed_title.format(label=contact.label)
    about = f"contact:{contact_id}.{digest}"
    pushes = tuple(
        Push(home_id, about, title, message)
        for home_id in turn.look.contacts.homes_of(contact.audience)
    )
    return Outcome((fact,), pushes)


def gone(turn: Turn) -> Outcome:
    """Tell the homes that had a contact that it is theirs no more."""
    contact_id = turn.came.about
    before = turn.look.contacts.told(contact_id)
    if before is None or any(each.id == contact_id for each in turn.content.contacts):
        return Outcome()
    fact = ContactGone(contact_id)
    if not before.audience:
        # Noted by a version that did not keep whose it was.
        return Outcome((fact,))
    words = turn.content.words.contacts
    message = Message(words.gone.fill(label=before.label, name=before.name))
    title = words.gone_title.format(label=before.label)
    # With the day: one that comes back and goes again is told again.
    about = f"contact:{contact_id}.gone.{turn.at.astimezone(turn.zone).date()}"
    homes = turn.look.contacts.homes_of(before.audience)
    return Outcome((fact,), tuple(Push(each, about, title, message) for each in homes))
