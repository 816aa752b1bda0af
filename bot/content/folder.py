"""The content folder: its files, their lines, and every fault found in them so far."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, TypeAdapter

from bot.core.errors import Fault, Faults
from bot.places import line_of, nearest
from bot.reading import read_text, read_toml, validated

T = TypeVar("T")

FILES = ("messages.toml", "teams.toml", "routing.toml", "privacy.md", "signpost.md", "README.md")
FOLDERS = ("forms", "question_types", "checkins", "surveys")


def _id(text: str) -> str:
    if not text or not all(
        each.isascii() and (each.islower() or each.isdigit() or each in "_-") for each in text
    ):
        raise ValueError("must be small letters a to z, figures, _ and - only")
    return text


Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Entry(BaseModel):
    """One table of a file; a key that is not known is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Folder:
    """Reads the folder's files; what is wrong with one is kept in ``faults``, and the others are still read."""

    def __init__(self, path: Path) -> None:
        """Read nothing yet."""
        self._path = path
        self._texts: dict[str, str] = {}
        self.faults: list[Fault] = []

    def look_for_strangers(self) -> None:
        """Find files that nothing reads: most likely a slip in a name."""
        if not self._path.is_dir():
            self.faults.append(Fault(str(self._path), 0, "", "is not a folder"))
            return
        for found in sorted(self._path.rglob("*")):
            name = found.relative_to(self._path).as_posix()
            if found.is_dir() or any(part.startswith(".") for part in name.split("/")):
                continue
            folder, _, file = name.rpartition("/")
            if name not in FILES and not (folder in FOLDERS and file.endswith(".toml")):
                known = FILES if not folder else FOLDERS
                hint = nearest(folder or file, known)
                self.faults.append(Fault(self.name(name), 0, "", f"is read by nothing{hint}"))

    def name(self, file: str) -> str:
        """Return what a fault calls the file."""
        return f"{self._path.name}/{file}"

    def files(self, folder: str) -> Iterator[str]:
        """Return the TOML files of a folder, by name."""
        for found in sorted((self._path / folder).glob("*.toml")):
            yield f"{folder}/{found.name}"

    def table(self, file: str) -> dict[str, object] | None:
        """Return what a TOML file says, or None where it cannot be read."""
        try:
            text = read_text(self._path / file, self.name(file))
            self._texts[file] = text
            return read_toml(text, self.name(file))
        except Faults as found:
            self.faults += found.faults
            return None

    def entry(self, file: str, model: type[T]) -> T | None:
        """Return a TOML file as the model, or None where it has faults."""
        table = self.table(file)
        if table is None:
            return None
        try:
            return validated(TypeAdapter(model), table, self._texts[file], self.name(file))
        except Faults as found:
            self.faults += found.faults
            return None

    def prose(self, file: str) -> str:
        """Return a Markdown file without the space round it; an empty one is a fault."""
        try:
            text = read_text(self._path / file, self.name(file)).strip()
        except Faults as found:
            self.faults += found.faults
            return ""
        if not text:
            self.faults.append(Fault(self.name(file), 0, "", "is empty"))
        return text

    def fault(self, file: str, place: Sequence[str | int], what: str) -> None:
        """Add a fault at the key ``place`` of a file."""
        key = ".".join(f"[{each + 1}]" if isinstance(each, int) else each for each in place)
        line = line_of(self._texts.get(file, ""), place) if place else 0
        self.faults.append(Fault(self.name(file), line, key.replace(".[", "["), what))

    def unique(self, file: str, table: str, ids: Sequence[str]) -> None:
        """Find ids that stand twice."""
        for place, each in enumerate(ids):
            if each in ids[:place]:
                self.fault(file, (table, place, "id"), f'"{each}" stands twice')
