"""Splits a long message into parts that a platform takes: between blocks, then sentences, then words."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import category

from bot.channels.commonmark import Block, Code, Item, Rule, Span

Size = Callable[[Sequence[Block]], int]
# Where a text may be cut, the best place first.
_PLACES = (re.compile(r"\n"), re.compile(r"(?<=[.!?])\s"), re.compile(r"\s"))
# What belongs to the character before it: accents, skin tones, the ends of keycaps and flags (Unicode TR 29).
_JOINED = re.compile("[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_JOINER = "\u200d"
# Two of these make one flag.
_FLAG_HALVES = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def split(blocks: Sequence[Block], most: int, size: Size) -> list[list[Block]]:
    """Return the blocks in parts of at most ``most`` each, by ``size``.

    ``size`` grows with what it measures, by one at least for each character; the time that this takes grows
    as the text does. A link that alone is too long is cut all the same: there is no other way to show it.
    """
    if size(blocks) <= most:  # as nearly all are
        return [list(blocks)] if blocks else []
    pieces = [piece for block in blocks for piece in _pieces(block, most, size)]
    parts: list[list[Block]] = []
    at = 0
    while at < len(pieces):
        count = _together(pieces, at, most, size)
        parts.append(pieces[at : at + count])
        at += count
    return parts


def _together(pieces: Sequence[Block], at: int, most: int, size: Size) -> int:
    """Return how many pieces from ``at`` on fit into one part."""

    def fits(count: int) -> bool:
        return size(pieces[at : at + count]) <= most

    return _largest(len(pieces) - at, fits)


def _largest(most: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to ``most`` that fits, 1 at least; none far above it is tried."""
    fitting, over = 1, 2
    while over <= most and fits(over):
        fitting, over = over, over * 2
    over = min(over, most + 1)
    while over - fitting > 1:
        middle = (fitting + over) // 2
        if fits(middle):
            fitting = middle
        else:
            over = middle
    return fitting


def _pieces(block: Block, most: int, size: Size) -> Iterator[Block]:
    if isinstance(block, Rule) or size([block]) <= most:
        yield block
        return
    rest = deque([Span(block.text)] if isinstance(block, Code) else block.spans)
    left = sum(len(span.text) for span in rest)
    while left:
        longest = _longest(block, rest, left, most, size)
        at = longest if longest == left else _place(_beginning(rest, longest + 1), longest)
        yield _with(block, tuple(_taken(rest, at)))
        left -= at
        if isinstance(block, Item):
            block = replace(block, marker="")  # the rest of an item is no item of its own


def _longest(block: Block, rest: Iterable[Span], left: int, most: int, size: Size) -> int:
    """Return how many characters of ``rest`` fit into one part."""

    def fits(count: int) -> bool:
        return size([_with(block, _beginning(rest, count))]) <= most

    return _largest(min(left, most), fits)


def _with(block: Block, spans: tuple[Span, ...]) -> Block:
    if isinstance(block, Code):
        return Code("".join(span.text for span in spans))
    assert not isinstance(block, Rule)
    return replace(block, spans=spans)


def _beginning(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """Return the first ``length`` characters of the spans."""
    kept = []
    for span in spans:
        if length <= 0:
            break
        kept.append(_first(span, length))
        length -= len(span.text)
    return tuple(kept)


def _taken(rest: deque[Span], length: int) -> Iterator[Span]:
    """Yield the first ``length`` characters; ``rest`` is then without them."""
    while length > 0:
        span = rest.popleft()
        if len(span.text) > length:
            rest.appendleft(replace(span, text=span.text[length:]))
        yield _first(span, length)
        length -= len(span.text)


def _first(span: Span, length: int) -> Span:
    return span if len(span.text) <= length else replace(span, text=span.text[:length])


def _place(spans: Sequence[Span], longest: int) -> int:
    """Return the best place to cut at or before ``longest``, in characters; the spans go on after it.

    It is in no link, word or emoji, wherever there is such a place within reach.
    """
    text = "".join(span.text for span in spans)
    links = list(_links(spans))
    if links and 0 < links[-1].start < longest < links[-1].stop:
        longest = links[-1].start
    for pattern in _PLACES:
        ends = [found.end() for found in pattern.finditer(text, longest // 3, longest)]
        for end in reversed(ends):
            if not any(link.start < end < link.stop for link in links if link.stop <= longest):
                return end
    return _whole(text, longest)


def _links(spans: Iterable[Span]) -> Iterator[range]:
    """Yield from where to where each link goes; one may be of several styles."""
    start, url, at = 0, "", 0
    for span in spans:
        if span.url != url:
            if url:
                yield range(start, at)
            start, url = at, span.url
        at += len(span.text)
    if url:
        yield range(start, at)


def _whole(text: str, longest: int) -> int:
    """Return the last place at or before ``longest`` where no character is cut in two."""
    at = longest
    while at > 1 and _is_inside(text, at):
        at -= 1
    return at if at > 1 else longest


def _is_inside(text: str, at: int) -> bool:
    following = text[at : at + 1]
    if not following:
        return False
    if _JOINED.match(following) or category(following)[0] == "M" or text[at - 1] == _JOINER:
        return True
    before = text[:at]
    return following in _FLAG_HALVES and (at - len(before.rstrip(_FLAG_HALVES))) % 2 == 1
