"""Splits a long message into parts that a platform takes: between blocks, then sentences, then words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.channels.commonmark import Block, Code, Rule, Span

Size = Callable[[Sequence[Block]], int]
# Where a text may be cut, the best place first. A cluster such as a flag or a family is never cut in two,
# because a cut is made at white space wherever there is any within reach.
_PLACES = (re.compile(r"\n"), re.compile(r"(?<=[.!?])\s"), re.compile(r"\s"))
_JOINERS = re.compile("[\u0300-\u036f\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


def split(blocks: Sequence[Block], most: int, size: Size) -> list[list[Block]]:
    """Return the blocks in parts of at most ``most`` each, by ``size``.

    A link that alone is too long is cut all the same: there is no other way to show it.
    """
    parts: list[list[Block]] = []
    for block in blocks:
        for piece in _pieces(block, most, size):
            if parts and size([*parts[-1], piece]) <= most:
                parts[-1].append(piece)
            else:
                parts.append([piece])
    return parts


def _pieces(block: Block, most: int, size: Size) -> Iterator[Block]:
    while size([block]) > most and not isinstance(block, Rule):
        head, tail = _cut(block, most, size)
        yield head
        block = tail
    yield block


def _cut(block: Block, most: int, size: Size) -> tuple[Block, Block]:
    """Return the longest beginning of the block that fits, and the rest."""
    spans = (Span(block.text),) if isinstance(block, Code) else _spans(block)
    length = sum(len(span.text) for span in spans)
    low, high = 1, max(length - 1, 1)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        if size([_with(block, _until(spans, middle))]) <= most:
            low = middle
        else:
            high = middle - 1
    at = _good_place(spans, low)
    return _with(block, _until(spans, at)), _with(block, _from(spans, at))


def _spans(block: Block) -> tuple[Span, ...]:
    assert not isinstance(block, Code | Rule)
    return block.spans


def _with(block: Block, spans: tuple[Span, ...]) -> Block:
    if isinstance(block, Code):
        return Code("".join(span.text for span in spans))
    assert not isinstance(block, Rule)
    return replace(block, spans=spans)


def _good_place(spans: Sequence[Span], longest: int) -> int:
    """Return the best place to cut at or before ``longest``, in characters."""
    text = "".join(span.text for span in spans)[: longest + 1]
    starts = _link_starts(spans, longest)
    if starts is not None and starts > 0:
        text = text[: starts + 1]
        longest = starts
    for place in _PLACES:
        found = [
            match.end() for match in place.finditer(text) if longest // 3 < match.end() <= longest
        ]
        if found:
            return found[-1]
    while longest > 1 and (
        _JOINERS.match(text[longest : longest + 1]) or text[longest - 1] == "\u200d"
    ):
        longest -= 1
    return longest


def _link_starts(spans: Sequence[Span], place: int) -> int | None:
    """Return where the link that covers ``place`` begins, or None when none does."""
    start = 0
    for span in spans:
        end = start + len(span.text)
        if span.url and start < place < end:
            return start
        start = end
    return None


def _until(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    kept = []
    for span in spans:
        if length <= 0:
            break
        kept.append(replace(span, text=span.text[:length]))
        length -= len(span.text)
    return tuple(kept)


def _from(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    kept = []
    for span in spans:
        if length < len(span.text):
            kept.append(replace(span, text=span.text[max(length, 0) :]))
        length -= len(span.text)
    return tuple(kept)
