"""Sentences with blanks: how wording from ``content/`` takes in names and figures safely."""

from dataclasses import field
from string import Formatter
from typing import Any

from bot.core.messages import plain


class Markup(str):
    """Text that is CommonMark already and goes into a blank as it is: only for wording from ``content/``."""

    __slots__ = ()


class Sentence(str):
    """A piece of wording with ``{blanks}``. What fills a blank is shown as written, never read as markup."""

    __slots__ = ()

    def fill(self, **blanks: object) -> str:
        """Return the wording with every blank filled in.

        Raises:
            KeyError: The wording has a blank that was not given; ``homeround check`` finds that first.
        """
        return self.format(
            **{
                name: value if isinstance(value, Markup) else plain(str(value))
                for name, value in blanks.items()
            }
        )

    @property
    def blanks(self) -> frozenset[str]:
        """Return the names of the blanks in the wording.

        Raises:
            ValueError: A brace is open, or a blank is more than a name.
        """
        found = set()
        for _, name, form, conversion in Formatter().parse(self):
            # What Python allows after a name, as in {name:>9} or {name!r}, may fail when it is filled in.
            if form or conversion or not (name is None or name.isidentifier()):
                raise ValueError(self)
            found |= {name} if name else set()
        return frozenset(found)


def blanks(*names: str) -> Any:
    """Declare a field of wording and the blanks that it may use."""
    return field(metadata={"blanks": frozenset(names)})
