"""CommonMark, read once into blocks and spans that every platform can draw. The only user of markdown-it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

# Links of any other kind are shown as text: nothing that a phone would run, open or be fooled by.
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Control characters, and those that turn the direction of text round (Unicode TR 36, "Bidirectional text spoofing").
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; ``url`` makes it a link."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    url: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text."""

    spans: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; ``level`` 1 is the highest."""

    spans: Line
    level: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; ``marker`` is what stands before it, ``depth`` how many lists it is in, from 0."""

    spans: Line
    marker: str = "•"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said; its paragraphs are parted by line breaks."""

    spans: Line


@dataclass(frozen=True, slots=True)
class Code:
    """Text that is shown letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Block = Paragraph | Heading | Item | Quote | Code | Rule


@dataclass(slots=True)
class _Style:
    bold: bool = False
    italic: bool = False
    strike: bool = False
    url: str = ""
    spans: list[Span] = field(default_factory=list)


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a CommonMark text, without control characters and unsafe links."""
    clean = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    tree = SyntaxTreeNode(_PARSER.parse(clean))
    return tuple(_blocks(tree.children, 0))


def _blocks(nodes: Iterable[SyntaxTreeNode], depth: int) -> Iterator[Block]:
    for node in nodes:
        read = _READERS.get(node.type)
        if read:
            yield from read(node, depth)


def _heading(node: SyntaxTreeNode, _depth: int) -> Iterator[Block]:
    yield Heading(_line(node), int(node.tag[1:]))


def _paragraph(node: SyntaxTreeNode, _depth: int) -> Iterator[Block]:
    yield Paragraph(_line(node))


def _quote(node: SyntaxTreeNode, _depth: int) -> Iterator[Block]:
    yield Quote(_joined(_blocks(node.children, 0)))


def _code(node: SyntaxTreeNode, _depth: int) -> Iterator[Block]:
    yield Code(node.content.rstrip("\n"))


def _rule(_node: SyntaxTreeNode, _depth: int) -> Iterator[Block]:
    yield Rule()


def _items(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    start = int(node.attrs.get("start") or 1)
    for place, item in enumerate(node.children):
        marker = f"{start + place}." if node.type == "ordered_list" else "•"
        first = True
        for block in _blocks(item.children, depth + 1):
            if isinstance(block, Item | Code | Rule):
                yield block
            else:
                yield Item(block.spans, marker if first else "", depth)
            first = False
        if first:
            yield Item((), marker, depth)


def _table(node: SyntaxTreeNode, _depth: int) -> Iterator[Block]:
    for row in (row for part in node.children for row in part.children):
        cells = [_line(cell) for cell in row.children]
        spans = [span for cell in cells for span in (*cell, Span(" | "))]
        yield Paragraph(tuple(spans[:-1]))


_READERS: Mapping[str, Callable[[SyntaxTreeNode, int], Iterator[Block]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _items,
    "ordered_list": _items,
    "blockquote": _quote,
    "fence": _code,
    "code_block": _code,
    "hr": _rule,
    "table": _table,
}


def _joined(blocks: Iterable[Block]) -> Line:
    spans: list[Span] = []
    for block in blocks:
        if spans:
            spans.append(Span("\n"))
        if isinstance(block, Code):
            spans.append(Span(block.text, code=True))
        elif isinstance(block, Item):
            spans += [Span(f"{block.marker} "), *block.spans]
        elif not isinstance(block, Rule):
            spans += block.spans
    return tuple(spans)


def _line(node: SyntaxTreeNode) -> Line:
    style = _Style()
    for inline in node.children:
        _inline(inline.children, style)
    return tuple(_merged(style.spans))


# Marks that change the style of everything in them.
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "strong": {"bold": True},
    "em": {"italic": True},
    "s": {"strike": True},
}


def _inline(nodes: Iterable[SyntaxTreeNode], style: _Style) -> None:
    for node in nodes:
        if node.type in _STYLES:
            _inside(node, style, **_STYLES[node.type])
            continue
        match node.type:
            case "text" | "text_special":
                _add(style, node.content)
            case "softbreak" | "hardbreak":
                _add(style, "\n")
            case "code_inline":
                style.spans.append(Span(node.content, code=True, url=style.url))
            case "link":
                _inside(node, style, url=safe_url(str(node.attrs.get("href") or "")))
            case "image":
                url = safe_url(str(node.attrs.get("src") or ""))
                style.spans.append(Span(node.content or url, url=url))


def _inside(node: SyntaxTreeNode, style: _Style, **change: Any) -> None:
    before = {name: getattr(style, name) for name in change}
    for name, value in change.items():
        setattr(style, name, value)
    _inline(node.children, style)
    for name, value in before.items():
        setattr(style, name, value)


def _add(style: _Style, text: str) -> None:
    style.spans.append(
        Span(text, bold=style.bold, italic=style.italic, strike=style.strike, url=style.url)
    )


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last is not None and replace(last, text="") == replace(span, text=""):
            last = replace(last, text=last.text + span.text)
            continue
        if last is not None and last.text:
            yield last
        last = span
    if last is not None and last.text:
        yield last


def safe_url(url: str) -> str:
    """Return the address where a link may lead, else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in LINK_SCHEMES:
        return ""
    return url if parts.netloc or parts.scheme in ("mailto", "tel") else ""
