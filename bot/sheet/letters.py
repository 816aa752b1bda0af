"""The fonts of the sheet: one that comes with Homeround, and one of the operator's for letters that it lacks."""

from collections.abc import Iterable
from pathlib import Path
from unicodedata import category, name, normalize

from fontTools.ttLib import TTLibError  # type: ignore[import-untyped]  # it ships no types
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.core.errors import HomeroundError

# DejaVu has the letters of every language that is written in Latin, Greek or Cyrillic, and of some others.
FAMILY = "DejaVu"
_FOLDER = Path(__file__).parent / "fonts"
_OWN = {
    "": _FOLDER / "DejaVuSans.ttf",
    "B": _FOLDER / "DejaVuSans-Bold.ttf",
    "I": _FOLDER / "DejaVuSans-Oblique.ttf",
}
_MORE = "more"
_SHOWN = 60  # so much of a text tells which it is
# How fonts begin (ISO/IEC 14496-22, "Organization of an OpenType font"; W3C, "WOFF File Format 1.0").
_BEGINNINGS = (b"\0\1\0\0", b"OTTO", b"ttcf", b"true", b"wOFF", b"wOF2")


def add_letters(sheet: FPDF, texts: Iterable[str], more: Path | None) -> None:
    """Add the fonts to a sheet; ``more`` is the file of a second one.

    Raises:
        HomeroundError: ``more`` is no font, or no font has the letters of one of the texts.
    """
    check_letters(texts, add_fonts(sheet, more))


def add_fonts(sheet: FPDF, more: Path | None) -> set[int]:
    """Add the fonts to a sheet, and return the characters that they have.

    Raises:
        HomeroundError: ``more`` is no font.
    """
    for style, path in _OWN.items():
        sheet.add_font(FAMILY, style, path)
    known = _letters(sheet, FAMILY.lower())
    if more is not None:
        _add(sheet, more)
        known |= _letters(sheet, _MORE)
        sheet.set_fallback_fonts([_MORE], exact_match=False)
    return known


def check_letters(texts: Iterable[str], known: set[int]) -> None:
    """Find out whether the fonts have every letter; a line break needs none.

    Raises:
        HomeroundError: They lack one.
    """
    for text in texts:
        lacking = sorted({each for each in text if ord(each) not in known and each != "\n"})
        if lacking:
            message = (
                f"No font here can print {''.join(lacking)} in {text[:_SHOWN]}."
                " Name one that can with --font, such as NotoSansCJK-Regular.ttc."
            )
            raise HomeroundError(message)


def spelled_out(text: str, known: set[int]) -> str:
    """Return a line as the fonts can print it: a sign that none of them has is told by its name in brackets."""
    return "".join(_told(each, known) for each in printable(text))


def _told(sign: str, known: set[int]) -> str:
    kind = category(sign)
    if ord(sign) in known or kind[0] in "LN":
        return sign
    # Marks on other signs, such as a tone of skin: what they stand on is told without.
    return f"({name(sign, 'sign').lower()})" if kind == "So" else ""


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
