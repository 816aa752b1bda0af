"""Files that may go along: known by what is in them, small enough to send, and with no word of where they were made."""

import io
from pathlib import PurePosixPath
from unicodedata import normalize

from PIL import Image

from bot.core.errors import HomeroundError
from bot.core.files import Unfit
from bot.core.messages import File

# How these begin: ISO 32000-1, 7.5.2; ISO/IEC 10918-1, B.1.1.3; W3C, "PNG Specification", 5.2.
_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"))
_FORMATS = {".jpg": ("JPEG", "MPO"), ".png": ("PNG",)}
# "The photo's width and height must not exceed 10000 in total. Width and height ratio must be at most 20"
# (core.telegram.org/bots/api#sendphoto).
MOST_PIXELS = 10_000
MOST_RATIO = 20
LONGEST_NAME = 60
# What a camera or a program writes into a picture beside the picture itself.
_ASIDES = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment"})
_ORIENTATION = 0x0112


class UnfitFile(HomeroundError):
    """A file cannot go along: ``why`` says for which reason."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


def fit(name: str, content: bytes, most: int) -> File:
    """Return the file as it may go along: its name ends as its content is, and a picture is nothing but a picture.

    ``most`` is in bytes.

    Raises:
        UnfitFile: It is neither a PDF nor a picture, or it could not be sent.
    """
    if not content:
        raise UnfitFile(Unfit.EMPTY)
    if len(content) > most:
        raise UnfitFile(Unfit.TOO_LARGE)
    kind = next((kind for begins, kind in _BEGINNINGS if content.startswith(begins)), "")
    if not kind:
        raise UnfitFile(Unfit.KIND)
    if kind in _FORMATS:
        content = _bare(content, kind)
    return File(_named(name, kind), content)


def _named(name: str, kind: str) -> str:
    stem = PurePosixPath(name.replace("\\", "/")).stem
    shown = "".join(each for each in normalize("NFC", stem) if each.isprintable())
    kept = "".join("-" if each in ':*?"<>|' else each for each in shown).strip(" .-")
    return f"{kept[:LONGEST_NAME] or 'file'}{kind}"


def _bare(content: bytes, kind: str) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS[kind]) as picture:
            width, height = picture.size
            if width + height > MOST_PIXELS or max(width, height) > MOST_RATIO * min(width, height):
                raise UnfitFile(Unfit.TOO_WIDE)
            picture.load()
            return _without_asides(picture) if _ASIDES & picture.info.keys() else content
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnfitFile(Unfit.BROKEN) from error


def _without_asides(picture: Image.Image) -> bytes:
    """Return the picture without what a phone says of where and when it was taken."""
    kept = Image.Exif()
    turned = picture.getexif().get(_ORIENTATION)
    if turned is not None:
        kept[_ORIENTATION] = turned
    out = io.BytesIO()
    if picture.format == "PNG":
        picture.save(out, "PNG", exif=kept)
    else:
        # What else a picture brings, a comment for one, would be written again.
        picture.info = {key: picture.info[key] for key in ("icc_profile",) if key in picture.info}
        quality: str | int = "keep" if picture.format == "JPEG" else 95
        picture.save(out, "JPEG", quality=quality, exif=kept)
    return out.getvalue()
