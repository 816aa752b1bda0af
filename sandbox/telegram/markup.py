"""Buttons under a message: read, and refused where the real one refuses them."""

import json
from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.refusal import bad_request

MOST_DATA_BYTES = 64
Buttons = list[list[dict[str, Any]]]


def read(markup: Any) -> Buttons:
    """Return the rows of an inline keyboard; none for no markup and for other kinds of it.

    Raises:
        Refused: A button is broken.
    """
    if isinstance(markup, str):
        try:
            markup = json.loads(markup)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        return []
    rows: Buttons = markup.get("inline_keyboard") or []
    for row in rows:
        for button in row:
            _check(button)
    return [row for row in rows if row]


def _check(button: dict[str, Any]) -> None:
    if not str(button.get("text") or "").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    data, url = button.get("callback_data"), button.get("url")
    if data is None and not url:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(str(data).encode()) <= MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if url:
        parts = urlsplit(str(url))
        if parts.scheme not in ("http", "https", "tg") or not parts.netloc:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
