"""What every part of the tests may ask for: a database, a clock, and how hard rules are tried."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.db.database import Database
from tests.support.clocks import FakeClock
from tests.support.databases import CannotStart, PostgresServer, SqliteFiles

settings.register_profile(
    "dev", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def sqlite_files() -> Iterator[SqliteFiles]:
    # In memory where there is such a folder: nothing here need survive a power cut, and a commit waits for the disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of its own in it
    with tempfile.TemporaryDirectory(prefix="homeround-", dir=memory) as folder:
        files = SqliteFiles(Path(folder))
        yield files
        files.close()


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[PostgresServer]:
    # Not in pytest's own folder: that is closed to the user that PostgreSQL runs as.
    folder = Path(tempfile.gettempdir()) / f"homeround-{testrun_uid[:12]}"
    try:
        server = PostgresServer(folder)
    except CannotStart as error:
        pytest.skip(f"PostgreSQL cannot start here: {error}")
    yield server
    server.close()


@pytest.fixture
def sqlite(sqlite_files: SqliteFiles) -> Iterator[Database]:
    """A fresh SQLite database with the present tables."""
    with sqlite_files.fresh() as database:
        yield database


@pytest.fixture
def postgresql(postgres_server: PostgresServer) -> Iterator[Database]:
    """A fresh PostgreSQL database with the present tables."""
    with postgres_server.fresh() as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database with the present tables, one of each kind in turn."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still until it is moved."""
    return FakeClock()
