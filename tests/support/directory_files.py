"""Directory files in the three shapes, with the rows that a test wants; the headers are those of the samples."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "sandbox" / "data"
OWN = SAMPLES / "homes_bromley_like.csv"
WEEKLY = SAMPLES / "cqc_directory_like.csv"
MONTHLY = SAMPLES / "cqc_care_directory_like.csv"
PREAMBLE = 4
Row = Mapping[str, str]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a sample."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines[PREAMBLE:] if path == WEEKLY else lines))


def _written(sample: Path, rows: Sequence[Row], end: str = "\n") -> str:
    lines = sample.read_text(encoding="utf-8").splitlines()
    before = lines[:PREAMBLE] if sample == WEEKLY else []
    header = next(csv.reader(lines[len(before) :]))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return "".join(line + end for line in before) + text.getvalue()


def own_file(*rows: Row) -> str:
    """Return the network's own file with these rows; what a row leaves out is empty."""
    return _written(OWN, rows)


def weekly_file(*rows: Row) -> str:
    """Return CQC's weekly directory with these rows."""
    return _written(WEEKLY, rows, "\r\n")


def monthly_file(*rows: Row) -> str:
    """Return CQC's monthly care directory with these rows."""
    return _written(MONTHLY, rows)


def ours(home_id: str, name: str, location: str = "", **more: str) -> dict[str, str]:
    """A row of the network's own file; ``more`` by the column's name with underscores for spaces."""
    row = {"Setting ID": home_id, "Setting name": name, "Location ID": location}
    row |= {"Setting type": "care_home_op", "Care groups": "OP", "Newsletter streams": "weekly"}
    return row | {key.replace("_", " "): value for key, value in more.items()}


def registered(location: str, name: str, **more: str) -> dict[str, str]:
    """A row of CQC's monthly care directory: a care home without nursing."""
    row = {"Location ID": location, "Location Name": name, "Care home?": "Y"}
    row |= {"Location Local Authority": "Bromley", "Location Postal Code": "BR9 1AA"}
    row |= {"Service type - Care home service without nursing": "Y"}
    return row | {key.replace("_", " "): value for key, value in more.items()}


def listed(location: str, name: str, **more: str) -> dict[str, str]:
    """A row of CQC's weekly directory: a care home without nursing."""
    row = {"CQC Location ID (for office use only)": location, "Name": name, "Postcode": "BR9 1AA"}
    row |= {"Service types": "Residential homes", "Local authority": "Bromley"}
    return row | {key.replace("_", " "): value for key, value in more.items()}
