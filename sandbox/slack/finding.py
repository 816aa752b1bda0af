"""Owns how a person's press is matched with an element of a message or a view."""

from dataclasses import dataclass

from sandbox.slack.blocks import elements_of
from sandbox.slack.refusal import Impossible
from sandbox.slack.workspace import Json


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is pressed: an action (in a block), or whatever wears this label."""

    action_id: str = ""
    block_id: str = ""
    label: str = ""
    value: object = None


@dataclass(frozen=True, slots=True)
class Found:
    """The element with its block, and the value that the press puts in."""

    block: Json
    element: Json
    value: object


def find_element(blocks: list[Json], wanted: Wanted) -> Found:
    """Return the first element that is wanted, by preference in the block that is named.

    An update gives the blocks new names, and people press what they saw a moment ago.

    Raises:
        Impossible: There is none.
    """
    named = [block for block in blocks if block.get("block_id") == wanted.block_id]
    for block in [*named, *blocks]:
        for element in elements_of(block):
            found = _match(block, element, wanted)
            if found is not None:
                return found
    if wanted.label:
        raise Impossible(f"There is nothing here called {wanted.label}.")
    raise Impossible("This has just changed: what you pressed is no longer here.")


def _match(block: Json, element: Json, wanted: Wanted) -> Found | None:
    if wanted.action_id and element.get("action_id") != wanted.action_id:
        return None
    if element["type"] == "button" and wanted.value not in (None, element.get("value")):
        return None
    if wanted.action_id and not wanted.label:
        return Found(block, element, wanted.value)
    if element.get("text", {}).get("text") == wanted.label:
        return Found(block, element, wanted.value)
    for option in element.get("options", ()):
        if option["text"]["text"] == wanted.label:
            return Found(block, element, option["value"])
    return None
