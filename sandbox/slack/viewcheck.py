"""Owns what Slack takes as a modal or as a Home."""

import json

from sandbox.slack.arguments import Arguments
from sandbox.slack.blocks import VIEW_BLOCKS, check_blocks, identified
from sandbox.slack.refusal import Refused
from sandbox.slack.spot import LONGEST_ID, Spot
from sandbox.slack.workspace import Json

TITLE = 24
PRIVATE_METADATA = 3000
LARGEST_VIEW = 250_000  # docs.slack.dev/reference/methods/views.open: view_too_large


def read_view(arguments: Arguments, kind: str) -> Json:
    """Return the view of the call, checked, with the ids that Slack adds.

    Raises:
        Refused: invalid_arguments (with every fault) or view_too_large.
    """
    given = arguments.structure("view", "invalid_arguments")
    return checked_view(given, kind)


def checked_view(given: object, kind: str) -> Json:
    """Return the view, checked, with the ids that Slack adds.

    Raises:
        Refused: invalid_arguments (with every fault) or view_too_large.
    """
    if not isinstance(given, dict):
        raise Refused("invalid_arguments", ["missing required field: view"])
    faults: list[str] = []
    _check(Spot(given, "/view", faults), kind)
    if faults:
        raise Refused("invalid_arguments", faults)
    if len(json.dumps(given)) > LARGEST_VIEW:
        raise Refused("view_too_large")
    identified(given["blocks"])
    return given


def _check(view: Spot, kind: str) -> None:
    if view.value.get("type") != kind:
        view.fault(f"must be one of: {kind}", "type")
    if "blocks" not in view.value:
        view.missing("blocks")
    check_blocks(view, VIEW_BLOCKS)
    view.string("private_metadata", PRIVATE_METADATA)
    view.string("callback_id", LONGEST_ID)
    view.string("external_id", LONGEST_ID)
    if kind == "modal":
        _check_modal(view)


def _check_modal(view: Spot) -> None:
    view.words("title", TITLE, plain=True)
    view.words("submit", TITLE, plain=True, required=False)
    view.words("close", TITLE, plain=True, required=False)
    blocks = view.value.get("blocks")
    asks = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if asks and "submit" not in view.value:
        view.missing("submit")
