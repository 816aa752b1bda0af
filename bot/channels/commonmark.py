"""CommonMark, read once into blocks and spans that every platform can draw. The only user of markdown-it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Links of any other kind are shown as text: nothing that a phone would run, open or be fooled by.
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Control characters, halves of characters, and those that turn the direction of text round (Unicode TR 36,
# "Bidirectional text spoofing").
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# What the parser would show as an odd sign, or fail at; put in their place, what is left out later.
_BROKEN = re.compile("[\x00\ud800-\udfff]")
# An address as people write it in a sentence; the marks that end the sentence are not part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?')\]}*_~]")
# Spaces of every kind, characters that only steer others, and two that are drawn as nothing.
_SPACE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_EMPTY = "\u2800\ufffc"
# What is nested deeper is shown as it was written: the parser leaves out what is in it.
DEEPEST = 30
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
_PARSER.enable(["table", "strikethrough"])


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


@dataclass(frozen=True, slots=True)
class _Node:
    """A token with what is between it and the one that closes it."""

    token: Token
    children: list["_Node"] = field(default_factory=list)


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a CommonMark text, without hidden characters and unsafe links."""
    written = _BROKEN.sub("\x01", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _PARAGRAPHS.fullmatch(written):
        return _read(written)
    return tuple(block for each in written.split("\n\n") for block in _read(each))


# Lines that begin nothing but a paragraph: with a letter, a bold or italic word, or an escaped sign. Then what stands
# between empty lines means the same by itself (CommonMark 0.31, "Leaf blocks" and "Container blocks").
_LINE = r"(?:[^\W\d_]|\*\*?[^\W_]|_[^\W_]|\\[^\w\s])[^\n]*"
_PARAGRAPHS = re.compile(rf"{_LINE}(?:\n\n?{_LINE})*")


# Many homes are told the same, or the same but for a name: the last texts need not be read again.
@lru_cache(maxsize=1000)
def _read(written: str) -> tuple[Block, ...]:
    tokens = _PARSER.parse(written)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return (Paragraph((Span(clean(written)),)),)
    return tuple(_blocks(_tree(tokens), 0))


def clean(text: str) -> str:
    """Return the text without the characters that hide or reverse what others say."""
    return _HIDDEN.sub("", text)


def is_blank(text: str) -> bool:
    """Say whether the text shows nothing: platforms refuse one of spaces and invisible characters alone."""
    return all(category(each) in _SPACE or each in _EMPTY for each in text)


def safe_url(url: str) -> str:
    """Return the address where a link may lead, else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in LINK_SCHEMES:
        return ""
    return url if parts.netloc or parts.scheme in ("mailto", "tel") else ""


def _tree(tokens: Iterable[Token]) -> list[_Node]:
    found: list[_Node] = []
    inside = [found]
    for token in tokens:
        if token.nesting < 0:
            inside.pop()
            continue
        node = _Node(token)
        inside[-1].append(node)
        if token.nesting > 0:
            inside.append(node.children)
    return found


def _blocks(nodes: Iterable[_Node], depth: int) -> Iterator[Block]:
    for node in nodes:
        read = _READERS.get(node.token.type.removesuffix("_open"))
        if read:
            yield from read(node, depth)


def _heading(node: _Node, _depth: int) -> Iterator[Block]:
    yield Heading(_line(node), int(node.token.tag[1:]))


def _paragraph(node: _Node, _depth: int) -> Iterator[Block]:
    yield Paragraph(_line(node))


def _quote(node: _Node, _depth: int) -> Iterator[Block]:
    yield Quote(_joined(_blocks(node.children, 0)))


def _code(node: _Node, _depth: int) -> Iterator[Block]:
    yield Code(clean(node.token.content).rstrip("\n"))


def _rule(_node: _Node, _depth: int) -> Iterator[Block]:
    yield Rule()


def _items(node: _Node, depth: int) -> Iterator[Block]:
    start = int(node.token.attrs.get("start", 1))
    for place, item in enumerate(node.children):
        marker = f"{start + place}." if node.token.type == "ordered_list_open" else "•"
        first = True
        for block in _blocks(item.children, depth + 1):
            if first and isinstance(block, Item | Code | Rule):
                yield Item((), marker, depth)
            if isinstance(block, Item | Code | Rule):
                yield block
            else:
                yield Item(block.spans, marker if first else "", depth)
            first = False
        if first:
            yield Item((), marker, depth)


def _table(node: _Node, _depth: int) -> Iterator[Block]:
    for row in (row for part in node.children for row in part.children):
        cells = [_line(cell) for cell in row.children]
        spans = [span for cell in cells for span in (*cell, Span(" | "))]
        yield Paragraph(tuple(spans[:-1]))


_READERS: Mapping[str, Callable[[_Node, int], Iterator[Block]]] = {
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


def _line(node: _Node) -> Line:
    tokens = [token for inline in node.children for token in inline.token.children or ()]
    return tuple(part for span in _merged(_spans(tokens)) for part in _with_addresses(span))


# Marks that change the style of everything in them.
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "strong_open": {"bold": True},
    "em_open": {"italic": True},
    "s_open": {"strike": True},
}


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    style = Span("")
    outside: list[Span] = []
    for token in tokens:
        if token.nesting > 0:
            outside.append(style)
            style = replace(style, **_change(token))
        elif token.nesting < 0:
            style = outside.pop()
        else:
            yield _leaf(token, style)


def _change(token: Token) -> Mapping[str, Any]:
    if token.type == "link_open":
        return {"url": safe_url(str(token.attrs.get("href") or ""))}
    return _STYLES.get(token.type, {})


def _leaf(token: Token, style: Span) -> Span:
    match token.type:
        case "softbreak" | "hardbreak":
            return replace(style, text="\n")
        case "code_inline":
            return Span(clean(token.content), code=True, url=style.url)
        case "image":
            url = safe_url(str(token.attrs.get("src") or ""))
            return Span(clean(token.content) or url, url=url or style.url)
        case _:
            # Not before: what was written as &#8238; is a character only now, and what would be left of a line
            # might be markup that its writer did not mean.
            return replace(style, text=clean(token.content))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    for _, run in groupby(spans, _style):
        first, *more = run
        if more:
            first = replace(first, text="".join(span.text for span in (first, *more)))
        if first.text:
            yield first


def _style(span: Span) -> tuple[bool, bool, bool, bool, str]:
    return span.bold, span.italic, span.strike, span.code, span.url


def _with_addresses(span: Span) -> Iterator[Span]:
    """Yield the span with every web address that it names made a link: not all platforms do."""
    if span.url or span.code or "://" not in span.text:
        yield span
        return
    at = 0
    for found in _ADDRESS.finditer(span.text):
        if url := safe_url(found[0]):
            if found.start() > at:
                yield replace(span, text=span.text[at : found.start()])
            yield replace(span, text=found[0], url=url)
            at = found.end()
    if at < len(span.text):
        yield replace(span, text=span.text[at:])
