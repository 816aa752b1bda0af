from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.db.database import Database
from tests.support.feed_server import FeedServer, Watcher
from tests.support.network import Network


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What was logged, instead of a screen full of it."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture
def watcher(network: Network, server: FeedServer) -> Watcher:
    return Watcher(network, server)
