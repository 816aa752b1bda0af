"""Forms and boards in Slack: a form is a modal, what is wrong with it its errors, a board the app's Home."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.channels.commonmark import clean
from bot.core.forms import Field, FieldKind, Form

Json = dict[str, Any]

# docs.slack.dev/reference/views/modal-views, and reference/block-kit for the parts.
TITLE = 24
SECTION = 3000
LABEL = 2000
TYPED = 3000
OPTION_TEXT = 75
OPTION_VALUE = 150
MOST_RADIOS = 10
MOST_OPTIONS = 100
# docs.slack.dev/reference/block-kit/block-elements/file-input-element
FILE_TYPES = ("pdf", "jpg", "jpeg", "png")


def modal(form: Form, intro: Iterable[Json] = ()) -> Json:
    """Return the form as a modal's view; ``intro`` is the form's own intro, drawn as blocks.

    Raises:
        ValueError: A choice has more options, or a value more characters, than Slack takes.
    """
    return {
        "type": "modal",
        "callback_id": "form",
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.submit, TITLE),
        "private_metadata": json.dumps({"form": form.id, "about": form.about}),
        "blocks": [*intro, *map(_input, form.fields)],
    }


def home(blocks: Iterable[Json]) -> Json:
    """Return the blocks as the view of the app's Home."""
    return {"type": "home", "blocks": list(blocks)}


def errors(faults: Mapping[str, str], payload: Mapping[str, Any]) -> Json:
    """Return the answer that keeps the modal of this ``view_submission`` open, each fault at its field.

    A fault of a field that the modal does not show stands at its first field.
    """
    shown = [
        str(block.get("block_id"))
        for block in (payload.get("view") or {}).get("blocks", ())
        if block.get("type") == "input"
    ]
    placed: dict[str, str] = {}
    for name, fault in faults.items():
        place = name if name in shown else shown[0]
        placed[place] = f"{placed[place]} {fault}" if place in placed else fault
    return {"response_action": "errors", "errors": placed}


def _input(field: Field) -> Json:
    block: Json = {
        "type": "input",
        "block_id": field.id,
        "label": _plain(field.label, LABEL),
        "optional": field.optional,
        "element": {"action_id": field.id} | _element(field),
    }
    if field.hint:
        block["hint"] = _plain(field.hint, LABEL)
    return block


def _element(field: Field) -> Json:
    if field.kind is FieldKind.TEXT:
        return _text_input(field)
    if field.kind is FieldKind.FILE:
        return {"type": "file_input", "filetypes": list(FILE_TYPES), "max_files": 1}
    too_long = any(len(choice.value) > OPTION_VALUE for choice in field.choices)
    if too_long or not 0 < len(field.choices) <= MOST_OPTIONS:
        raise ValueError(field.id)
    options = [
        {"text": _plain(choice.label, OPTION_TEXT), "value": choice.value}
        for choice in field.choices
    ]
    few = len(options) <= MOST_RADIOS
    drawn: Json = {"type": "radio_buttons" if few else "static_select", "options": options}
    chosen = [option for option in options if option["value"] == field.value]
    return drawn | ({"initial_option": chosen[0]} if chosen else {})


def _text_input(field: Field) -> Json:
    longest = min(field.limit, TYPED)
    drawn: Json = {
        "type": "plain_text_input",
        "multiline": field.lines > 1,
        "max_length": longest,
    }
    # Slack opens no form whose text is longer than the form itself allows.
    return drawn | ({"initial_value": field.value[:longest]} if field.value else {})


def _plain(text: str, longest: int) -> Json:
    shown = clean(text)
    shown = shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
    return {"type": "plain_text", "text": shown, "emoji": False}
