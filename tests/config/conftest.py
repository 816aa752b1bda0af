from pathlib import Path

import pytest

from tests.support.config_file import ConfigFile


@pytest.fixture
def config_file(tmp_path: Path) -> ConfigFile:
    return ConfigFile(tmp_path)
