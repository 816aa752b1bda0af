"""Text of a message: what it shows, what of it is formatted, and how the page draws it."""

from dataclasses import dataclass, field
from html import escape
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from sandbox.telegram.arguments import Arguments, objects
from sandbox.telegram.refusal import bad_request
from sandbox.telegram.tags import Entity, Reader, units

# What a message has more of than this is shown plain (core.telegram.org/api/entities).
MOST_ENTITIES = 100
_SCHEMES = frozenset({"http", "https", "tg", "ton"})
# What Telegram cuts from both ends; other spaces stay.
_CUT = " \t\r\n\0\v"
# What the page shows each entity as.
_SHOWN = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "spoiler": "mark",
}


@dataclass(slots=True)
class Formatted:
    """Text as it is shown, and what of it is formatted."""

    text: str
    entities: list[Entity] = field(default_factory=list)

    @property
    def shows_nothing(self) -> bool:
        """Say whether there is nothing to see but spaces and invisible characters."""
        return all(category(each)[0] == "Z" or category(each)[0] == "C" for each in self.text)

    def html(self) -> str:
        """Return the text as HTML that is safe to put on a page."""
        data = self.text.encode("utf-16-le")
        marks: list[tuple[int, int, str]] = []
        for place, entity in enumerate(self.entities):
            start, end = entity["offset"], entity["offset"] + entity["length"]
            opened, closed = _tags(entity)
            marks.append((start, 1 + place, opened))
            marks.append((end, -1 - place, closed))
        shown, at = "", 0
        for offset, _, tag in sorted(marks, key=_order):
            shown += escape(data[at * 2 : offset * 2].decode("utf-16-le", "replace")) + tag
            at = offset
        return shown + escape(data[at * 2 :].decode("utf-16-le", "replace"))


def _order(mark: tuple[int, int, str]) -> tuple[int, bool, int]:
    """Sort by place; there, what ends comes before what begins, the inner before the outer."""
    offset, place, _ = mark
    return offset, place > 0, place


def _tags(entity: Entity) -> tuple[str, str]:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}" target="_blank" rel="noreferrer">', "</a>"
    tag = _SHOWN.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def read(arguments: Arguments, text: str, entities: str) -> Formatted:
    """Return what a message shows, from the arguments of these names.

    Raises:
        Refused: The formatting is broken, or of a kind that this stand-in does not read.
    """
    written, mode = str(arguments.get(text) or ""), str(arguments.get("parse_mode") or "")
    if not mode:
        given = [_checked(each) for each in objects(arguments, entities)]
        return _stripped(written, given)
    if mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    reader = Reader(written)
    return _stripped(reader.text, reader.entities)


def _checked(entity: Entity) -> Entity:
    offset, length = entity.get("offset"), entity.get("length")
    if not (isinstance(entity.get("type"), str) and isinstance(offset, int)):
        raise bad_request("can't parse MessageEntity: type and offset must be given")
    if not isinstance(length, int) or offset < 0 or length < 0:
        raise bad_request("can't parse MessageEntity: length must be given")
    return entity


def _stripped(shown: str, entities: list[Entity]) -> Formatted:
    """Cut surrounding white space, as Telegram does, and move the entities with it."""
    front = units(shown) - units(shown.lstrip(_CUT))
    text = shown.strip(_CUT)
    end = units(text)
    moved = []
    for entity in filter(_leads_somewhere, entities):
        start = max(entity["offset"] - front, 0)
        stop = min(entity["offset"] + entity["length"] - front, end)
        if stop > start:
            moved.append(entity | {"offset": start, "length": stop - start})
    moved.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text, moved[:MOST_ENTITIES])


def _leads_somewhere(entity: dict[str, Any]) -> bool:
    """Say whether it is no link, or one that Telegram keeps; of others only the text is shown."""
    if entity["type"] != "text_link":
        return True
    try:
        parts = urlsplit(str(entity.get("url") or ""))
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc)
