"""Buttons under a message: read, and refused where the real one refuses them."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.arguments import parsed
from sandbox.telegram.refusal import bad_request

MOST_DATA_BYTES = 64
Buttons = list[list[dict[str, Any]]]


def read(markup: Any) -> Buttons:
    """Return the rows of an inline keyboard; none for no markup and for other kinds of it.

    Raises:
        Refused: A button is broken.
    """
    markup = parsed(markup, "reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        return []
    rows = markup.get("inline_keyboard") or []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: array of arrays expected")
    for row in rows:
        for button in row:
            _check(button)
    return [row for row in rows if row]


def _check(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not str(button.get("text") or "").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    data, url = button.get("callback_data"), button.get("url")
    if data is None and not url:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(str(data).encode()) <= MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if url and not _leads_somewhere(str(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _leads_somewhere(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # A web address needs a host with a dot; "localhost" is refused.
    return bool(parts.netloc) and (
        parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in parts.netloc)
    )
