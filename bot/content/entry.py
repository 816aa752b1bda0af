"""What every table of the folder keeps to: ids that buttons can carry, texts that show as they are written."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from bot.core.links import unsafe_link

# A message shows no more buttons than this on any platform: Slack takes 25 elements a row, and messages of about
# 12,000 characters with everything that their buttons carry (docs.slack.dev/reference/block-kit/blocks).
MOST_CHOICES = 25
# What a button shows of its words before it cuts them short.
LABEL = 64
_BLANK = re.compile(r"\{\w+\}")


def is_id(text: str) -> bool:
    """Say whether buttons, files and commands can carry this as a name."""
    return bool(re.fullmatch(r"[a-z0-9_-]+", text))


def bad_link(text: str, *, blanks: bool = False) -> str:
    """Return what is wrong with the links of a text, empty when nothing is; a blank may be one where there are any."""
    target = unsafe_link(text, blanks=blanks)
    return "" if target is None else f"leads to {target or 'nowhere'}; a link begins with https://"


def bad_text(text: str) -> str:
    """Return what is wrong with a text that is shown as it is written, empty when nothing is."""
    blank = _BLANK.search(text)
    if blank:
        return f"{blank[0]} is filled in by nothing here; only messages.toml has words in braces"
    return bad_link(text)


def _id(text: str) -> str:
    if not is_id(text):
        raise ValueError("must be small letters a to z, figures, _ and - only")
    return text


def _text(text: str) -> str:
    fault = bad_text(text)
    if fault:
        raise ValueError(fault)
    return text


def _short(text: str) -> str:
    if len(text) > LABEL:
        raise ValueError(f"has {len(text)} characters; a button shows {LABEL}")
    return text


Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_text)]
Label = Annotated[Text, AfterValidator(_short)]


class Entry(BaseModel):
    """One table of a file; a key that is not known is a fault, and so is a value of another kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Entry):
    """One of several things to choose; ``value`` is kept, ``label`` is shown."""

    value: Id
    label: Label


def too_many(number: int) -> str:
    """Return what is wrong with so many choices, empty when nothing is."""
    return f"has {number} choices; at most {MOST_CHOICES} fit" if number > MOST_CHOICES else ""
