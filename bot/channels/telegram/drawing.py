"""Messages as Telegram's HTML. Everything that anybody wrote is escaped; only our own tags are markup."""

import html
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.channels.commonmark import (
    Block,
    Code,
    Heading,
    Item,
    Quote,
    Rule,
    Span,
    clean,
    is_blank,
    parse,
    safe_url,
)
from bot.channels.file_payload import drawn_file
from bot.channels.splitting import split
from bot.core.messages import Button, Message

Json = dict[str, Any]
Draw = Callable[[Span], str]

# "1-4096 characters after entities parsing", in UTF-16 units (core.telegram.org/bots/api#sendmessage).
MOST_UNITS = 4096
# What a message shows more of than this is shown plain (core.telegram.org/api/entities).
MOST_ENTITIES = 100
LABEL = 64
_WEB = frozenset({"http", "https"})
RULE = "———"


class TelegramPainter:
    """Draws messages as JSON with the ``text`` and ``reply_markup`` of sendMessage and editMessageText."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        """Return the message as payloads that Telegram takes, split at its limits, buttons on the last; a file first.

        Raises:
            ValueError: The message shows nothing, or a button leads nowhere.
        """
        parts: Sequence[Sequence[Block]] = split(parse(message.text), MOST_UNITS, _size)
        shown = [part for part in parts if not is_blank(_joined(part, _plain))]
        if not shown:
            raise ValueError("an empty message")
        rows = [[_button(each) for each in row] for row in message.buttons if row]
        drawn: list[Json] = [{"text": _joined(part, _marked)} for part in shown]
        if rows:
            drawn[-1]["reply_markup"] = {"inline_keyboard": rows}
        texts = tuple(json.dumps(each, ensure_ascii=False) for each in drawn)
        return (drawn_file(message.file), *texts) if message.file else texts


def shown_text(text: str) -> str:
    """Return what a CommonMark text shows, with no style and no markup."""
    return _joined(parse(text), _plain).strip()


def shortened(text: str, most: int) -> str:
    """Return the text, or its beginning with an ellipsis, in at most ``most`` UTF-16 units."""
    if _units(text) <= most:
        return text
    return text.encode("utf-16-le")[: (most - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _size(blocks: Sequence[Block]) -> int:
    """Measure in UTF-16 units; so many entities that Telegram shows no more count as too many units."""
    entities = sum(map(_entities, blocks))
    return max(_units(_joined(blocks, _plain)), entities * MOST_UNITS // MOST_ENTITIES)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _entities(block: Block) -> int:
    """Count the entities of a block, one at least for those that are one themselves."""
    if isinstance(block, Rule | Code):
        return 1
    bold = isinstance(block, Heading)
    marks = (
        (span.bold or bold, span.italic, span.strike, span.code, span.url) for span in block.spans
    )
    return isinstance(block, Quote) + sum(bool(mark) for span in marks for mark in span)


def _joined(blocks: Iterable[Block], draw: Draw) -> str:
    """Return the blocks as one text: items of a list on lines of their own, all else parted by an empty line."""
    texts: list[str] = []
    last = None
    for block in blocks:
        if last is not None:
            texts.append("\n" if isinstance(block, Item) and isinstance(last, Item) else "\n\n")
        texts.append(_block(block, draw))
        last = block
    return "".join(texts)


def _block(block: Block, draw: Draw) -> str:
    match block:
        case Rule():
            return RULE
        case Code(text):
            return f"<pre>{html.escape(text)}</pre>" if draw is _marked else text
        case Heading(spans):
            return _line((replace(span, bold=True) for span in spans), draw)
        case Item(spans, marker, depth):
            indent = "\u2003" * depth  # a space that Telegram keeps
            return f"{indent}{marker} {_line(spans, draw)}" if marker else _line(spans, draw)
        case Quote(spans):
            line = _line(spans, draw)
            return f"<blockquote>{line}</blockquote>" if draw is _marked else line
        case _:
            return _line(block.spans, draw)


def _line(spans: Iterable[Span], draw: Draw) -> str:
    return "".join(map(draw, spans))


def _plain(span: Span) -> str:
    scheme, _, address = span.url.partition(":")
    # Telegram makes links to the web only, and finds other addresses in the text by itself.
    if scheme in _WEB or not address or unquote(address) in span.text:
        return span.text
    return f"{span.text} ({unquote(address)})"


def _marked(span: Span) -> str:
    text = html.escape(_plain(span), quote=False)
    # An address that is written out is a link by itself, and opens without a question.
    web = span.url.partition(":")[0] in _WEB and span.url != span.text
    if span.code and not web:  # takes no other mark (core.telegram.org/bots/api#html-style)
        return f"<code>{text}</code>"
    for tag, held in (("s", span.strike), ("i", span.italic), ("b", span.bold)):
        text = f"<{tag}>{text}</{tag}>" if held else text
    return f'<a href="{html.escape(span.url)}">{text}</a>' if web else text


def _button(button: Button) -> Json:
    label = clean(button.label)
    if is_blank(label):
        raise ValueError("a button without a label")
    label = shortened(label, LABEL)
    if button.press is not None:
        return {"text": label, "callback_data": button.press.token()}
    url = safe_url(button.url)
    # A button leads to the web alone, and to no machine of a local network.
    if urlsplit(url).scheme not in _WEB or "." not in urlsplit(url).netloc:
        raise ValueError("a button that leads nowhere")
    return {"text": label, "url": url}
