from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.db.database import Database
from tests.support.clockwork import Clockwork
from tests.support.network import Network
from tests.support.processes import another


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What was logged, instead of a screen full of it."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest.fixture
def clockwork(network: Network) -> Clockwork:
    """The clock of a process over the network."""
    return Clockwork(network)


@pytest.fixture
def second(network: Network) -> Iterator[Clockwork]:
    """The clock of a second process over the same database."""
    with another(network.database) as database:
        yield Clockwork(network, "two", database=database)
