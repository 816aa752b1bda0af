"""``homeround db backup``, ``restore`` and ``release``, as an operator types them."""

from pathlib import Path

import pytest

from bot.db.database import Database
from tests.support.databases import SqliteFiles
from tests.support.operator import Operator


def elsewhere(operator: Operator, folder: Path) -> Operator:
    """Return the operator with a database of their own that is not there yet."""
    folder.mkdir()
    return Operator(folder, Database(f"sqlite:///{folder / 'new.db'}"))


def test_all_homes_are_there_again_from_a_backup_in_a_new_place(
    on_both: Operator, tmp_path: Path
) -> None:
    file = tmp_path / "monday.backup"
    told = on_both.does("db", "backup", file)
    other = elsewhere(on_both, tmp_path / "other")

    restored = other.does("db", "restore", file)

    assert file.name in told
    assert "before a coordinator releases it" in restored
    assert other.does("homes", "list", "--json") == on_both.does("homes", "list", "--json")


def test_the_doctor_says_that_it_waits_until_it_is_released(
    operator: Operator, tmp_path: Path
) -> None:
    file = tmp_path / "monday.backup"
    operator.does("db", "backup", file)
    other = elsewhere(operator, tmp_path / "other")
    other.does("db", "restore", file)

    assert "homeround db release" in other.runs("doctor").out
    released = other.does("db", "release", "--drop")

    assert "dropped" in released
    assert "homeround db release" not in other.runs("doctor").out
    assert other.fails("db", "release") == ["No restored backup waits to be released."]


def test_a_backup_names_itself_by_its_time_where_no_name_is_given(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    operator.does("db", "backup")

    assert len(list(tmp_path.glob("homeround-*.backup"))) == 1


def test_a_backup_that_cannot_be_written_or_read_is_told_in_a_sentence(
    operator: Operator, tmp_path: Path, sqlite_files: SqliteFiles
) -> None:
    missing = tmp_path / "no" / "folder.backup"

    assert operator.fails("db", "backup", missing) == [
        f"{missing} cannot be written (No such file or directory), so there is no backup."
    ]
    assert operator.fails("db", "restore", missing) == [f"There is no file {missing}."]
