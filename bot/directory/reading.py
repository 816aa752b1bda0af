"""Reads a directory file: every fault by its row, or the whole file, never half of it."""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from io import StringIO
from pathlib import Path

from bot.core.errors import Fault, Faults
from bot.directory.entry import Entry, Reading
from bot.directory.shapes import OWN, SHAPES, Shape

# The monthly directory of all England is about 45 MB.
LARGEST_BYTES = 100 * 1024 * 1024
# The ids of CQC look like this: 1-9946395586 (CQC syndication API).
_CQC_ID = re.compile(r"1-\d{6,12}")
# The form of a UK postcode (BS 7666, as on GOV.UK).
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
# A press token takes these (and the import must not break the buttons).
_HOME_ID = re.compile(r"[A-Za-z0-9_.\-]{1,24}")


def read(path: Path, areas: Collection[str] = ()) -> Reading:
    """Return what the file says of the homes, in the areas (local authorities) given, or in all.

    Raises:
        Faults: Everything that is wrong with the file; nothing of it may be used then.
    """
    text = _text(path)
    shape, header, rows = _shape(path.name, text)
    wanted = {area.casefold() for area in areas}
    entries: list[Entry] = []
    faults: list[Fault] = []
    outside = 0
    for number, cells in rows:
        if len(cells) != shape.width:
            what = f"has {len(cells)} columns, and the header has {shape.width}"
            faults.append(_fault(path.name, number, what))
            continue
        row = dict(zip(header, map(_clean, cells), strict=True))
        if wanted and shape is not OWN and shape.area(row).casefold() not in wanted:
            outside += 1
            continue
        wrong = list(_wrong(shape, row))
        faults += [_fault(path.name, number, what) for what in wrong]
        if not wrong:
            entries.append(shape.read(number, row))
    faults += _repeated(path.name, shape, entries)
    if faults:
        raise Faults(sorted(faults, key=lambda fault: fault.line))
    return Reading(shape.name, tuple(entries), outside)


def _fault(file: str, row: int, what: str) -> Fault:
    return Fault(file, row, f"row {row}" if row else "", what)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            limit = LARGEST_BYTES // 1024**2
            what = f"is {size // 1024**2} MB; a directory has at most {limit} MB"
            raise Faults([_fault(path.name, 0, what)])
        data = path.read_bytes()
    except OSError as error:
        raise Faults([_fault(path.name, 0, f"cannot be opened: {error.strerror}")]) from error
    if not data.strip():
        raise Faults([_fault(path.name, 0, "is empty")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        what = "is not UTF-8 here; save the file as CSV UTF-8 and import it again"
        raise Faults([_fault(path.name, row, what)]) from error


def _shape(file: str, text: str) -> tuple[Shape, list[str], Iterator[tuple[int, list[str]]]]:
    """Return the shape whose header the file has, the header, and the rows with their line numbers.

    Raises:
        Faults: The header is none of the three, with what is missing from the one that is nearest.
    """
    lines = text.splitlines()
    headers = {
        shape.name: next(csv.reader(lines[shape.preamble : shape.preamble + 1]), [])
        for shape in SHAPES
    }
    for shape in SHAPES:
        header = headers[shape.name]
        if len(header) == shape.width and set(shape.columns) <= set(header):
            return shape, header, _rows(text, shape.preamble)
    nearest = max(SHAPES, key=lambda shape: len(set(shape.columns) & set(headers[shape.name])))
    header = headers[nearest.name]
    missing = sorted(set(nearest.columns) - set(header))
    more = (
        sorted(set(header) - set(nearest.columns)) if nearest.width == len(nearest.columns) else []
    )
    what = f"the header is not that of {nearest.name}"
    what += f"; missing: {', '.join(missing)}" if missing else ""
    what += f"; not expected: {', '.join(more)}" if more else ""
    raise Faults([_fault(file, nearest.preamble + 1, what)])


def _rows(text: str, preamble: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""))
    for _ in range(preamble + 1):
        next(reader)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _clean(cell: str) -> str:
    """Return a cell without control characters and surrounding space."""
    return "".join(filter(str.isprintable, cell)).strip()


def _wrong(shape: Shape, row: dict[str, str]) -> Iterator[str]:
    entry_name = row.get("Setting name") or row.get("Location Name") or row.get("Name") or ""
    if not entry_name:
        yield "the home has no name"
    if shape is OWN and not _HOME_ID.fullmatch(row["Setting ID"]):
        yield "the Setting ID is missing, or has other than letters, figures, dash, dot and underscore"
    location = row.get("Location ID") or row.get("CQC Location ID (for office use only)") or ""
    if (location or shape is not OWN) and not _CQC_ID.fullmatch(location):
        yield f"{location or 'nothing'} is not a CQC location id"
    beds = row.get("Care homes beds", "")
    if beds and not beds.isdecimal():
        yield f"{beds} is not a number of beds"
    postcode = row.get("Location Postal Code") or row.get("Postcode") or ""
    if postcode and not _POSTCODE.fullmatch(postcode):
        yield f"{postcode} is not a postcode"


def _repeated(file: str, shape: Shape, entries: Sequence[Entry]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for entry in entries:
        key = entry.home_id if shape is OWN else entry.cqc_location_id
        if key in first:
            yield _fault(file, entry.row, f"{key} is in row {first[key]} already")
        first.setdefault(key, entry.row)
