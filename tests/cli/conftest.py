from pathlib import Path

import pytest

from bot.db.database import Database
from tests.support.directory_files import ours, own_file
from tests.support.operator import Operator

HOMES = (
    ours("H1", "Ash Lodge", Neighbourhood="North"),
    ours("H2", "Birch House", Neighbourhood="South"),
    ours("H3", "Cedar Court", Neighbourhood="South"),
)


def settled(operator: Operator) -> Operator:
    """Return the operator once three homes are imported and the network is live."""
    operator.does("homes", "import", operator.writes("homes.csv", own_file(*HOMES)))
    return operator.turned_live()


@pytest.fixture
def operator(tmp_path: Path, sqlite: Database) -> Operator:
    """An operator of three homes."""
    return settled(Operator(tmp_path, sqlite))


@pytest.fixture
def on_both(tmp_path: Path, database: Database) -> Operator:
    """An operator of three homes, on SQLite and on PostgreSQL in turn."""
    return settled(Operator(tmp_path, database))
