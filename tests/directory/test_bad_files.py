"""A bad file gets one clear sentence for each fault, with its row, and changes nothing at all."""

import os
from pathlib import Path

import pytest

from bot.db import directory
from tests.support.directory_files import (
    listed,
    monthly_file,
    ours,
    own_file,
    registered,
    weekly_file,
)
from tests.support.joined import add_home
from tests.support.operator import Operator

TWO = own_file(ours("H1", "Ash Lodge"), ours("H2", "Birch House"))
HEADER = TWO.partition("\n")[0]
SAVE = "save it as CSV UTF-8 and import that"
STRANGER = (
    "has none of the headers that are read: "
    "the network's own file, CQC's weekly directory, CQC's monthly care directory"
)
NOT_OURS = ": the header in row 1 is not that of the network's own file; "
NOT_MONTHLY = ": the header in row 1 is not that of CQC's monthly care directory; "
NOT_WEEKLY = ": the header in row 5 is not that of CQC's weekly directory; "
ID = "that has at most 24 letters (a to z), figures, dashes, dots and underscores"
QUOTES = "its quotation marks do not match; inside a quoted field, each is written twice"


def own(**more: str) -> str:
    """Return a file whose second row is different."""
    return own_file(ours("H1", "Ash Lodge"), ours("H2", "Birch House") | {
        key.replace("_", " "): value for key, value in more.items()
    })  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("", [": is empty"], id="no bytes"),
        pytest.param(" \n\n", [": is empty"], id="blank"),
        pytest.param("\ufeff", [": is empty"], id="only a byte order mark"),
        pytest.param(HEADER + "\n", [": has a header and nothing under it"], id="only a header"),
        pytest.param(
            TWO.encode("utf-16"), [f": is UTF-16 text; {SAVE}"], id="UTF-16"
        ),
        pytest.param(
            b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), [f": is an Excel file; {SAVE}"], id="xlsx named csv"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)), [f": is an Excel file; {SAVE}"], id="xls named csv"
        ),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", [f": is a PDF file; {SAVE}"], id="PDF named csv"),
        pytest.param("<html><body>Log in</body></html>", [f": {STRANGER}"], id="web page"),
        pytest.param(bytes(range(1, 256)), [f": {STRANGER}"], id="any bytes"),
        pytest.param(
            TWO.replace(",", ";"),
            [": has semicolons between its columns; save it with commas"],
            id="semicolons",
        ),
        pytest.param(
            TWO.replace(",", "\t"), [": has tabs between its columns; save it with commas"], id="tabs"
        ),
        pytest.param(
            TWO.replace("Setting name", "Name of setting"),
            [
                NOT_OURS + "missing: Setting name; not expected: Name of setting"
            ],
            id="a column renamed",
        ),
        pytest.param(
            TWO.replace(",Notes\n", "\n").replace(",\n", "\n"),
            [
                NOT_OURS + "missing: Notes; it has 29 columns, and 30 are expected"
            ],
            id="a column gone",
        ),
        pytest.param(
            "\n".join(f"{line},x" for line in TWO.splitlines()),
            [
                NOT_OURS + "not expected: x; it has 31 columns, and 30 are expected"
            ],
            id="a column more",
        ),
        pytest.param(
            "\n".join(f"{line},x" for line in monthly_file(registered("1-100000001", "Ash")).splitlines()),
            [
                NOT_MONTHLY + "it has 123 columns, and 122 are expected"
            ],
            id="a column more in CQC's monthly file",
        ),
        pytest.param(
            weekly_file(listed("1-100000001", "Ash")).replace("Phone number", "Telephone"),
            [
                NOT_WEEKLY + "missing: Phone number; not expected: Telephone"
            ],
            id="a column renamed in CQC's weekly file",
        ),
        pytest.param(
            TWO.replace("Setting name", "Notes"),
            [NOT_OURS + "missing: Setting name"],
            id="a column twice",
        ),
        pytest.param(
            TWO + "H3,Cedar\n", [": row 4: has 2 columns, and the header has 30"], id="a short row"
        ),
        pytest.param(
            TWO + "\n\n" + ",".join(["H3"] * 31),
            [": row 6: has 31 columns, and the header has 30"],
            id="a long row after empty ones",
        ),
        pytest.param(own(Setting_name=""), [": row 3: the home has no name"], id="no name"),
        pytest.param(
            own(Setting_name="x" * 201),
            [": row 3: the home's name has 201 characters; at most 200 fit"],
            id="a long name",
        ),
        pytest.param(own(Setting_ID=""), [": row 3: the home has no Setting ID"], id="no id"),
        *(
            pytest.param(
                own(Setting_ID=wrong),
                [
                    f": row 3: {wrong} is not a Setting ID: {ID}"
                ],
                id=f"id {wrong[:9]}",
            )
            for wrong in ("H 2", "H:2", "Ł2", "H" * 25, "=1+1")
        ),
        pytest.param(own(Setting_ID="H1"), [": row 3: H1 is in row 2 already"], id="an id twice"),
        pytest.param(
            own(Setting_ID="h1"), [": row 3: h1 is in row 2 already"], id="an id twice, not quite"
        ),
        *(
            pytest.param(
                own(Location_ID=wrong),
                [f": row 3: {wrong} is not a CQC location id, such as 1-9946395586"],
                id=f"location {wrong}",
            )
            for wrong in ("1-12", "19946395586", "2-9946395586", "1-９９４６３９５５８６")  # noqa: RUF001
        ),
        *(
            pytest.param(
                own(Care_homes_beds=wrong),
                [f": row 3: {wrong} is not a number of beds"],
                id=f"beds {wrong}",
            )
            for wrong in ("many", "-1", "4.5", "4 5", "²", "٤٥", "99999999999999999999")
        ),
        *(
            pytest.param(
                own(Location_Postal_Code=wrong),
                [f": row 3: {wrong} is not a postcode"],
                id=f"postcode {wrong}",
            )
            for wrong in ("BR9", "BR9 3Q", "BR9  ３QY".replace("  ", " "), "Bromley")  # noqa: RUF001
        ),
        pytest.param(
            monthly_file(registered("", "Ash Lodge")),
            [": row 2: the home has no CQC location id"],
            id="no location",
        ),
        pytest.param(
            monthly_file(registered("1-100000001", "Ash", Care_homes_beds="x")),
            [": row 2: x is not a number of beds"],
            id="beds in CQC's file",
        ),
        pytest.param(
            weekly_file(listed("1-100000001", "Ash"), listed("1-100000001", "Birch")),
            [": row 7: 1-100000001 is in row 6 already"],
            id="a location twice",
        ),
        pytest.param(
            TWO.replace("Birch House", '"Birch House'), [f": row 3: {QUOTES}"], id="a quotation mark left open"
        ),
        pytest.param(
            TWO.replace("Ash Lodge", '"Ash Lodge'), [f": row 2: {QUOTES}"], id="one left open before other rows"
        ),
        pytest.param(
            TWO.replace("Ash Lodge", '"Ash "Lodge""'), [f": row 2: {QUOTES}"], id="one within"
        ),
        pytest.param(
            TWO.replace("Birch House", f'"{"x" * 131_073}"'),
            [": row 3: has a field of over 131,072 characters; is a quotation mark left open?"],
            id="a field over the limit",
        ),
        pytest.param(
            TWO.replace("Birch", "Bi\0rch"),
            [": row 3: holds a character that is no text (NUL); the file may be damaged"],
            id="NUL",
        ),
        pytest.param(
            TWO.replace("Birch", "Bïrch").encode("latin-1"),
            [": row 3: is not UTF-8; save the file as CSV UTF-8 and import that"],
            id="Latin-1",
        ),
        pytest.param(
            TWO.replace("House", "Hôuse").replace("Lodge", "Lödge").encode("cp1252"),
            [": row 2: is not UTF-8, nor are 1 more rows; save the file as CSV UTF-8 and import that"],
            id="Windows",
        ),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_and_changes_nothing(
    operator: Operator, content: str | bytes, told: list[str]
) -> None:
    with operator.database.write() as connection:
        add_home(connection, "H1", "Before")
        before = directory.listing(connection)

    faults = operator.fails("homes", "import", operator.writes("bad.csv", content))

    assert faults[:-1] == [f"bad.csv{each}" for each in told]
    assert faults[-1].startswith("Nothing was imported")
    with operator.database.read() as connection:
        assert directory.listing(connection) == before


