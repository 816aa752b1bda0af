"""What must hold of one row of a directory file, whatever its shape."""

import re
from collections.abc import Iterator, Sequence

from bot.directory.shapes import OWN, Row, Shape

# The ids of CQC look like this: 1-9946395586 (CQC syndication API).
_CQC_ID = re.compile(r"1-\d{6,12}", re.ASCII)
# The form of a UK postcode (BS 7666, as on GOV.UK).
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.ASCII | re.IGNORECASE)
# A press token takes these (and the import must not break the buttons).
_HOME_ID = re.compile(r"[A-Za-z0-9_.\-]{1,24}")
_BEDS = re.compile(r"\d{1,4}", re.ASCII)
LONGEST_NAME = 200


def wrong(shape: Shape, row: Row, cells: Sequence[str]) -> Iterator[str]:
    """Return everything that is wrong with a row; ``cells`` is the row before it was cleaned."""
    if any("\0" in cell for cell in cells):
        yield "holds a character that is no text (NUL); the file may be damaged"
    yield from _wrong_name(row)
    if shape is OWN:
        yield from _wrong_home_id(row)
    yield from _wrong_location(shape, row)
    beds = row.get("Care homes beds", "")
    if beds and not _BEDS.fullmatch(beds):
        yield f"{beds} is not a number of beds"
    postcode = row.get("Location Postal Code") or row.get("Postcode") or ""
    if postcode and not _POSTCODE.fullmatch(postcode):
        yield f"{postcode} is not a postcode"


def _wrong_name(row: Row) -> Iterator[str]:
    name = row.get("Setting name") or row.get("Location Name") or row.get("Name") or ""
    if not name:
        yield "the home has no name"
    if len(name) > LONGEST_NAME:
        yield f"the home's name has {len(name)} characters; at most {LONGEST_NAME} fit"


def _wrong_home_id(row: Row) -> Iterator[str]:
    home_id = row["Setting ID"]
    if not home_id:
        yield "the home has no Setting ID"
    elif not _HOME_ID.fullmatch(home_id):
        yield (
            f"{home_id} is not a Setting ID: that has at most 24 letters (a to z), figures, "
            "dashes, dots and underscores"
        )


def _wrong_location(shape: Shape, row: Row) -> Iterator[str]:
    location = row.get("Location ID") or row.get("CQC Location ID (for office use only)") or ""
    if shape is not OWN and not location:
        yield "the home has no CQC location id"
    elif location and not _CQC_ID.fullmatch(location):
        yield f"{location} is not a CQC location id, such as 1-9946395586"
