"""Where a key stands in a TOML file: the library that reads TOML does not say."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_NAME = re.compile(r"\"[^\"]*\"|'[^']*'|[A-Za-z0-9_-]+")
_KEY = re.compile(r"\s*((?:\"[^\"]*\"|'[^']*'|[A-Za-z0-9_.\s-]+?))\s*=\s*(.*)")
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_LONG_TEXT = re.compile(r'"""|\'\'\'')

Path = tuple[str | int, ...]


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line of the key at ``path``; else the first that lies in it, or the nearest that holds it, or 1.

    A whole number in the path counts the tables or values of an array, from 0.
    """
    wanted = tuple(path)
    best, best_length = 1, 0
    for number, found in _places(text):
        if found[: len(wanted)] == wanted and wanted:
            return number
        leads_there = found == wanted[: len(found)]
        if leads_there and len(found) > best_length:
            best, best_length = number, len(found)
    return best


def _places(text: str) -> Iterator[tuple[int, Path]]:
    """Return the lines on which a table, a key, or a value of an array begins."""
    tables: dict[Path, int] = {}
    table: Path = ()
    array: Path | None = None
    values = 0
    for number, line in _lines_outside_texts(text):
        stripped = line.strip()
        if array is not None:
            if stripped.startswith("]"):
                array = None
            elif stripped and not stripped.startswith("#"):
                yield number, (*array, values)
                values += 1 if stripped.startswith("{") else max(1, len(_TEXT.findall(stripped)))
        elif header := _HEADER.match(line):
            table = _table(_names(header[2]), tables, is_array=header[1] == "[[")
            yield number, table
        elif key := _KEY.match(line):
            here = (*table, *_names(key[1]))
            yield number, here
            if key[2].partition("#")[0].strip() == "[":
                array, values = here, 0


def _table(names: Path, tables: dict[Path, int], *, is_array: bool) -> Path:
    """Return the path of a table from its header: the newest of each array that it lies in."""
    path: Path = ()
    for place, name in enumerate(names, 1):
        path = (*path, name)
        if is_array and place == len(names):
            tables[path] = tables.get(path, -1) + 1
        if path in tables:
            path = (*path, tables[path])
    return path


def _names(dotted: str) -> Path:
    return tuple(each.strip("\"'") for each in _NAME.findall(dotted))


def _lines_outside_texts(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines with their numbers, but for those within a text that runs over several."""
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        began_inside = bool(inside)
        for mark in _LONG_TEXT.findall(line):
            if not inside:
                inside = mark
            elif inside == mark:
                inside = ""
        if not began_inside:
            yield number, line


def nearest(name: str, known: Sequence[str]) -> str:
    """Return `` (did you mean "x"?)`` for a slip of a known name, else nothing."""
    close = get_close_matches(name, known, n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""
