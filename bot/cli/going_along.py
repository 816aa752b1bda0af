"""The file that goes along with ``homeround broadcast``: read, looked into, or refused in a sentence."""

from dataclasses import replace
from pathlib import Path

from bot.attachments import UnfitFile, fit
from bot.cli.guarding import refuse_identifying
from bot.cli.opening import Opened
from bot.cli.output import say
from bot.core.errors import HomeroundError
from bot.core.files import MEGABYTE, Unfit
from bot.core.messages import File

# A caption of Telegram's has twice as many (core.telegram.org/bots/api#sendphoto); nobody listens to more.
LONGEST_ALT = 500
CHECK_FILE = "Nothing looks into files: check that no resident is named or shown in it."
_UNFIT = {
    Unfit.KIND: "is neither a PDF nor a picture as JPEG or PNG",
    Unfit.EMPTY: "has nothing in it",
    Unfit.TOO_LARGE: "is larger than {most} MB",
    Unfit.TOO_WIDE: "is too large or too narrow to be shown on a phone",
    Unfit.BROKEN: "cannot be opened",
}


def file_along(opened: Opened, path: Path, alt: str) -> File:
    """Return the file as it goes along, with what it shows, and say what nothing looks into.

    Raises:
        HomeroundError: It cannot be sent, or says who a resident is.
    """
    most = opened.config.files.largest_mb
    try:
        found = fit(path.name, path.read_bytes(), most * MEGABYTE)
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
        raise HomeroundError(message) from error
    except UnfitFile as unfit:
        message = f"{path} {_UNFIT[unfit.why].format(most=most)}, so nothing was kept."
        raise HomeroundError(message) from unfit
    for text, what in ((path.name, f"The name of {path}"), (alt, "--alt")):
        refuse_identifying(text, what, opened.content.words.privacy)
    if found.is_picture and not alt.strip():
        message = f"{path} is a picture: say with --alt what it shows, for who cannot see it."
        raise HomeroundError(message)
    if len(alt) > LONGEST_ALT:
        message = f"--alt has {len(alt)} characters; at most {LONGEST_ALT} fit."
        raise HomeroundError(message)
    say(f"The file {found.name} goes along. {CHECK_FILE}")
    return replace(found, alt=alt.strip())