def test_every_fault_of_a_file_is_told_by_its_row(operator: Operator) -> None:
    rows = [
        ours("H1", ""),
        ours("H2", "Birch", Care_homes_beds="x", Location_Postal_Code="y"),
        ours("H3", "Cedar"),
        ours("H3", "Damson"),
    ]

    faults = operator.fails("homes", "import", operator.writes("bad.csv", own_file(*rows)))

    assert [each.partition(": ")[2] for each in faults[:-1]] == [
        "row 2: the home has no name",
        "row 3: x is not a number of beds",
        "row 3: y is not a postcode",
        "row 5: H3 is in row 4 already",
    ]
    assert faults[-1] == "Nothing was imported; rows rejected: 3."


def test_a_row_counts_as_a_spreadsheet_counts_it(operator: Operator) -> None:
    rows = [ours("H1", "Ash\nLodge\nof\nfour lines"), ours("H2", "")]

    faults = operator.fails("homes", "import", operator.writes("bad.csv", own_file(*rows)))

    assert faults[0] == "bad.csv: row 3: the home has no name"


def test_a_bad_row_keeps_good_ones_out_as_well_also_in_a_dry_run(operator: Operator) -> None:
    path = operator.writes("bad.csv", own_file(ours("H1", "Ash Lodge"), ours("H2", "")))

    for more in ([], ["--dry-run"]):
        assert operator.fails("homes", "import", path, *more)[0].endswith("has no name")
    assert operator.does("homes", "list", "--json") == "[]\n"


def test_what_is_no_file_is_told(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")

    told = {
        name: operator.fails("homes", "import", tmp_path / name)
        for name in ("none.csv", "folder.csv", "pipe.csv")
    }

    end = "Nothing was imported."
    assert told == {
        "none.csv": ["none.csv: cannot be opened: No such file or directory", end],
        "folder.csv": ["folder.csv: is not a file", end],
        "pipe.csv": ["pipe.csv: is not a file", end],
    }


def test_a_file_of_200_megabytes_is_refused_unread(operator: Operator, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)

    assert operator.fails("homes", "import", path) == [
        "huge.csv: is 200 MB; a directory has at most 100 MB",
        "Nothing was imported.",
    ]
