"""The door: what of an event goes on to a conversation, and so may be written, logged or relayed."""

import re
from dataclasses import replace

from bot.core.at_once import FormFaults
from bot.core.events import Attached, Commanded, Inbound, Said, Submitted, Withheld
from bot.core.ports import Guard
from bot.core.privacy import in_form
from bot.core.words import PrivacyWords

# No database keeps these: PostgreSQL's text has no NUL (its docs, "Character Types"), UTF-8 no half of a pair.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def keepable(inbound: Inbound) -> Inbound:
    """Return the event without the characters that no database keeps; nobody can see or type them."""
    what = inbound.what
    match what:
        case Said(text):
            what = Said(_kept(text))
        case Commanded(name, text):
            what = Commanded(_kept(name), _kept(text))
        case Submitted(form, values, about):
            kept = {_kept(name): _kept(text) for name, text in values.items()}
            what = Submitted(_kept(form), kept, _kept(about))
        case Attached(text=text):
            what = replace(what, text=_kept(text))
    return replace(
        inbound,
        event_id=_kept(inbound.event_id),
        chat=_kept(inbound.chat),
        sender=_kept(inbound.sender),
        sender_name=_kept(inbound.sender_name),
        what=what,
    )


def _kept(text: str) -> str:
    return _UNKEEPABLE.sub("", text)


def screen(
    inbound: Inbound, guard: Guard, words: PrivacyWords
) -> tuple[Inbound, FormFaults | None]:
    """Return the event without any text that identifies a resident.

    A form that holds such a text stays open, with what was seen at each field concerned.
    """
    if inbound.sender_name and guard(inbound.sender_name):
        inbound = replace(inbound, sender_name="")
    match inbound.what:
        case Said(text) if kinds := guard(text):
            return replace(inbound, what=Withheld(kinds)), None
        case Commanded(name, text) if kinds := guard(f"{name} {text}"):
            return replace(inbound, what=Withheld(kinds)), None
        case Attached(text=text) as file if guard(text):
            # The file is not taken either, and its sender is told that.
            return replace(inbound, what=replace(file, text="")), None
        case Submitted(_, values, _):
            found = {name: kinds for name, text in values.items() if (kinds := guard(text))}
            told = {name: in_form(kinds, words) for name, kinds in found.items()}
            return inbound, FormFaults(told) if told else None
    return inbound, None
