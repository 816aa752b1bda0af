"""Draws an issue as a PDF file for A4 paper: headings to jump to, links that work, numbered pages, text to copy."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fpdf import FPDF

from bot.archive.issue import FIRST_LEVEL, LANGUAGE, Issue, written
from bot.channels.commonmark import Block, Code, Heading, Item, Line, Quote, Rule, Span
from bot.core.words import ArchiveWords
from bot.sheet.letters import FAMILY, add_fonts, check_letters, let_go, spelled_out

_MARGIN, _FOOT = 22, 20  # millimetres
_SIZE = 10.5
_SIZES = {2: 14.0, 3: 12.0}
_INDENT, _BULLET_GAP = 6, 2.0
# What must fit on a page under a heading, so that none stands alone at its end.
_UNDER_HEADING = 30
_INK, _PALE, _LINK = (26, 29, 33), (85, 92, 100), (11, 79, 108)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a paragraph is written: its size in points, its leading in lines, and millimetres above and beside it."""

    size: float = _SIZE
    color: tuple[int, int, int] = _INK
    leading: float = 1.45
    above: float = 2
    indent: float = 0
    bullet: str = ""


class _Paper(FPDF):
    """A4 pages, each with the title and its number at the foot."""

    def __init__(self, foot: Callable[[int], str]) -> None:
        super().__init__(format="A4")
        self._foot = foot

    def footer(self) -> None:
        self.set_y(-_FOOT + 6)
        self.set_font(FAMILY, size=8)
        self.set_text_color(*_PALE)
        self.cell(0, 5, self._foot(self.page_no()), align="C")


def printed(issue: Issue, words: ArchiveWords, more: Path | None = None) -> bytes:
    """Return the issue as a PDF file, the same bytes each time; ``more`` is a font for letters that ours lacks.

    Raises:
        HomeroundError: ``more`` is no font, or no font has a letter of the text.
    """
    pages = "{nb}"  # what the library puts the count of pages in place of

    def foot(number: int) -> str:
        return words.page.format(title=title, page=number, of=pages)

    paper = _Paper(foot)
    try:
        known = add_fonts(paper, more)
        title = spelled_out(issue.title, known)
        blocks = [_spelled(block, known) for block in issue.blocks]
        notes = [spelled_out(each, known) for each in (issue.network, *issue.notes)]
        along = spelled_out(_along(issue, words), known)
        check_letters((title, *notes, *map(_text, blocks), along), known)
        _begin(paper, issue, title)
        _head(paper, title, notes)
        for block in blocks:
            _draw(paper, block)
        if along:
            _write(paper, (Span(along),), _Manner(9.5, _PALE, above=5))
        return bytes(paper.output())
    finally:
        let_go(paper)


def _along(issue: Issue, words: ArchiveWords) -> str:
    """Return which file went along, and what it shows; empty where none did."""
    if issue.file is None:
        return ""
    told = words.file.format(name=issue.file.name)
    return f"{told}. {issue.file.alt}" if issue.file.alt else told


def _begin(paper: FPDF, issue: Issue, title: str) -> None:
    paper.set_title(title)
    paper.set_author(issue.network)
    paper.set_lang(LANGUAGE)
    paper.set_creation_date(issue.sent_at)
    paper.c_margin = 0
    paper.set_margins(_MARGIN, _MARGIN, _MARGIN)
    paper.set_auto_page_break(auto=True, margin=_FOOT + 4)
    paper.add_page()


def _head(paper: FPDF, title: str, notes: Iterable[str]) -> None:
    network, *others = notes
    _write(paper, (Span(network),), _Manner(9, _PALE))
    paper.start_section(title)
    _write(paper, (Span(title, bold=True),), _Manner(19, leading=1.25, above=1))
    for each in others:
        _write(paper, (Span(each),), _Manner(9, _PALE, above=0.5))
    paper.set_draw_color(*_LINK)
    paper.set_line_width(0.7)
    _across(paper)


def _across(paper: FPDF) -> None:
    y = paper.get_y() + 3
    paper.line(_MARGIN, y, paper.w - _MARGIN, y)
    paper.set_y(y + 2)


def _draw(paper: FPDF, block: Block) -> None:
    match block:
        case Heading(spans, level):
            if paper.get_y() > paper.h - _FOOT - _UNDER_HEADING:
                paper.add_page()
            paper.ln(2)
            paper.start_section(written(spans), level=level - FIRST_LEVEL + 1, strict=False)
            bold = tuple(replace(span, bold=True) for span in spans)
            _write(paper, bold, _Manner(_SIZES.get(level, _SIZE), leading=1.3))
            paper.ln(0.8)
        case Item(spans, marker, depth):
            # An item without text still shows its marker, as the reader shows it.
            manner = _Manner(above=0.8, indent=_INDENT * (depth + 1), bullet=marker)
            _write(paper, spans or (Span("\u00a0"),), manner)
        case Quote(spans):
            top, page = paper.get_y() + 2, paper.page
            _write(paper, spans, _Manner(indent=_INDENT))
            if page == paper.page:
                paper.set_draw_color(*_PALE)
                paper.set_line_width(0.6)
                paper.line(_MARGIN + 2, top, _MARGIN + 2, paper.get_y())
        case Code(text):
            _write(paper, (Span(text, code=True),), _Manner(9.5, indent=_INDENT))
        case Rule():
            paper.set_draw_color(*_PALE)
            paper.set_line_width(0.2)
            _across(paper)
        case _:
            _write(paper, block.spans)


def _write(paper: FPDF, spans: Line, manner: _Manner = _Manner()) -> None:
    """Write the spans from here down as one paragraph, and stand below it."""
    paper.set_font(FAMILY, size=manner.size)
    paper.set_text_color(*manner.color)
    with (
        paper.text_columns() as columns,
        columns.paragraph(
            line_height=manner.leading,
            top_margin=manner.above,
            indent=manner.indent,
            bullet_string=manner.bullet,
            bullet_r_margin=_BULLET_GAP,
        ) as writing,
    ):
        for span in spans:
            paper.set_font(FAMILY, _style(span), manner.size)
            paper.set_text_color(*(_LINK if span.url else manner.color))
            writing.write(span.text, link=span.url or None)


def _style(span: Span) -> str:
    """Return how the library names the style: bold, slanted, struck through, and links underlined."""
    slant = "I" if span.italic and not span.bold else ""
    return f"{'B' if span.bold else slant}{'S' if span.strike else ''}{'U' if span.url else ''}"


def _spelled(block: Block, known: set[int]) -> Block:
    """Return the block in letters that can be printed."""
    if isinstance(block, Rule):
        return block
    if isinstance(block, Code):
        lines = (spelled_out(line, known) for line in block.text.split("\n"))
        # The library would take the space at the beginning of a line away.
        return Code("\n".join(line.replace("  ", "\u00a0\u00a0") for line in lines))
    return replace(block, spans=tuple(_spelled_spans(block.spans, known)))


def _spelled_spans(spans: Line, known: set[int]) -> Iterator[Span]:
    for span in spans:
        lines = (spelled_out(line, known) for line in span.text.split("\n"))
        yield replace(span, text="\n".join(lines))


def _text(block: Block) -> str:
    if isinstance(block, Rule):
        return ""
    return block.text if isinstance(block, Code) else "".join(span.text for span in block.spans)
