import pytest

from bot.db.database import Database
from tests.support.network import Network


@pytest.fixture
def network(sqlite: Database) -> Network:
    return Network(sqlite)
