"""The privacy guard: finds in a text what could tell who a resident is, and what cannot wait for an answer."""

from itertools import combinations

from bot.core.privacy import Kind
from bot.privacy import words
from bot.privacy.names import has_name
from bot.privacy.nhs_number import has_nhs_number
from bot.privacy.numbers import has_date_of_birth, has_national_insurance, has_relatives_number
from bot.privacy.plain import plain


def find_identifying(text: str) -> tuple[Kind, ...]:
    """Return the kinds of what must not be kept, empty when there is none.

    A number that is one person's is enough by itself. A name, a room or an age says who is meant only together with
    something else: then all that was found is told. Takes time in proportion to the length.
    """
    written = plain(text)
    small = written.lower()
    found = {Kind.EMERGENCY} if _is_emergency(small) else set()
    if any(map(str.isdigit, small)):
        found |= {kind for kind, has in _NUMBERS.items() if has(small)}
        if has_nhs_number(written):
            found.add(Kind.NHS_NUMBER)
    return tuple(kind for kind in Kind if kind in found | _together(written, small))


_WHO = (Kind.NAME, Kind.ROOM, Kind.AGE)
_WHAT = (Kind.HEALTH, Kind.SAFEGUARDING, Kind.ATTACHMENT)
_PAIRS = (
    *({who, what} for who in _WHO for what in _WHAT),
    *map(set, combinations(_WHO, 2)),
    {Kind.AGE, Kind.POSTCODE},
    {Kind.NAME, Kind.POSTCODE},
    {Kind.ATTACHMENT, Kind.HEALTH},
)
# How far before a postcode it is looked whose it is.
_REACH = 30


def _together(written: str, small: str) -> set[Kind]:
    """Return what says who is meant by being together; nothing where no two meet."""
    found = {
        Kind.NAME: has_name(written),
        Kind.ROOM: bool(words.ROOM.search(small) or words.ROOM_SHORT.search(written)),
        Kind.AGE: bool(words.AGE.search(small)),
        Kind.ATTACHMENT: _is_attached(small),
    }
    there = {kind for kind, is_there in found.items() if is_there}
    if not there:
        return set()
    also = {
        Kind.POSTCODE: _has_postcode(small),
        Kind.HEALTH: bool(words.HEALTH.search(small)),
        Kind.SAFEGUARDING: bool(words.SAFEGUARDING.search(small)),
    }
    there |= {kind for kind, is_there in also.items() if is_there}
    return there if any(there >= pair for pair in _PAIRS) else set()


def _has_postcode(text: str) -> bool:
    return any(
        not words.OWN_POSTCODE.search(text[max(0, found.start() - _REACH) : found.start()])
        for found in words.POSTCODE.finditer(text)
    )


def _is_attached(text: str) -> bool:
    if not words.ATTACHED.search(text):
        return False
    return bool(words.SHOWN.search(text) or words.RECORD.search(text))


def _is_emergency(text: str) -> bool:
    if words.AT_ONCE.search(text):
        return True
    if not words.SUBJECT_AT_ONCE.search(text) or words.TALKED_ABOUT.search(text):
        return False
    return bool(words.HAPPENING.search(text))


# Each of these by itself, in small letters.
_NUMBERS = {
    Kind.DATE_OF_BIRTH: has_date_of_birth,
    Kind.NATIONAL_INSURANCE: has_national_insurance,
    Kind.PHONE: has_relatives_number,
}
