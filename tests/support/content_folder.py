"""A copy of the content folder that a test may edit, and what the loader then says of it."""

import shutil
from pathlib import Path

from bot.content import load_content
from bot.core.definitions import Content
from bot.core.errors import Faults

SHIPPED = Path(__file__).parents[2] / "content"


class ContentFolder:
    """Begins as what is shipped, which has no faults."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "content"
        shutil.copytree(SHIPPED, self.path)

    def write(self, file: str, text: str | bytes) -> None:
        """Write a whole file, new or in place of what was there."""
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, file: str, old: str, new: str) -> int:
        """Replace a text that stands there once; return the line on which the new one begins."""
        text = (self.path / file).read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{file} has no {old}"
        assert old not in after, f"{file} has {old} more than once"
        self.write(file, f"{before}{new}{after}")
        return before.count("\n") + 1

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with everything in it."""
        path = self.path / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def load(self) -> Content:
        """Return what the loader makes of it."""
        return load_content(self.path)

    def faults(self) -> list[str]:
        """Return every fault as the coordinator reads it; none where all is well."""
        try:
            self.load()
        except Faults as found:
            return [str(each) for each in found.faults]
        return []
