"""Owns how the arguments of a Web API call are read, however they were sent."""

import json
from collections.abc import Mapping

from aiohttp import web

from sandbox.slack.refusal import Refused
from sandbox.slack.workspace import Json


class Arguments:
    """The arguments of one call; a structure may come as JSON text, as forms send it."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def text(self, name: str, default: str = "") -> str:
        """Return the argument as text; numbers are written out, anything else is the default."""
        value = self._given.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return default

    def needed(self, name: str) -> str:
        """Return the argument as text.

        Raises:
            Refused: invalid_arguments, as it is missing or empty.
        """
        value = self.text(name)
        if not value:
            raise Refused("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """Say whether the argument is true, as JSON or forms say it."""
        return str(self._given.get(name, "")).lower() in {"true", "1"}

    def number(self, name: str, default: int) -> int:
        """Return the argument as a whole number.

        Raises:
            Refused: invalid_arguments, as it is not one.
        """
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise Refused(
                "invalid_arguments", [f"must be an integer [json-pointer:/{name}]"]
            ) from None

    def has(self, name: str) -> bool:
        """Say whether the argument was given at all."""
        return self._given.get(name) is not None

    def structure(self, name: str, error: str) -> object:
        """Return the argument's list or object, or None when it was not given.

        Raises:
            Refused: ``error``, as its JSON text cannot be read.
        """
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(error) from None


async def read_arguments(request: web.Request) -> Arguments:
    """Return the arguments of the call from its query and its body (form or JSON).

    Raises:
        Refused: invalid_json, json_not_object or invalid_form_data.
    """
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        given.update(body)
    elif request.can_read_body:
        try:
            given.update(await request.post())
        except ValueError:
            raise Refused("invalid_form_data") from None
    return Arguments(given)
