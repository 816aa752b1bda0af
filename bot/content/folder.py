"""The content folder: its files, their lines, and every fault found in them so far."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from bot.content.entry import bad_text, is_id
from bot.core.errors import Fault, Faults
from bot.core.ports import Guard
from bot.core.privacy import Kind
from bot.places import line_of, nearest
from bot.reading import read_text, read_toml, validated

T = TypeVar("T")

FILES = (
    "messages.toml",
    "teams.toml",
    "routing.toml",
    "policies.toml",
    "rota.toml",
    "contacts.toml",
    "meetings.toml",
    "feeds.toml",
    "triage.toml",
    "approval.toml",
    "already_asked.toml",
    "privacy.md",
    "signpost.md",
    "safeguarding.md",
    "README.md",
)
FOLDERS = ("forms", "question_types", "checkins", "surveys", "editions")
# Folders whose files have a template in Markdown beside them, of the same name.
WITH_TEMPLATES = ("editions",)


class Folder:
    """Reads the folder's files; what is wrong with one is kept in ``faults``, and the others are still read."""

    def __init__(self, path: Path, guard: Guard | None = None) -> None:
        """Read nothing yet; the guard looks at each line of what is read."""
        self._path = path
        self._guard = guard
        self._texts: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def look_for_strangers(self) -> None:
        """Find files that nothing reads: most likely a slip in a name."""
        if not self._path.is_dir():
            self.faults.append(Fault(str(self._path), 0, "", "is not a folder"))
            return
        for found in sorted(self._path.rglob("*")):
            name = found.relative_to(self._path).as_posix()
            if found.is_dir() or any(part.startswith(".") for part in name.split("/")):
                continue
            what = self._stranger(name)
            if what:
                self.fault(name, (), what)

    def _stranger(self, name: str) -> str:
        """Return why nothing reads this file, empty where something does."""
        folder, _, file = name.rpartition("/")
        if name in FILES:
            return ""
        if folder not in FOLDERS:
            return f"is read by nothing{nearest(folder or file, FOLDERS if folder else FILES)}"
        is_template = folder in WITH_TEMPLATES and file.endswith(".md")
        if not is_template and not file.endswith(".toml"):
            return "is read by nothing: its name does not end in .toml"
        stem = file.removesuffix(".md").removesuffix(".toml")
        if is_template and not (self._path / folder / f"{stem}.toml").is_file():
            return f"is read by nothing: there is no {stem}.toml"
        if not is_id(stem):
            return "must be named with small letters a to z, figures, _ and - only"
        return ""

    def name(self, file: str) -> str:
        """Return what a fault calls the file."""
        return f"{self._path.name}/{file}"

    def files(self, folder: str) -> Iterator[str]:
        """Return the TOML files of a folder, by name."""
        for found in sorted((self._path / folder).glob("*.toml")):
            yield f"{folder}/{found.name}"

    def _read(self, file: str) -> str:
        text = read_text(self._path / file, self.name(file))
        if self._guard is None:
            return text
        for number, line in enumerate(text.splitlines(), 1):
            # What to do in an emergency stands in the signpost.
            if seen := [each for each in self._guard(line) if each is not Kind.EMERGENCY]:
                kinds = " and ".join(each.value.replace("_", " ") for each in seen)
                self.fault_at(file, number, f"seems to say who a resident is ({kinds})")
        return text

    def table(self, file: str) -> dict[str, object] | None:
        """Return what a TOML file says, or None where it cannot be read."""
        try:
            text = self._read(file)
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

    def prose(self, file: str, *, blanks: bool = False) -> str:
        """Return a Markdown file without the space at its end; an empty one is a fault, and so is a bad link.

        With ``blanks``, whoever asks looks at the links and at what is in braces.
        """
        try:
            text = self._read(file)
        except Faults as found:
            self.faults += found.faults
            return ""
        fault = "is empty" if not text.strip() else "" if blanks else bad_text(text)
        if fault:
            self.fault(file, (), fault)
        return text.rstrip() if blanks else text.strip()

    def fault(self, file: str, place: Sequence[str | int], what: str) -> None:
        """Add a fault at the key ``place`` of a file."""
        self.faults.append(self._found(file, place, what))

    def warn(self, file: str, place: Sequence[str | int], what: str) -> None:
        """Add what may well be meant so, and is worth a second look."""
        self.warnings.append(self._found(file, place, what))

    def _found(self, file: str, place: Sequence[str | int], what: str) -> Fault:
        key = ".".join(f"[{each + 1}]" if isinstance(each, int) else each for each in place)
        line = line_of(self._texts.get(file, ""), place) if place else 0
        return Fault(self.name(file), line, key.replace(".[", "["), what)

    def fault_at(self, file: str, line: int, what: str) -> None:
        """Add a fault on this line of a file that has no keys."""
        self.faults.append(Fault(self.name(file), line, "", what))

    def unique(self, file: str, here: Sequence[str | int], key: str, values: Sequence[str]) -> None:
        """Find what stands twice under the key of the tables of the array ``here``."""
        for place, each in enumerate(values):
            if each in values[:place]:
                self.fault(file, (*here, place, key), f'"{each}" stands twice')
