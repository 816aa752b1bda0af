"""Where a key stands in a TOML file: the library that reads TOML does not say."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"\s*(\"[^\"]+\"|[A-Za-z0-9_.-]+)\s*=")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line of the key at ``path``, or of the nearest table that holds it; 1 when there is none.

    A whole number in the path counts the tables of an array, from 0.
    """
    wanted = tuple(path)
    best, best_length = 1, 0
    for number, found in _keys(text):
        length = _shared(found, wanted)
        if length > best_length:
            best, best_length = number, length
    return best


def _keys(text: str) -> list[tuple[int, tuple[str | int, ...]]]:
    found: list[tuple[int, tuple[str | int, ...]]] = []
    counted: dict[str, int] = {}
    table: tuple[str | int, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            name = header[2]
            table = tuple(name.split("."))
            if header[1] == "[[":
                counted[name] = counted.get(name, -1) + 1
                table = (*table, counted[name])
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, (*table, key[1].strip('"'))))
    return found


def _shared(found: tuple[str | int, ...], wanted: tuple[str | int, ...]) -> int:
    """Return how far a key leads towards the wanted one, 0 when it leads elsewhere."""
    return len(found) if found == wanted[: len(found)] else 0


def nearest(name: str, known: Sequence[str]) -> str:
    """Return `` (did you mean "x"?)`` for a slip of a known name, else nothing."""
    close = get_close_matches(name, known, n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""
