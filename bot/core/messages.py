"""What is said: CommonMark text with buttons, and the token a button carries."""

import re
from dataclasses import dataclass, field
from typing import Self

from bot.core.errors import StalePress
from bot.core.pictures import Drawing

# Telegram takes at most 64 bytes of callback data (Bot API, InlineKeyboardButton); Slack takes more.
TOKEN_BYTES = 64
# How the names of files end that are pictures.
PICTURES = (".jpg", ".png")
_PART = re.compile(r"[A-Za-z0-9_.\-]*")
# The largest number that a row can have (PostgreSQL, "integer").
_LARGEST_NUMBER = 2**31 - 1
_MOST_DIGITS = len(str(_LARGEST_NUMBER))
# Everything that CommonMark could read as markup: ASCII punctuation (CommonMark 0.31, section 2.4), and
# space at either end of a line, which makes code blocks and hard breaks (sections 4.4 and 6.7).
_MARKUP = re.compile(r"[!-/:-@\[-`{-~]|[ \t]+")


@dataclass(frozen=True, slots=True)
class Press:
    """What a button means: an action, what it is about, and a choice. Never wording, never authority."""

    action: str
    about: str = ""
    choice: tuple[str, ...] = ()

    def token(self) -> str:
        """Return the press as at most 64 bytes of ASCII.

        Raises:
            ValueError: There is no action, a part holds a character outside ``A-Za-z0-9_.-``, or the whole is
                too long.
        """
        parts = (self.action, self.about, *self.choice)
        token = ":".join(parts)
        fits = self.action and len(token) <= TOKEN_BYTES
        if not fits or not all(map(_PART.fullmatch, parts)):
            raise ValueError(f"no button can carry {token}")
        return token

    @classmethod
    def read(cls, token: str) -> Self:
        """Return the press that ``token`` stands for.

        Raises:
            StalePress: The token was not made by ``token()``, or was altered on its way.
        """
        action, *rest = token.split(":")
        if not action or len(token) > TOKEN_BYTES or not all(map(_PART.fullmatch, (action, *rest))):
            raise StalePress
        return cls(action, rest[0] if rest else "", tuple(rest[1:]))

    @property
    def number(self) -> int:
        """Return what it is about as a row number.

        Raises:
            StalePress: It is not a number, or a larger one than rows have.
        """
        return row_number(self.about)


@dataclass(frozen=True, slots=True)
class Button:
    """A next step: a label and either a press or a web address."""

    label: str
    press: Press | None = None
    url: str = ""
    style: str = ""  # "", "primary" or "danger": shown where the platform has colours


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along with a message; the name's ending says what it is.

    ``alt`` says what it shows to whoever cannot see it. One that is kept in the database goes by its ``file_id``,
    and its content is looked up when it leaves; one that is a ``drawing`` is drawn then.
    """

    name: str
    content: bytes = b""
    alt: str = ""
    file_id: int | None = None
    drawing: Drawing | None = None

    @property
    def is_picture(self) -> bool:
        """Say whether it is shown and not only named."""
        return self.name.endswith(PICTURES)


@dataclass(frozen=True, slots=True)
class Message:
    """CommonMark text with rows of buttons under it; each channel draws it natively.

    A file goes before the text, as a message of its own.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = field(default=())
    file: File | None = None


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that is already in a chat, by the platform's own ids."""

    chat: str
    message_id: str


def row_number(about: str) -> int:
    """Return the number of a row that a button, a form or a moment carried.

    Raises:
        StalePress: It is not a number, or a larger one than rows have.
    """
    if not about.isascii() or not about.isdigit() or len(about) > _MOST_DIGITS:
        raise StalePress
    number = int(about)
    if number > _LARGEST_NUMBER:
        raise StalePress
    return number


def plain(text: str) -> str:
    """Return ``text`` as CommonMark that shows exactly these characters, with no markup in force.

    Lines stay lines; empty lines part paragraphs.
    """
    return _MARKUP.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    if not found[0].isspace():
        return f"\\{found[0]}"
    before, after = (
        found.string[max(found.start() - 1, 0) : found.start()],
        found.string[found.end() : found.end() + 1],
    )
    if before in "\r\n" or after in "\r\n":  # also at either end of the text
        return "".join(f"&#{ord(each)};" for each in found[0])
    return found[0]
