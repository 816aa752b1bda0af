"""Owns what Slack takes as the blocks of a message, a modal or a Home.

The limits are those of the Block Kit reference, as slack_sdk.models.blocks has them too.
"""

import json
from collections.abc import Iterator

from sandbox.slack.elements import (
    ALT_TEXT,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    Check,
    check_element,
)
from sandbox.slack.refusal import Refused
from sandbox.slack.spot import LONGEST_ID, Spot
from sandbox.slack.workspace import Json, fresh_id

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
MARKDOWN_TEXT = 12_000
ACTION_ELEMENTS = 25
CONTEXT_ELEMENTS = 10
INPUT_LABEL = 2000
TABLE_ROWS = 100
# Measured by a user, containers counted: github.com/slackapi/bolt-js issue 2509.
ALL_BLOCKS = 13_200


def message_blocks(given: object) -> list[Json]:
    """Return the blocks as a message keeps them, with the ids that Slack adds.

    Raises:
        Refused: invalid_blocks_format, invalid_blocks (with every fault) or msg_blocks_too_long.
    """
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(block, dict) for block in given):
        raise Refused("invalid_blocks_format")
    faults: list[str] = []
    check_blocks(Spot({"blocks": given}, "", faults), MESSAGE_BLOCKS)
    if faults:
        raise Refused("invalid_blocks", faults)
    if len(json.dumps(given, ensure_ascii=False, separators=(",", ":"))) > ALL_BLOCKS:
        raise Refused("msg_blocks_too_long")
    return identified(given)


def check_blocks(holder: Spot, most: int) -> None:
    """Note everything that Slack would refuse in the blocks of this message or view."""
    seen: set[str] = set()
    for block in holder.items("blocks", most, fewest=0):
        kind = block.kind
        if not kind:
            block.missing("type")
            continue
        check = BLOCKS.get(kind)
        if check is None:
            block.fault(f"unsupported type: {kind}", "type")
            continue
        check(block)
        _check_ids(block, seen)


def _check_ids(block: Spot, seen: set[str]) -> None:
    block_id = block.string("block_id", LONGEST_ID)
    if block_id in seen:
        block.fault(f"duplicate block_id: {block_id}", "block_id")
    elif block_id:
        seen.add(block_id)
    actions: set[str] = set()
    for element in elements_of(block.value):
        action_id = str(element.get("action_id") or "")
        if action_id in actions:
            block.fault(f"duplicate action_id: {action_id}", "elements")
        elif action_id:
            actions.add(action_id)


def elements_of(block: Json) -> Iterator[Json]:
    """Yield the interactive elements of the block."""
    elements = block.get("elements")
    if block.get("type") == "actions" and isinstance(elements, list):
        yield from (item for item in elements if isinstance(item, dict))
    for key in ("accessory", "element"):
        element = block.get(key)
        if isinstance(element, dict) and element.get("type") != "image":
            yield element


def identified(blocks: list[Json]) -> list[Json]:
    """Return the blocks with an id on every block and element, as Slack adds them."""
    for block in blocks:
        if not block.get("block_id"):
            block["block_id"] = fresh_id("")[:5]
        for element in elements_of(block):
            if not element.get("action_id"):
                element["action_id"] = fresh_id("")[:5]
    return blocks


def _section(block: Spot) -> None:
    if "text" not in block.value and "fields" not in block.value:
        block.missing("text")
    block.words("text", SECTION_TEXT, required=False)
    for field in block.items("fields", SECTION_FIELDS, fewest=int("fields" in block.value)):
        field.check_words(FIELD_TEXT)
    accessory = block.inside("accessory")
    if accessory is not None:
        check_element(accessory, IN_SECTION)


def _header(block: Spot) -> None:
    block.words("text", HEADER_TEXT, plain=True)


def _divider(block: Spot) -> None:
    for key in block.value.keys() - {"type", "block_id"}:
        block.fault(f"invalid additional property: {key}")


def _context(block: Spot) -> None:
    for element in block.items("elements", CONTEXT_ELEMENTS):
        if element.value.get("type") == "image":
            check_element(element, IN_SECTION)
        else:
            element.check_words(SECTION_TEXT)


def _actions(block: Spot) -> None:
    for element in block.items("elements", ACTION_ELEMENTS):
        check_element(element, IN_ACTIONS)


def _input(block: Spot) -> None:
    block.words("label", INPUT_LABEL, plain=True)
    block.words("hint", INPUT_LABEL, plain=True, required=False)
    element = block.inside("element", required=True)
    if element is not None:
        check_element(element, IN_INPUT)


def _image(block: Spot) -> None:
    block.string("alt_text", ALT_TEXT, required=True)
    block.words("title", ALT_TEXT, plain=True, required=False)
    if "slack_file" not in block.value:
        block.address("image_url", required=True)


def _markdown(block: Spot) -> None:
    block.string("text", MARKDOWN_TEXT, required=True)


def _rich_text(block: Spot) -> None:
    for _ in block.items("elements", ALL_BLOCKS):
        continue


def _table(block: Spot) -> None:
    rows = block.value.get("rows")
    if not isinstance(rows, list) or not rows:
        block.missing("rows")
    elif len(rows) > TABLE_ROWS:
        block.fault(f"no more than {TABLE_ROWS} items allowed", "rows")


def _video(block: Spot) -> None:
    block.string("alt_text", ALT_TEXT, required=True)
    block.words("title", 200, plain=True)
    block.address("thumbnail_url", required=True)
    block.address("video_url", required=True)


BLOCKS: dict[str, Check] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
    "video": _video,
}
