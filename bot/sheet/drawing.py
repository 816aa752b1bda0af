"""Draws the cards, each fitted into its quarter of a page however long its texts are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import segno
from fpdf import FPDF

from bot.sheet.letters import FAMILY, add_letters, let_go, printable

_PAGE = (210, 297)  # A4, in millimetres
_CARD = (_PAGE[0] / 2, _PAGE[1] / 2)
_MARGIN = 10
_WIDTH = _CARD[0] - 2 * _MARGIN
_CODE_SQUARE = 54
_CODE_TOP = 66
_GAP = 2
# Sizes that are tried in turn, in points, until the texts fit: of the title and of the lines.
_SIZES = ((15, 9.5), (13, 9), (12, 8), (10, 7), (8, 6), (7, 5))
_LEADING = 0.46  # millimetres of height for each point


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says; ``link`` is empty where there is no Telegram to open."""

    title: str
    code: str
    link: str
    lines: Sequence[str]


def _nothing() -> None:
    """Tell nobody."""


def draw(
    cards: Sequence[Card], more: Path | None = None, step: Callable[[], None] = _nothing
) -> bytes:
    """Return the cards as a PDF file for A4 paper; ``more`` is a font for letters that ours lacks.

    ``step`` is called once a card.

    Raises:
        HomeroundError: ``more`` is no font, or a card has letters that no font has.
    """
    sheet = FPDF(format="A4")
    sheet.set_title("Invites")
    sheet.set_auto_page_break(auto=False)
    try:
        _draw(sheet, [_as_printed(card) for card in cards], more, step)
        return bytes(sheet.output())
    finally:
        let_go(sheet)


def _draw(sheet: FPDF, cards: Sequence[Card], more: Path | None, step: Callable[[], None]) -> None:
    add_letters(sheet, (text for card in cards for text in (card.title, *card.lines)), more)
    for place, card in enumerate(cards):
        if place % 4 == 0:
            sheet.add_page()
            _draw_cuts(sheet)
        _draw_card(sheet, card, place % 2 * _CARD[0], place // 2 % 2 * _CARD[1])
        step()


def _as_printed(card: Card) -> Card:
    return Card(printable(card.title), card.code, card.link, [*map(printable, card.lines)])


def _draw_cuts(sheet: FPDF) -> None:
    """Draw where the page is cut apart."""
    sheet.set_draw_color(170)
    sheet.set_dash_pattern(dash=2, gap=2)
    sheet.line(_CARD[0], 0, _CARD[0], _PAGE[1])
    sheet.line(0, _CARD[1], _PAGE[0], _CARD[1])


def _draw_card(sheet: FPDF, card: Card, left: float, top: float) -> None:
    sheet.set_xy(left + _MARGIN, top + _MARGIN)
    room = _CODE_TOP - _MARGIN - _GAP + (0 if card.link else _CODE_SQUARE)
    fitting = (each for each in _SIZES if _height(sheet, card, each) <= room)
    title, lines = next(fitting, _SIZES[-1])
    _write(sheet, card.title, title, bold=True)
    sheet.ln(_GAP)
    for line in card.lines:
        sheet.set_x(left + _MARGIN)
        _write(sheet, line, lines)
    if card.link:
        picture = BytesIO()
        segno.make(card.link, error="m").save(picture, kind="png", scale=6, border=4)
        corner = (left + (_CARD[0] - _CODE_SQUARE) / 2, top + _CODE_TOP)
        sheet.image(picture, *corner, _CODE_SQUARE, _CODE_SQUARE)
    sheet.set_xy(left + _MARGIN, top + _CODE_TOP + _CODE_SQUARE)
    sheet.set_font("courier", "B", 19)
    sheet.cell(_WIDTH, 9, card.code, align="C", new_x="LEFT", new_y="NEXT")
    sheet.set_font("courier", size=7)
    sheet.cell(_WIDTH, 4, card.link.partition("?")[0], align="C")


def _height(sheet: FPDF, card: Card, sizes: tuple[float, float]) -> float:
    title, lines = sizes
    written = _write(sheet, card.title, title, bold=True, dry=True) + _GAP
    return written + sum(_write(sheet, line, lines, dry=True) for line in card.lines)


def _write(sheet: FPDF, text: str, size: float, *, bold: bool = False, dry: bool = False) -> float:
    """Write a text from here down, or only measure it (``dry``); return how high it is."""
    sheet.set_font(FAMILY, "B" if bold else "", size)
    height = size * _LEADING
    made = sheet.multi_cell(
        _WIDTH,
        height,
        text,
        align="L",
        new_x="LEFT",
        new_y="NEXT",
        dry_run=dry,
        output="HEIGHT",
    )
    assert isinstance(made, float)
    return made
