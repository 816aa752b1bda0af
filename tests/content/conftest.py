from pathlib import Path

import pytest

from tests.support.content_folder import ContentFolder


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    return ContentFolder(tmp_path)
