"""Messages as Telegram's HTML. Everything that anybody wrote is escaped; only our own tags are markup."""

import html
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.channels.commonmark import Block, Code, Heading, Item, Quote, Rule, Span, parse, safe_url
from bot.channels.splitting import split
from bot.core.messages import Button, Message

Json = dict[str, Any]
Draw = Callable[[Span], str]

# "1-4096 characters after entities parsing", in UTF-16 units (core.telegram.org/bots/api#sendmessage).
MOST_UNITS = 4096
# What a message shows more of than this is shown plain (core.telegram.org/api/entities).
MOST_ENTITIES = 100
LABEL = 64
RULE = "———"


class TelegramPainter:
    """Draws messages as JSON with the ``text`` and ``reply_markup`` of sendMessage and editMessageText."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        """Return the message as payloads that Telegram takes, split at its limits, buttons on the last.

        Raises:
            ValueError: The message shows nothing, or a button leads nowhere.
        """
        blocks = parse(message.text)
        if not shown_text(message.text):
            raise ValueError("an empty message")
        parts: Sequence[Sequence[Block]] = split(blocks, MOST_UNITS, _size)
        kept = [part for part in parts if _joined(part, _plain).strip()]
        texts = [_joined(part, _marked) for part in kept]
        rows = [[_button(each) for each in row] for row in message.buttons]
        drawn: list[Json] = [{"text": text} for text in texts]
        if rows:
            drawn[-1]["reply_markup"] = {"inline_keyboard": rows}
        return tuple(json.dumps(each, ensure_ascii=False) for each in drawn)


def shown_text(text: str) -> str:
    """Return what a CommonMark text shows, with no style and no markup."""
    return _joined(parse(text), _plain).strip()


def _size(blocks: Sequence[Block]) -> int:
    """Measure in UTF-16 units; so many entities that Telegram shows no more count as too many units."""
    spans = [span for block in blocks if not isinstance(block, Code | Rule) for span in block.spans]
    entities = len(blocks) + sum(_entities(span) for span in spans)
    return max(_units(_joined(blocks, _plain)), entities * MOST_UNITS // MOST_ENTITIES)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _entities(span: Span) -> int:
    return sum((span.bold, span.italic, span.strike, span.code, bool(span.url)))


def _joined(blocks: Iterable[Block], draw: Draw) -> str:
    """Return the blocks as one text: items of a list on lines of their own, all else parted by an empty line."""
    text, last = "", None
    for block in blocks:
        if last is not None:
            text += "\n" if isinstance(block, Item) and isinstance(last, Item) else "\n\n"
        text += _block(block, draw)
        last = block
    return text


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
    return span.text


def _marked(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    if span.code:  # takes no other mark (core.telegram.org/bots/api#html-style)
        return f"<code>{text}</code>"
    for tag, held in (("s", span.strike), ("i", span.italic), ("b", span.bold)):
        text = f"<{tag}>{text}</{tag}>" if held else text
    return f'<a href="{html.escape(span.url)}">{text}</a>' if span.url else text


def _button(button: Button) -> Json:
    label = button.label if len(button.label) <= LABEL else f"{button.label[: LABEL - 1]}…"
    url = safe_url(button.url)
    if button.press is not None:
        return {"text": label, "callback_data": button.press.token()}
    if not url:
        raise ValueError("a button that leads nowhere")
    return {"text": label, "url": url}
