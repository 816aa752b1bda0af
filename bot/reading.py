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

# What pydantic's kinds of error mean to somebody who edits a file; {braces} are its own figures.
_SAYINGS = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "path_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list in square brackets",
    "tuple_type": "must be a list in square brackets",
    "dict_type": "must be a section",
    "mapping_type": "must be a section",
    "model_type": "must be a section",
    "dataclass_type": "must be a section",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than_equal": "must be {le:g} or less",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "value_error": "{error}",
    "assertion_error": "{error}",
}


def read_text(path: Path, name: str) -> str:
    """Return the file's text.

    Raises:
        Faults: It is not there, is no file, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Faults([Fault(name, line, "", "is not UTF-8 text; save it as UTF-8")]) from None
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
        what, _, place = str(error).rpartition(" (at ")
        found = place.removeprefix("line ").partition(",")[0]
        line = int(found) if found.isdigit() else max(1, len(text.splitlines()))
        raise Faults([Fault(name, line, "", f"is not TOML here: {_lowered(what)}")]) from None


def validated(model: TypeAdapter[T], data: Mapping[str, Any], text: str, name: str) -> T:
    """Return the data as the model.

    Raises:
        Faults: Every key that is missing, unknown or wrong, with its line.
    """
    try:
        return model.validate_python(data)
    except ValidationError as error:
        known = _names(model.json_schema())
        faults = [_fault(each, text, name, known) for each in error.errors()]
        raise Faults(sorted(faults, key=lambda fault: fault.line)) from None


def converted(model: TypeAdapter[T], value: str, name: str) -> T:
    """Return what a text from outside any file means as the model, such as ``8080`` as a whole number.

    Raises:
        Faults: It means nothing of that kind; ``name`` stands where a file's name would.
    """
    try:
        return model.validate_python(value)
    except ValidationError as error:
        raise Faults([Fault(name, 0, "", _what(each)) for each in error.errors()]) from None


def _fault(error: ErrorDetails, text: str, name: str, known: Sequence[str]) -> Fault:
    path = [part for part in error["loc"] if part != "[key]"]
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in path)
    what = _what(error)
    if error["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        what = f"is not known here{nearest(str(path[-1]), known)}"
    return Fault(name, line_of(text, path), key.replace(".[", "["), what)


def _what(error: ErrorDetails) -> str:
    saying = _SAYINGS.get(error["type"])
    return saying.format(**error.get("ctx", {})) if saying else _lowered(error["msg"])


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _names(schema: Mapping[str, Any]) -> list[str]:
    found = list(schema.get("properties", {}))
    for part in schema.get("$defs", {}).values():
        found += part.get("properties", {})
    return found
