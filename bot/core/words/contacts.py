"""Said about contacts."""

from dataclasses import dataclass

from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class ContactWords:
    """The named people of a home."""

    title: Sentence = blanks("home")
    none: Sentence = blanks()
    line: Sentence = blanks("label", "name", "telephone")
    not_now: Sentence = blanks("label", "name", "telephone", "otherwise")
    confirmed: Sentence = blanks("day")
    changed: Sentence = blanks()
    changed_title: Sentence = blanks("label")
    gone: Sentence = blanks("label", "name")
    gone_title: Sentence = blanks("label")
