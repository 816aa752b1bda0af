"""Reads a directory file: every fault by its row, or the whole file, never half of it."""

import csv
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from io import StringIO
from pathlib import Path

from bot.core.errors import Fault, Faults
from bot.directory.checks import wrong
from bot.directory.entry import Entry, Reading
from bot.directory.shapes import OWN, SHAPES, Record, Row, Shape

# The monthly directory of all England is about 45 MB.
LARGEST_BYTES = 100 * 1024 * 1024
# CQC's weekly file has 4 lines before its header; no file has more than a few.
MOST_PREAMBLE = 10
# What other programs' files begin with, and what they are.
_OTHERS = {
    b"PK\x03\x04": "is an Excel file",
    b"\xd0\xcf\x11\xe0": "is an Excel file",
    b"\xff\xfe": "is UTF-16 text",
    b"\xfe\xff": "is UTF-16 text",
    b"%PDF": "is a PDF file",
}
_SAVE = "save it as CSV UTF-8 and import that"
_LONE = range(0xDC80, 0xDD00)  # what surrogateescape puts for a byte that is not UTF-8 (PEP 383)


def _nothing() -> None:
    """Tell nobody."""


def read(path: Path, areas: Collection[str] = (), step: Callable[[], None] = _nothing) -> Reading:
    """Return what the file says of the homes, in the areas (local authorities) given, or in all.

    ``step`` is called once a row.

    Raises:
        Faults: Everything that is wrong with the file; nothing of it may be used then.
    """
    text = _text(path)
    faults: list[tuple[int, str]] = []
    sorter = _Sorter({area.casefold() for area in areas}, faults)
    records = _records(text, faults)
    try:
        shape, header = _shape(records)
    except LookupError as error:
        # What broke off the reading is the cause, and what was not found its effect.
        raise Faults(_named(path, faults or [(0, str(error))])) from None
    nothing = True
    for number, cells in records:
        nothing = False
        step()
        sorter.take(shape, header, number, cells)
    faults += _repeated(shape, sorter.entries)
    faults += _not_utf8(sorter.not_utf8)
    if nothing and not faults:
        faults.append((0, "has a header and nothing under it"))
    if faults:
        raise Faults(_named(path, faults))
    return Reading(shape.name, tuple(sorter.entries), sorter.outside, sorter.other)


class _Sorter:
    """Takes rows one by one: into entries, faults, or the count of what is not for this network."""

    def __init__(self, areas: Collection[str], faults: list[tuple[int, str]]) -> None:
        self._areas = areas
        self._faults = faults
        self.entries: list[Entry] = []
        self.not_utf8: list[int] = []
        self.outside = 0
        self.other = 0

    def take(self, shape: Shape, header: Record, number: int, cells: Record) -> None:
        if len(cells) != shape.width:
            what = f"has {len(cells)} columns, and the header has {shape.width}"
            self._faults.append((number, what))
            return
        if any(ord(each) in _LONE for cell in cells if not cell.isascii() for each in cell):
            self.not_utf8.append(number)
            return
        row = dict(zip(header, map(_clean, cells), strict=True))
        if not self._is_ours(shape, row):
            return
        found = list(wrong(shape, row, cells))
        self._faults += [(number, what) for what in found]
        if not found:
            self.entries.append(shape.read(number, row))

    def _is_ours(self, shape: Shape, row: Row) -> bool:
        if shape is OWN:
            return True
        if self._areas and shape.area(row).casefold() not in self._areas:
            self.outside += 1
            return False
        if not shape.is_care_setting(row):
            self.other += 1
            return False
        return True


def _named(path: Path, faults: Sequence[tuple[int, str]]) -> list[Fault]:
    return [
        Fault(path.name, 0, f"row {row}" if row else "", what)
        for row, what in sorted(faults, key=lambda fault: fault[0])
    ]


def _text(path: Path) -> str:
    """Return the file's text; bytes that are not UTF-8 become what ``_LONE`` tells.

    Raises:
        Faults: It is no file of text, or too large for one.
    """
    try:
        looked = path.stat()
        if not stat.S_ISREG(looked.st_mode):
            raise Faults(_named(path, [(0, "is not a file")]))
        if looked.st_size > LARGEST_BYTES:
            size, limit = looked.st_size // 1024**2, LARGEST_BYTES // 1024**2
            raise Faults(_named(path, [(0, f"is {size} MB; a directory has at most {limit} MB")]))
        data = path.read_bytes()
    except OSError as error:
        raise Faults(_named(path, [(0, f"cannot be opened: {error.strerror}")])) from None
    for beginning, what in _OTHERS.items():
        if data.startswith(beginning):
            raise Faults(_named(path, [(0, f"{what}; {_SAVE}")]))
    text = data.decode("utf-8-sig", "surrogateescape")
    if not text.strip():
        raise Faults(_named(path, [(0, "is empty")]))
    return text


def _records(text: str, faults: list[tuple[int, str]]) -> Iterator[tuple[int, Record]]:
    """Return the rows that are not empty, numbered as a spreadsheet numbers them, until one cannot be read."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        what = "its quotation marks do not match; inside a quoted field, each is written twice"
        if "field limit" in str(error):
            what = f"has a field of over {csv.field_size_limit():,} characters; is a quotation mark left open?"
        faults.append((number + 1, what))


def _shape(records: Iterator[tuple[int, Record]]) -> tuple[Shape, Record]:
    """Return the shape whose header is found first, and the header.

    Raises:
        LookupError: There is none; the message says what is missing from the one that is nearest.
    """
    nearest: tuple[int, str] = (0, "")
    first: Record = []
    for number, cells in records:
        first = first or cells
        header = [_clean(cell) for cell in cells]
        for shape in SHAPES:
            if shape.has(header):
                return shape, header
            shared = len(set(shape.columns) & set(header))
            if shared > max(nearest[0], len(shape.columns) // 2):
                nearest = (shared, f"the header in row {number} is {shape.difference(header)}")
        if number >= MOST_PREAMBLE:
            break
    raise LookupError(nearest[1] or _stranger(first))


def _stranger(first: Record) -> str:
    """Return what is wrong with a file whose first row looks like none that is read."""
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(first) == 1 and first[0].count(mark) > 1:
            return f"has {name} between its columns; save it with commas"
    return f"has none of the headers that are read: {', '.join(shape.name for shape in SHAPES)}"


def _clean(cell: str) -> str:
    """Return a cell with single spaces, and without what does not show."""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    shown = (
        " " if each.isspace() else each for each in cell if each.isspace() or each.isprintable()
    )
    return " ".join("".join(shown).split())


def _repeated(shape: Shape, entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for entry in entries:
        key = entry.home_id if shape is OWN else entry.cqc_location_id
        # Two ids that differ in capitals alone are a slip, and nobody could say them apart.
        row = first.setdefault(key.casefold(), entry.row)
        if row != entry.row:
            yield entry.row, f"{key} is in row {row} already"


def _not_utf8(rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Say once what one cause has done to many rows."""
    if rows:
        more = f", nor are {len(rows) - 1} more rows" if len(rows) > 1 else ""
        yield rows[0], f"is not UTF-8{more}; save the file as CSV UTF-8 and import that"
