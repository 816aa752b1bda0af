"""``already_asked.toml``: what homes file elsewhere, so that nobody asks it again here without knowing."""

import re
from collections.abc import Sequence

from pydantic import Field

from bot.content.entry import Entry, Text
from bot.content.folder import Folder

REGISTER = "already_asked.toml"


class AlreadyAsked(Entry):
    """Something that homes report elsewhere, and the words by which a question gives away that it asks for it."""

    about: Text
    where: Text
    words: list[Text] = Field(min_length=1)

    def is_in(self, text: str) -> bool:
        """Say whether the text has one of the words, or a word that begins with it."""
        return any(re.search(rf"\b{re.escape(each)}", text, re.IGNORECASE) for each in self.words)


class _Register(Entry):
    asked: list[AlreadyAsked] = Field(default_factory=list)


def already_asked(folder: Folder) -> tuple[AlreadyAsked, ...]:
    """Return the register."""
    found = folder.entry(REGISTER, _Register)
    return tuple(found.asked) if found else ()


def warn(
    folder: Folder, file: str, questions: Sequence[str], register: Sequence[AlreadyAsked]
) -> None:
    """Warn of each question that homes seem to have answered elsewhere."""
    for place, text in enumerate(questions):
        for each in register:
            if each.is_in(text):
                what = f"seems to ask for {each.about}, which homes give to {each.where}"
                folder.warn(file, ("questions", place, "text"), what)
