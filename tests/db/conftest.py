import pytest

from bot.db.database import Database
from tests.support.clocks import FakeClock
from tests.support.outgoing import Outgoing


@pytest.fixture
def outgoing(database: Database, clock: FakeClock) -> Outgoing:
    return Outgoing(database, clock)
