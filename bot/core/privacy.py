"""What the privacy guard can see in a text, and how that is told to whoever wrote it."""

from collections.abc import Sequence
from enum import StrEnum

from bot.core.words import PrivacyWords


class Kind(StrEnum):
    """A kind of what must not be kept, in the order in which it is told."""

    EMERGENCY = "emergency"
    NHS_NUMBER = "nhs_number"
    DATE_OF_BIRTH = "date_of_birth"
    NATIONAL_INSURANCE = "national_insurance"
    PHONE = "phone"
    NAME = "name"
    ROOM = "room"
    AGE = "age"
    POSTCODE = "postcode"
    HEALTH = "health"
    SAFEGUARDING = "safeguarding"
    ATTACHMENT = "attachment"


def withheld(kinds: Sequence[Kind], words: PrivacyWords) -> str:
    """Return what is said of a message that was not kept: what was seen, and how to say it without."""
    if Kind.EMERGENCY in kinds:
        return words.emergency
    return words.withheld.format(kinds=named(kinds, words), how=_how(kinds, words))


def in_form(kinds: Sequence[Kind], words: PrivacyWords) -> str:
    """Return what is said at the field of a form."""
    if Kind.EMERGENCY in kinds:
        return words.emergency
    return words.in_form.format(kinds=named(kinds, words), how=_how(kinds, words))


def named(kinds: Sequence[Kind], words: PrivacyWords) -> str:
    """Return what people call these kinds; none of them is an emergency."""
    labels = {
        Kind.NHS_NUMBER: words.kind_nhs_number,
        Kind.DATE_OF_BIRTH: words.kind_date_of_birth,
        Kind.NATIONAL_INSURANCE: words.kind_national_insurance,
        Kind.PHONE: words.kind_phone,
        Kind.NAME: words.kind_name,
        Kind.ROOM: words.kind_room,
        Kind.AGE: words.kind_age,
        Kind.POSTCODE: words.kind_postcode,
        Kind.HEALTH: words.kind_health,
        Kind.SAFEGUARDING: words.kind_safeguarding,
        Kind.ATTACHMENT: words.kind_attachment,
    }
    *others, last = [labels[kind] for kind in kinds]
    if not others:
        return last
    return words.last_of_several.format(others=", ".join(others), last=last)


def _how(kinds: Sequence[Kind], words: PrivacyWords) -> str:
    if Kind.ATTACHMENT in kinds:
        return words.how_attachment
    if Kind.PHONE in kinds:
        return words.how_phone
    numbers = {Kind.NHS_NUMBER, Kind.DATE_OF_BIRTH, Kind.NATIONAL_INSURANCE}
    return words.how_number if numbers & set(kinds) else words.how_person
