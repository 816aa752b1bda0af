"""The printable sheet of invites: a QR code to scan for each home, four to a page, to cut apart and hand out."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import segno
from fpdf import FPDF

_PAGE = (210, 297)  # A4, in millimetres
_CARD = (105, 148)
_MARGIN = 10


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says; ``link`` is empty where there is no Telegram to open."""

    title: str
    code: str
    link: str
    lines: Sequence[str]


def write(cards: Sequence[Card], path: Path) -> None:
    """Write the cards as a PDF file for A4 paper."""
    sheet = FPDF(format="A4")
    sheet.set_title("Invites")
    sheet.set_auto_page_break(auto=False)
    for place, card in enumerate(cards):
        if place % 4 == 0:
            sheet.add_page()
        across, down = place % 2, place // 2 % 2
        _draw(sheet, card, across * _CARD[0], down * _CARD[1])
    sheet.output(str(path))


def _draw(sheet: FPDF, card: Card, left: float, top: float) -> None:
    width = _CARD[0] - 2 * _MARGIN
    sheet.set_draw_color(190)
    sheet.rect(left, top, *_CARD)
    sheet.set_xy(left + _MARGIN, top + _MARGIN)
    sheet.set_font("helvetica", "B", 14)
    sheet.multi_cell(width, 6.5, _printable(card.title), align="L", new_x="LEFT", new_y="NEXT")
    sheet.set_font("helvetica", size=10)
    sheet.ln(1)
    for line in card.lines:
        sheet.set_x(left + _MARGIN)
        sheet.multi_cell(width, 5, _printable(line), align="L", new_x="LEFT", new_y="NEXT")
    if card.link:
        picture = BytesIO()
        segno.make(card.link, error="m").save(picture, kind="png", scale=10, border=2)
        sheet.image(picture, left + _CARD[0] / 2 - 28, top + _CARD[1] - 82, 56, 56)
    sheet.set_xy(left + _MARGIN, top + _CARD[1] - 22)
    sheet.set_font("courier", "B", 18)
    sheet.cell(width, 8, card.code, align="C")


def _printable(text: str) -> str:
    # The built-in fonts of PDF know Latin-1 only.
    return text.encode("latin-1", "replace").decode("latin-1")
