"""Messages as Slack's Block Kit. Text is rich text, never mrkdwn: nothing that a person wrote becomes a mention."""

import html
import json
from collections.abc import Iterable, Sequence
from typing import Any

from bot.channels.commonmark import (
    Block,
    Code,
    Heading,
    Item,
    Rule,
    clean,
    is_blank,
    parse,
    safe_url,
)
from bot.channels.file_payload import drawn_file
from bot.channels.slack.rich_text import header, is_header, rich_text
from bot.channels.splitting import split
from bot.core.messages import Button, Message

Json = dict[str, Any]

# Slack takes 50 blocks a message (docs.slack.dev/reference/block-kit/blocks) and, as measured by a user,
# about 13,200 characters of them (github.com/slackapi/bolt-js issue 2509).
MOST_BLOCKS = 45
MOST_CHARACTERS = 12_000
LEAST_ROOM = 2_000
# What a notification shows, and a reader aloud says; chat.update takes 4,000 characters.
FALLBACK = 3_000
# docs.slack.dev/reference/block-kit/blocks/actions-block and block-elements/button-element
ROW = 25
MOST_ROWS = 10
LABEL = 75
URL = 3_000


class SlackPainter:
    """Draws messages as JSON with the ``text`` and ``blocks`` of chat.postMessage and chat.update."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        """Return the message as payloads that Slack takes, split at its limits, buttons on the last; a file first.

        Raises:
            ValueError: The message shows nothing, or has more buttons than one message of Slack's holds.
        """
        blocks = parse(message.text)
        if is_blank(_shown(blocks)):
            raise ValueError("an empty message")
        rows = _rows(message.buttons)
        room = MOST_CHARACTERS - _length(rows)
        if room < LEAST_ROOM:
            raise ValueError("too many buttons")
        size = _Size(len(rows), room)
        parts = split(blocks, room, size)
        *first, last = ((_fallback(part), _drawn(part)) for part in parts)
        return (
            *([drawn_file(message.file)] if message.file else []),
            *(_payload(text, drawn) for text, drawn in first),
            _payload(last[0], [*last[1], *rows]),
        )


def drawn_blocks(message: Message) -> list[Json]:
    """Return the message as the blocks of a view, not split."""
    return [*_drawn(parse(message.text)), *_rows(message.buttons)]


def shown_text(text: str) -> str:
    """Return what a CommonMark text shows, with no style and no markup."""
    return _shown(parse(text))


class _Size:
    """Measures blocks in characters; so many blocks that a message holds no more count as too many characters."""

    def __init__(self, rows: int, room: int) -> None:
        self._each = room // (MOST_BLOCKS - rows)

    def __call__(self, blocks: Sequence[Block]) -> int:
        drawn = _drawn(blocks)
        return max(_length(drawn), len(drawn) * self._each)


def _length(blocks: Sequence[Json]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False)) if blocks else 0


def _payload(text: str, blocks: Sequence[Json]) -> str:
    return json.dumps({"text": text, "blocks": blocks}, ensure_ascii=False)


def _drawn(blocks: Iterable[Block]) -> list[Json]:
    drawn: list[Json] = []
    run: list[Block] = []
    for block in blocks:
        if not isinstance(block, Rule) and not is_header(block):
            run.append(block)
            continue
        drawn += rich_text(run)
        run = []
        drawn.append(header(block) if isinstance(block, Heading) else {"type": "divider"})
    return [*drawn, *rich_text(run)]


def _shown(blocks: Iterable[Block]) -> str:
    return "\n".join(filter(None, map(_line, blocks)))


def _line(block: Block) -> str:
    if isinstance(block, Rule):
        return ""
    if isinstance(block, Code):
        return block.text.strip()
    text = "".join(span.text for span in block.spans).strip()
    return f"{block.marker} {text}".strip() if isinstance(block, Item) else text


def _fallback(blocks: Iterable[Block]) -> str:
    """Return the text beside the blocks, its marks escaped (docs.slack.dev/messaging/formatting-message-text)."""
    text = _shown(blocks) or "…"
    short = text[:FALLBACK]
    while len(html.escape(short, quote=False)) + (short != text) > FALLBACK:
        short = short[: -max(1, len(short) // 50)]
    return html.escape(short, quote=False) + ("…" if short != text else "")


def _rows(buttons: Sequence[Sequence[Button]]) -> list[Json]:
    rows = [list(row) for row in buttons if row]
    if len(rows) > MOST_ROWS:
        rows = [[button for row in rows for button in row]]
    seen: dict[str, int] = {}
    return [
        {"type": "actions", "elements": [_button(button, seen) for button in row[at : at + ROW]]}
        for row in rows
        for at in range(0, len(row), ROW)
    ]


def _button(button: Button, seen: dict[str, int]) -> Json:
    token = button.press.token() if button.press else ""
    # Slack refuses two elements with one id, and two links have no token at all.
    seen[token] = seen.get(token, 0) + 1
    again = f"#{seen[token]}" if seen[token] > 1 else ""
    drawn: Json = {
        "type": "button",
        "action_id": f"press:{token}{again}",
        "text": {"type": "plain_text", "text": _label(button.label), "emoji": False},
    }
    url = safe_url(button.url)
    if token:
        drawn["value"] = token
    if url and len(url) <= URL:
        drawn["url"] = url
    elif not token:
        raise ValueError("a button that leads nowhere")
    if button.style in ("primary", "danger"):
        drawn["style"] = button.style
    return drawn


def _label(label: str) -> str:
    shown = clean(label)
    if is_blank(shown):
        raise ValueError("a button without a label")
    return shown if len(shown) <= LABEL else f"{shown[: LABEL - 1]}…"
