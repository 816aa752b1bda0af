"""Whatever subsets of a file come in whatever order: the directory is the same in the end."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import Faults
from bot.db import directory
from bot.db.database import Database
from bot.db.directory import Comparison, Described
from bot.directory.reading import read
from tests.support.clocks import MONDAY
from tests.support.databases import SqliteFiles
from tests.support.directory_files import (
    MONTHLY,
    OWN,
    WEEKLY,
    monthly_file,
    own_file,
    rows_of,
    weekly_file,
)

# Of our own file, those that share a location with others as well.
ROWS = {
    own_file: [row for row in rows_of(OWN) if row["Setting type"] != "care_home_op"][::6],
    weekly_file: rows_of(WEEKLY),
    monthly_file: rows_of(MONTHLY),
}
SHAPES = list(ROWS)


def keep(database: Database, path: Path, days: int = 0) -> Comparison:
    described = [
        Described(each.home_id, each.cqc_location_id, each.fields, each.types, each.tags)
        for each in read(path).entries
    ]
    with database.write() as connection:
        now = MONDAY + timedelta(days=days)
        return directory.compare_and_keep(connection, described, now, keep=True)


def everything(database: Database) -> dict[str, Any]:
    """Return all that is held of the homes, but for when it was read."""
    with database.read() as connection:
        homes = {
            row["home_id"]: {key: value for key, value in row.items() if key != "imported_at"}
            for row in directory.listing(connection)
        }
        ids = connection.exec_driver_sql("SELECT home_id, cqc_id FROM home_cqc_ids").all()
    return {"homes": homes, "cqc_ids": sorted(tuple(row) for row in ids)}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_any_subsets_in_any_order_end_in_the_same_directory(
    tmp_path: Path, sqlite_files: SqliteFiles, shape: Any, data: st.DataObject
) -> None:
    rows = ROWS[shape]
    whole, part = tmp_path / "whole.csv", tmp_path / "part.csv"
    whole.write_text(shape(*rows), encoding="utf-8", newline="")
    subsets = data.draw(
        st.lists(st.lists(st.sampled_from(range(len(rows))), min_size=1, unique=True), max_size=4)
    )
    rest = data.draw(
        st.permutations(sorted(set(range(len(rows))) - {n for each in subsets for n in each}))
    )

    with sqlite_files.fresh() as at_once, sqlite_files.fresh() as bit_by_bit:
        keep(at_once, whole)
        for number, subset in enumerate([*subsets, rest]):
            if subset:
                part.write_text(shape(*(rows[n] for n in subset)), encoding="utf-8", newline="")
                keep(bit_by_bit, part, number)

        assert everything(bit_by_bit) == everything(at_once)
        again = keep(bit_by_bit, whole, 9)
        assert (again.created, again.changed, again.missing) == ((), (), ())


@settings(max_examples=100)
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_does_worse_than_faults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    header = own_file().encode()
    for written in (content, header + content):
        path.write_bytes(written)
        with suppress(Faults):
            assert read(path).entries
