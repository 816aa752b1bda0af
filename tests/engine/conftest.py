from collections.abc import Iterator

import pytest

from bot.db.database import Database
from bot.engine import Engine
from tests.support.network import Network
from tests.support.processes import another


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest.fixture
def second(network: Network) -> Iterator[Engine]:
    """The engine of a second process over the same database."""
    with another(network.database) as database:
        yield network.engine_of(database)
