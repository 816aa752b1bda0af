from pathlib import Path

import pytest

from bot.db.database import Database
from tests.support.operator import Operator


@pytest.fixture
def operator(tmp_path: Path, sqlite: Database) -> Operator:
    return Operator(tmp_path, sqlite)


@pytest.fixture
def on_both(tmp_path: Path, database: Database) -> Operator:
    """An operator on SQLite and on PostgreSQL in turn."""
    return Operator(tmp_path, database)
