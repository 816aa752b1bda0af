"""Said where the privacy guard stopped a text."""

from dataclasses import dataclass

from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class PrivacyWords:
    """What was seen, and how to say it without."""

    withheld: Sentence = blanks("kinds", "how")
    in_form: Sentence = blanks("kinds", "how")
    emergency: Sentence = blanks()
    last_of_several: Sentence = blanks("others", "last")
    kind_nhs_number: Sentence = blanks()
    kind_date_of_birth: Sentence = blanks()
    kind_national_insurance: Sentence = blanks()
    kind_phone: Sentence = blanks()
    kind_name: Sentence = blanks()
    kind_room: Sentence = blanks()
    kind_age: Sentence = blanks()
    kind_postcode: Sentence = blanks()
    kind_health: Sentence = blanks()
    kind_safeguarding: Sentence = blanks()
    kind_attachment: Sentence = blanks()
    how_number: Sentence = blanks()
    how_phone: Sentence = blanks()
    how_person: Sentence = blanks()
    how_attachment: Sentence = blanks()
