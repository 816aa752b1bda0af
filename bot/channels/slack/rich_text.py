"""CommonMark blocks as Slack's header and rich text blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from bot.channels.commonmark import Block, Code, Heading, Item, Line, Quote, Rule, Span

Json = dict[str, Any]

# docs.slack.dev/reference/block-kit/blocks/header-block and rich-text-block
HEADER = 150
LOWEST_HEADER = 2
DEEPEST = 8
URL = 3_000
# Slack takes no element without a character.
NOTHING = " "


def is_header(block: Block) -> TypeGuard[Heading]:
    """Say whether the block is a heading that Slack can show as one, which holds no link; others are bold text."""
    return (
        isinstance(block, Heading)
        and block.level <= LOWEST_HEADER
        and 0 < len(_text(block.spans)) <= HEADER
        and not any(span.url for span in block.spans)
    )


def header(heading: Heading) -> Json:
    """Return the heading as a header block."""
    text = {"type": "plain_text", "text": _text(heading.spans), "emoji": False}
    return {"type": "header", "text": text}


def rich_text(blocks: Sequence[Block]) -> list[Json]:
    """Return a run of blocks as one rich text block, or nothing where there are none."""
    parts = _Parts()
    for block in blocks:
        parts.add(block)
    return [{"type": "rich_text", "elements": parts.parts}] if parts.parts else []


class _Parts:
    """The parts of one rich text block, as they come: paragraphs in one section, items in their lists."""

    def __init__(self) -> None:
        self.parts: list[Json] = []
        self._last: Block | None = None

    def add(self, block: Block) -> None:
        match block:
            case Rule():
                pass
            case Code(text):
                self._part("rich_text_preformatted", [{"type": "text", "text": text or NOTHING}])
            case Quote(spans):
                self._part("rich_text_quote", _elements(spans))
            case Item():
                self._item(block)
            case Heading(spans):
                self._section([replace(span, bold=True) for span in spans])
            case _:
                self._section(block.spans)
        self._last = block

    def _part(self, kind: str, elements: list[Json], **more: object) -> None:
        self.parts.append({"type": kind, **more, "elements": elements})

    def _section(self, spans: Iterable[Span]) -> None:
        # Two paragraphs are one section with an empty line between, as Slack's own composer writes them.
        if self.parts and self.parts[-1]["type"] == "rich_text_section":
            self.parts[-1]["elements"] += [{"type": "text", "text": "\n\n"}, *_elements(spans)]
        else:
            self._part("rich_text_section", _elements(spans))

    def _item(self, item: Item) -> None:
        section: Json = {"type": "rich_text_section", "elements": _elements(item.spans)}
        in_list = bool(self.parts) and self.parts[-1]["type"] == "rich_text_list"
        if not item.marker and not in_list:
            self._section(item.spans)
        elif not item.marker:
            written = self.parts[-1]["elements"][-1]["elements"]
            written += [{"type": "text", "text": "\n"}, *section["elements"]]
        elif in_list and isinstance(self._last, Item) and _kind(self._last) == _kind(item):
            self.parts[-1]["elements"].append(section)
        else:
            self._new_list(item, section)

    def _new_list(self, item: Item, section: Json) -> None:
        style, depth = _kind(item)
        number = item.marker.rstrip(".")
        offset = {"offset": int(number) - 1} if number.isdigit() and int(number) > 1 else {}
        self._part("rich_text_list", [section], style=style, indent=depth, **offset)


def _kind(item: Item) -> tuple[str, int]:
    return "ordered" if item.marker.endswith(".") else "bullet", min(item.depth, DEEPEST)


def _elements(spans: Iterable[Span]) -> list[Json]:
    drawn = [_element(span) for span in spans if span.text]
    return drawn or [{"type": "text", "text": NOTHING}]


def _element(span: Span) -> Json:
    style = {name: True for name in ("bold", "italic", "strike", "code") if getattr(span, name)}
    element: Json = {"type": "text", "text": span.text}
    if span.url and len(span.url) <= URL:
        element = {"type": "link", "url": span.url, "text": span.text}
    return element | ({"style": style} if style else {})


def _text(spans: Line) -> str:
    return " ".join("".join(span.text for span in spans).split())
