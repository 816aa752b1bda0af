"""What the stand-in platforms themselves say of a drawn message: they refuse what the real ones refuse."""

import json
from typing import Any

from sandbox.hub import Hub
from sandbox.ledger import Ledger
from sandbox.slack.blocks import message_blocks
from sandbox.telegram.calls import World, send_message
from sandbox.telegram.chats import Chat, for_page
from tests.support.slack_blocks import as_seen
from tests.support.stage import Shown
from tests.support.telegram_stage import as_seen as as_seen_in_telegram

Json = dict[str, Any]
CHAT = 7001


def in_telegram(payload: str) -> tuple[Shown, Json]:
    """Return what a person sees of a payload in Telegram, and the message as the Bot API has it.

    Raises:
        Refused: Telegram would not take it.
    """
    world = World(Hub(), Ledger())
    chat = world.chats.add(Chat(CHAT, "Sam", started=True))
    taken = send_message(world, json.loads(payload) | {"chat_id": CHAT, "parse_mode": "HTML"})
    (message,) = chat.messages.values()
    return as_seen_in_telegram(for_page(message)), taken


def in_slack(payload: str) -> tuple[Shown, Json]:
    """Return what a person sees of a payload in Slack, and the payload itself.

    Raises:
        Refused: Slack would not take it.
    """
    drawn: Json = json.loads(payload)
    blocks = message_blocks(drawn["blocks"])
    message = {
        "ts": "1.1",
        "blocks": blocks,
        "text": drawn["text"],
        "thread_ts": "",
        "edited": False,
    }
    return as_seen(message), drawn
