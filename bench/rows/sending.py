"""Sending a broadcast, from a lead's press to the last result in the database, beside a bare client's loop."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bench.figure import Figure, in_turns
from bench.network import SECOND_CHAT, chat_of, draft, press, settle
from bench.stand import TOKEN, Stand, homeround
from bot.channels.slack.drawing import SlackPainter
from bot.channels.telegram.drawing import TelegramPainter
from bot.channels.telegram.transport import AiohttpRequest
from bot.core.messages import Message
from bot.db import outbox
from bot.db.database import Database

TEXT = """**Newsletter of the week**

- Visiting: the guidance was updated on Monday. Read what changed, and confirm it by Friday.
- Protective equipment: order by noon on Wednesday; the desk is open every day.
- Training: two places are left on Thursday. Write to us here if you want one.
"""
HOMES = 6_000
BARE = 3_000
USUAL = "python-telegram-bot as installed, bare loop at its best concurrency"
FAST = "python-telegram-bot over aiohttp, bare loop at its best concurrency"
SLACK = "slack_sdk with one kept session, bare loop at its best concurrency"


async def rows(stand: Stand) -> list[Figure]:
    """Return how Homeround's rate of sending compares with the clients' own."""
    figures = []
    for kind in ("sqlite", "postgresql"):
        usual, fast, telegram, bare, slack = await in_turns(
            partial(_best, bare_telegram, stand, HTTPXRequest),
            partial(_best, bare_telegram, stand, AiohttpRequest),
            partial(broadcast, stand, kind, "telegram"),
            partial(_best, bare_slack, stand, None),
            partial(broadcast, stand, kind, "slack"),
        )
        what = f"broadcast on Telegram, {kind}"
        figures += [
            Figure(what, telegram, "messages/s", usual, USUAL, at_least=2.5),
            Figure(what, telegram, "messages/s", fast, FAST, at_least=0.75),
        ]
        what = f"broadcast on Slack, {kind}"
        figures.append(Figure(what, slack, "messages/s", bare, SLACK, at_least=0.75))
    return figures


async def _best(
    bare: Callable[[Stand, Any, int], Awaitable[float]], stand: Stand, how: Any
) -> float:
    return max([await bare(stand, how, at_once) for at_once in (1, 5, 10)])


async def bare_telegram(stand: Stand, transport: type[BaseRequest], at_once: int) -> float:
    """Return how many messages a second ``Bot.send_message`` sends, so many at once."""
    request = transport()
    await request.initialize()
    bot = Bot(TOKEN, base_url=f"{stand.url}bot", request=request)
    try:
        (drawn,) = (json.loads(each) for each in TelegramPainter().prepare(Message(TEXT)))
        return await _loop(
            lambda place: bot.send_message(100_000 + place, drawn["text"], parse_mode="HTML"),
            at_once,
        )
    finally:
        await request.shutdown()


async def bare_slack(stand: Stand, _how: object, at_once: int) -> float:
    """Return how many messages a second ``chat_postMessage`` posts, so many at once."""
    async with aiohttp.ClientSession() as session:
        web = AsyncWebClient("xoxb-bench", f"{stand.url}api/", session=session, retry_handlers=[])
        (drawn,) = (json.loads(each) for each in SlackPainter().prepare(Message(TEXT)))
        return await _loop(
            lambda place: web.chat_postMessage(channel=chat_of(place, "slack"), **drawn), at_once
        )


async def _loop(send: Callable[[int], Awaitable[object]], at_once: int) -> float:
    places = iter(range(BARE))

    async def work() -> None:
        for place in places:
            await send(place)

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    return BARE / (time.perf_counter() - began)


async def broadcast(stand: Stand, kind: str, channel: str, homes: int = HOMES) -> float:
    """Return how many homes a second get a broadcast, from the press on Send to the last recorded result."""
    with stand.database(kind) as database:
        settle(database, homes, channel)
        draft(stand, database, TEXT)
        presses = [press(1, "ask:1:1"), press(2, "approve:1:yes:1", SECOND_CHAT)]
        async with homeround(stand.environment(database)):
            await stand.reset()
            began = time.perf_counter()
            await stand.offer(presses)
            await stand.until_sent(homes)
            while _waits(database):
                await asyncio.sleep(0.01)
            return homes / (time.perf_counter() - began)


def _waits(database: Database) -> Sequence[object]:
    with database.read() as connection:
        return outbox.waiting(connection)
