from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.core.words import Words
from bot.db.database import Database
from tests.support.feed_server import FeedServer, Watcher, sample, sample_page
from tests.support.guidance import NOROVIRUS, ticks
from tests.support.network import Network, Player


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


@pytest.fixture
def words(network: Network) -> Words:
    return network.content.words


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def priya(network: Network) -> Player:
    return network.lead("Priya", "infection")


@pytest.fixture
async def changed(watcher: Watcher, server: FeedServer) -> Watcher:
    """A page that changed: its card is in the team's room."""
    await ticks(watcher.network)  # the check-in of Monday, before anybody has joined
    watcher.watches()
    server.pages[NOROVIRUS] = sample_page("norovirus_day2.json")
    await watcher.looks(gives=sample("finder_day2.atom"))
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json")
    await watcher.looks(gives=sample("finder_day3.atom"))
    return watcher
