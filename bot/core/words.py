"""Every fixed sentence that people read, as a field: a wrong key does not type-check, a wrong blank is found at start.

One class a conversation, one section of ``content/messages.toml`` a class.
"""

from dataclasses import dataclass

from bot.core.sentences import Sentence


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Said anywhere."""

    stale_button: Sentence
    not_allowed: Sentence
    went_wrong: Sentence


@dataclass(frozen=True, slots=True)
class Words:
    """All sections of ``content/messages.toml``."""

    common: CommonWords
