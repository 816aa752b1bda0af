"""What a call of the Bot API was given, however it was sent: read, and refused where it cannot be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.telegram.refusal import Refused, bad_request

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a call brings."""

    name: str
    body: bytes


async def received(request: web.Request) -> dict[str, Any]:
    """Return what the query and the body of a call name; the body wins.

    Raises:
        Refused: The body is no JSON object, not in UTF-8, or larger than the sandbox takes.
    """
    try:
        given: dict[str, Any] = {**request.query, **await _body(request)}
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    try:
        "".join(value for value in given.values() if isinstance(value, str)).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return given


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        body = parsed(await request.text() or "{}", "request body")
        if not isinstance(body, dict):
            raise bad_request("can't parse request body: object expected")
        return body
    return {
        name: Upload(value.filename, value.file.read())
        if isinstance(value, web.FileField)
        else value
        for name, value in (await request.post()).items()
    }


def too_large() -> Refused:
    """Return the refusal of a call that brings too much."""
    return Refused(413, "Request Entity Too Large")


def parsed(value: Any, what: str) -> Any:
    """Return a value that may have been written as JSON inside a form; None for an empty one.

    Raises:
        Refused: It is text, and that is no JSON.
    """
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise bad_request(f"can't parse {what}: invalid JSON") from None


def objects(arguments: Arguments, name: str) -> list[dict[str, Any]]:
    """Return a list of JSON objects; an empty one where nothing was given.

    Raises:
        Refused: It is something else.
    """
    value = parsed(arguments.get(name), name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise bad_request(f"can't parse {name}: array of objects expected")
    return value


def whole(arguments: Arguments, name: str, default: int = 0) -> int:
    """Return a whole number; the default where there is none, or something else (as Telegram)."""
    try:
        return int(arguments.get(name) or default)
    except (TypeError, ValueError):
        return default


def true(arguments: Arguments, name: str) -> bool:
    """Say whether a flag is set."""
    return arguments.get(name) in (True, "true", "True", 1, "1")
