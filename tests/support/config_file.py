"""A config.toml of a test's own: what it is read as, or every fault of it as a sentence."""

from collections.abc import Mapping
from pathlib import Path

from bot.config import Config, load_config
from bot.core.errors import Faults


class ConfigFile:
    """A file in a folder of its own; the environment is what the test says, never this machine's."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config.toml"

    def read(self, text: str, environment: Mapping[str, str] | None = None) -> Config:
        """Return what the text is read as."""
        self.path.write_text(text, encoding="utf-8")
        return load_config(self.path, environment or {})

    def faults(self, text: str, environment: Mapping[str, str] | None = None) -> list[str]:
        """Return every fault as the operator reads it; none where the text is well."""
        try:
            self.read(text, environment)
        except Faults as found:
            return [str(each) for each in found.faults]
        return []
