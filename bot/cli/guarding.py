"""The privacy guard before what the command line takes in."""

from bot.core.errors import HomeroundError
from bot.core.privacy import Kind, named
from bot.core.words import PrivacyWords
from bot.privacy import find_identifying


def refuse_identifying(text: str, what: str, words: PrivacyWords) -> None:
    """Make sure that a text says of no resident who it is; what to do in an emergency may be told.

    Raises:
        HomeroundError: It does, or seems to; the message says what was seen in ``what``.
    """
    if kinds := [kind for kind in find_identifying(text) if kind is not Kind.EMERGENCY]:
        message = f"{what} seems to hold {named(kinds, words)}, so nothing was kept."
        raise HomeroundError(message)
