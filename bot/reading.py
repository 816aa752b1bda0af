"""Reads a TOML file into a model, and every fault of it into a sentence with its line."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.core.errors import Fault, Faults
from bot.places import line_of, nearest

T = TypeVar("T")

# What pydantic's kinds of error mean to somebody who edits a file.
_SAYINGS = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list in square brackets",
    "tuple_type": "must be a list in square brackets",
    "dict_type": "must be a section",
    "model_type": "must be a section",
    "dataclass_type": "must be a section",
    "string_too_short": "must not be empty",
}


def read_text(path: Path, name: str) -> str:
    """Return the file's text.

    Raises:
        Faults: It is not there, is no file, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faults([Fault(name, 0, "", "is not UTF-8 text; save it as UTF-8")]) from None
    except FileNotFoundError:
        raise Faults([Fault(name, 0, "", "is not there")]) from None
    except OSError as error:
        raise Faults([Fault(name, 0, "", f"cannot be read: {error.strerror}")]) from None


def read_toml(text: str, name: str) -> dict[str, Any]:
    """Return what the text says.

    Raises:
        Faults: It is not TOML; with the line that the reader stumbled over.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at line ")
        line = int(place.split(",")[0]) if place[:1].isdigit() else 0
        raise Faults([Fault(name, line, "", f"is not TOML here: {what.lower()}")]) from None


def validated(model: TypeAdapter[T], data: Mapping[str, Any], text: str, name: str) -> T:
    """Return the data as the model.

    Raises:
        Faults: Every key that is missing, unknown or wrong, with its line.
    """
    try:
        return model.validate_python(data)
    except ValidationError as error:
        known = _names(model.json_schema())
        raise Faults([_fault(each, text, name, known) for each in error.errors()]) from None


def _fault(error: ErrorDetails, text: str, name: str, known: Sequence[str]) -> Fault:
    path = [part for part in error["loc"] if part != "[key]"]
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in path)
    kind = error["type"]
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        what = f"is not known here{nearest(str(path[-1]), known)}"
    elif kind in ("literal_error", "enum"):
        what = f"must be {error.get('ctx', {}).get('expected', 'one of the known words')}"
    elif kind in ("value_error", "assertion_error"):
        what = error["msg"].removeprefix("Value error, ")
    else:
        said = error["msg"]
        what = _SAYINGS.get(kind, said[:1].lower() + said[1:])
    return Fault(name, line_of(text, path), key.replace(".[", "["), what)


def _names(schema: Mapping[str, Any]) -> list[str]:
    found = list(schema.get("properties", {}))
    for part in schema.get("$defs", {}).values():
        found += part.get("properties", {})
    return found
