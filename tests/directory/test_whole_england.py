"""A file of all England, through the real process on a terminal: it takes seconds, and shows that it goes on."""

from pathlib import Path

import pytest

from bot.db.database import Database
from tests.support.directory_files import monthly_file, registered
from tests.support.operator import Operator
from tests.support.terminal import on_a_terminal

HOMES = 15_000


@pytest.mark.acceptance
def test_fifteen_thousand_homes_are_imported_under_a_bar(tmp_path: Path, sqlite: Database) -> None:
    operator = Operator(tmp_path, sqlite)
    rows = [registered(f"1-{100_000_000 + n}", f"Home {n}") for n in range(HOMES)]
    path = operator.writes("england.csv", monthly_file(*rows))
    words = "homes", "import", str(path), "--config", str(operator.config)

    code, drawn = on_a_terminal(*words)

    assert code == 0
    assert "Importing england.csv" in drawn
    assert "━" in drawn
    assert f"{HOMES} created, 0 changed, 0 unchanged, 0 rejected, 0 not in the file." in drawn
