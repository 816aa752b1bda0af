"""What is said: CommonMark text with buttons, and the token a button carries."""

import re
from dataclasses import dataclass, field
from typing import Self

from bot.core.errors import StalePress

# Telegram takes at most 64 bytes of callback data (Bot API, InlineKeyboardButton); Slack takes more.
TOKEN_BYTES = 64
_PART = re.compile(r"[A-Za-z0-9_.\-]*")
# Everything that CommonMark could read as markup (CommonMark 0.31, section 2.4).
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Press:
    """What a button means: an action, what it is about, and a choice. Never wording, never authority."""

    action: str
    about: str = ""
    choice: tuple[str, ...] = ()

    def token(self) -> str:
        """Return the press as at most 64 bytes of ASCII.

        Raises:
            ValueError: A part holds a character outside ``A-Za-z0-9_.-`` or the whole is too long.
        """
        parts = (self.action, self.about, *self.choice)
        token = ":".join(parts)
        if not all(_PART.fullmatch(part) for part in parts) or len(token) > TOKEN_BYTES:
            raise ValueError(token)
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
            StalePress: It is not a number.
        """
        if not self.about.isascii() or not self.about.isdigit():
            raise StalePress
        return int(self.about)


@dataclass(frozen=True, slots=True)
class Button:
    """A next step: a label and either a press or a web address."""

    label: str
    press: Press | None = None
    url: str = ""
    style: str = ""  # "", "primary" or "danger": shown where the platform has colours


@dataclass(frozen=True, slots=True)
class Message:
    """CommonMark text with rows of buttons under it; each channel draws it natively."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that is already in a chat, by the platform's own ids."""

    chat: str
    message_id: str


def plain(text: str) -> str:
    """Return ``text`` as CommonMark that shows exactly these characters, with no markup in force."""
    return _MARKUP.sub(r"\\\1", text)
