"""What a person sees of a message in Slack: its blocks read as Slack's own client draws them."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.support.stage import Shown

Json = dict[str, Any]
_STYLES = ("bold", "italic", "strike", "code")


def as_seen(message: Json) -> Shown:
    """Return the message as a person sees it."""
    reading = _Reading()
    for block in message["blocks"]:
        reading.read(block)
    thread = message["thread_ts"] or ""
    return Shown(
        message_id=message["ts"],
        text="\n".join(reading.lines) if message["blocks"] else message["text"],
        marks=frozenset(reading.marks),
        links=frozenset(reading.links),
        buttons=tuple(reading.rows),
        under="" if thread == message["ts"] else thread,
        edited=message["edited"],
    )


def text_of(blocks: Iterable[Json]) -> str:
    """Return what blocks show."""
    reading = _Reading()
    for block in blocks:
        reading.read(block)
    return "\n".join(reading.lines)


class _Reading:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.marks: set[tuple[str, str]] = set()
        self.links: set[tuple[str, str]] = set()
        self.rows: list[tuple[str, ...]] = []

    def read(self, block: Json) -> None:
        match block["type"]:
            case "header":
                self.lines.append(block["text"]["text"])
                self.marks.add(("bold", block["text"]["text"]))
            case "actions":
                self.rows.append(tuple(each["text"]["text"] for each in block["elements"]))
            case "rich_text":
                for part in block["elements"]:
                    self.lines += self._part(part)
            case "input" | "divider":
                pass
            case unknown:
                raise AssertionError(f"no client of Slack's draws {unknown} so")

    def _part(self, part: Json) -> Iterator[str]:
        match part["type"]:
            case "rich_text_list":
                yield from self._list(part)
            case "rich_text_quote":
                yield self._marked("quote", self._line(part))
            case "rich_text_preformatted":
                yield self._marked("block", self._line(part))
            case _:
                yield self._line(part)

    def _list(self, part: Json) -> Iterator[str]:
        first = part.get("offset", 0) + 1
        for number, item in enumerate(part["elements"], first):
            marker = f"{number}." if part["style"] == "ordered" else "•"
            yield f"{marker} {self._marked('item', self._line(item))}"

    def _marked(self, style: str, text: str) -> str:
        self.marks.add((style, text))
        return text

    def _line(self, part: Json) -> str:
        text = ""
        for element in part["elements"]:
            text += element["text"]
            for style in _STYLES:
                if element.get("style", {}).get(style):
                    self.marks.add((style, element["text"]))
            if element["type"] == "link":
                self.links.add((element["text"], element["url"]))
        return text
