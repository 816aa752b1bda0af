"""Which questionnaire a command is about."""

from typing import Annotated

import typer

from bot.cli.opening import Opened
from bot.core.errors import HomeroundError
from bot.core.questionnaires import Questionnaire

Name = Annotated[str, typer.Argument(help="The file's name without .toml, such as weekly.")]


def questionnaire_of(opened: Opened, name: str) -> Questionnaire:
    """Return the questionnaire with this name.

    Raises:
        HomeroundError: There is none.
    """
    known = opened.content.questionnaires
    if name not in known:
        message = f"There is no check-in {name}; there are {', '.join(sorted(known))}."
        raise HomeroundError(message)
    return known[name]
