"""Owns how long lists are handed out page by page, with Slack's opaque cursors."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.slack.arguments import Arguments
from sandbox.slack.refusal import Refused

T = TypeVar("T")

LARGEST_PAGE = 1000  # docs.slack.dev/apis/web-api/pagination


def page(items: Sequence[T], arguments: Arguments, usual: int) -> tuple[Sequence[T], str]:
    """Return the page that ``limit`` and ``cursor`` ask for, and the next cursor or "".

    Raises:
        Refused: invalid_limit or invalid_cursor.
    """
    limit = arguments.number("limit", usual) or usual
    if not 0 < limit <= LARGEST_PAGE:
        raise Refused("invalid_limit")
    start = _start(arguments.text("cursor"))
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], following


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, number = base64.b64decode(cursor, validate=True).decode().split(":")
        if word == "next" and number.isdecimal():
            return int(number)
    except (binascii.Error, ValueError):
        raise Refused("invalid_cursor") from None
    raise Refused("invalid_cursor")
