from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.network import Network, migrated


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated(tmp_path_factory.mktemp("template") / "empty.db")


@pytest.fixture
def network(tmp_path: Path, template: Path) -> Iterator[Network]:
    network = Network(tmp_path / "network.db", template)
    yield network
    network.close()
