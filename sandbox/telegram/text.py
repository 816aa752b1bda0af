"""Telegram's HTML: read into text and entities, refused where the real one refuses it."""

from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

from sandbox.telegram.refusal import Refused, bad_request

# Tags of the Bot API, "HTML style", and the entity that each makes.
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
# What the page shows each entity as.
_SHOWN = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "spoiler": "mark",
}
Entity = dict[str, Any]


def units(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class Formatted:
    """Text as it is shown, and what of it is formatted."""

    text: str
    entities: list[Entity] = field(default_factory=list)

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
        for offset, _, tag in sorted(marks, key=lambda mark: (mark[0], mark[1] > 0, abs(mark[1]))):
            shown += escape(data[at * 2 : offset * 2].decode("utf-16-le")) + tag
            at = offset
        return shown + escape(data[at * 2 :].decode("utf-16-le"))


def _tags(entity: Entity) -> tuple[str, str]:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}" target="_blank" rel="noreferrer">', "</a>"
    tag = _SHOWN.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text: list[str] = []
        self.length = 0
        self.open: list[tuple[str, Entity]] = []
        self.entities: list[Entity] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in TAGS or (tag == "span" and given.get("class") != "tg-spoiler"):
            raise self._refuse(f'Unsupported start tag "{tag}"')
        entity: Entity = {"type": TAGS[tag], "offset": self.length}
        if tag == "a":
            entity["url"] = given.get("href") or ""
        self.open.append((tag, entity))
        self.entities.append(entity)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            expected = f', expected "</{self.open[-1][0]}>", found "</{tag}>"' if self.open else ""
            raise self._refuse(f"Unmatched end tag{expected}")
        _, entity = self.open.pop()
        entity["length"] = self.length - entity["offset"]

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise self._refuse('Unsupported start tag ""')
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        known = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
        self._add(known.get(name, f"&{name}"))

    def handle_charref(self, name: str) -> None:
        self._add(unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        raise self._refuse(f'Unsupported start tag "!--{data[:10]}"')

    def handle_decl(self, decl: str) -> None:
        raise self._refuse(f'Unsupported start tag "!{decl[:10]}"')

    def handle_pi(self, data: str) -> None:
        raise self._refuse(f'Unsupported start tag "?{data[:10]}"')

    def _add(self, data: str) -> None:
        self.text.append(data)
        self.length += units(data)

    def _refuse(self, what: str) -> Refused:
        return bad_request(f"can't parse entities: {what} at byte offset {self.getpos()[1]}")


def read(text: str, parse_mode: str, entities: list[Entity] | None = None) -> Formatted:
    """Return what a message shows.

    Raises:
        Refused: The formatting is broken, or of a kind that this stand-in does not read.
    """
    if not parse_mode:
        return Formatted(text, entities or [])
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1][0]}\""
        )
    shown = "".join(reader.text)
    kept = [entity for entity in reader.entities if entity["length"] and entity.get("url", "-")]
    return _stripped(shown, kept)


def _stripped(shown: str, entities: list[Entity]) -> Formatted:
    """Cut surrounding white space, as Telegram does, and move the entities with it."""
    front = units(shown) - units(shown.lstrip())
    text = shown.strip()
    end = units(text)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - front, 0)
        stop = min(entity["offset"] + entity["length"] - front, end)
        if stop > start:
            moved.append(entity | {"offset": start, "length": stop - start})
    return Formatted(text, moved)
