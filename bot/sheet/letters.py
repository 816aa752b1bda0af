"""The fonts of the sheet: one that comes with Homeround, and one of the operator's for letters that it lacks."""

from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

from fontTools.ttLib import TTLibError  # type: ignore[import-untyped]  # it ships no types
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.core.errors import HomeroundError

# DejaVu has the letters of every language that is written in Latin, Greek or Cyrillic, and of some others.
FAMILY = "DejaVu"
_FOLDER = Path(__file__).parent / "fonts"
_OWN = {"": _FOLDER / "DejaVuSans.ttf", "B": _FOLDER / "DejaVuSans-Bold.ttf"}
_MORE = "more"
# How fonts begin (ISO/IEC 14496-22, "Organization of an OpenType font"; W3C, "WOFF File Format 1.0").
_BEGINNINGS = (b"\0\1\0\0", b"OTTO", b"ttcf", b"true", b"wOFF", b"wOF2")


def add_letters(sheet: FPDF, texts: Iterable[str], more: Path | None) -> None:
    """Add the fonts to a sheet; ``more`` is the file of a second one.

    Raises:
        HomeroundError: ``more`` is no font, or no font has the letters of one of the texts.
    """
    for style, path in _OWN.items():
        sheet.add_font(FAMILY, style, path)
    known = _letters(sheet, FAMILY.lower())
    if more is not None:
        _add(sheet, more)
        known |= _letters(sheet, _MORE)
        sheet.set_fallback_fonts([_MORE], exact_match=False)
    for text in texts:
        lacking = sorted({each for each in text if ord(each) not in known})
        if lacking:
            message = (
                f"No font here can print {''.join(lacking)} in {text}."
                " Name one that can with --font, such as NotoSansCJK-Regular.ttc."
            )
            raise HomeroundError(message)


def _letters(sheet: FPDF, key: str) -> set[int]:
    font = sheet.fonts[key]
    assert isinstance(font, TTFFont)
    return set(font.cmap)


def _add(sheet: FPDF, more: Path) -> None:
    cause: Exception | None = None
    try:
        with more.open("rb") as file:
            is_font = file.read(4) in _BEGINNINGS
        if is_font:
            sheet.add_font(_MORE, "", more)
            return
    except (TTLibError, ValueError, LookupError, AssertionError, OSError) as error:
        cause = error
    message = f"{more} cannot be used as a font: it is not there, or no TrueType or OpenType."
    raise HomeroundError(message) from cause


def let_go(sheet: FPDF) -> None:
    """Close the files of the sheet's fonts."""
    for font in sheet.fonts.values():
        if isinstance(font, TTFFont):
            font.close()


def printable(text: str) -> str:
    """Return a text as the fonts know it: letters and their accents as one, nothing that does not show."""
    return "".join(
        each if each.isprintable() else " " if each.isspace() else ""
        for each in normalize("NFC", text)
    )
