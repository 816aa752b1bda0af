"""``python -m bench.peers.plain_loop.loop TEXT CHAT...``: sends the text to every chat, one after the other."""

import asyncio
import os
import sys

from telegram import Bot


async def broadcast(text: str, chats: list[str]) -> None:
    """Send to all of them."""
    async with Bot(os.environ["BENCH_TOKEN"], base_url=f"{os.environ['BENCH_URL']}bot") as bot:
        for chat in chats:
            await bot.send_message(chat, text)


if __name__ == "__main__":
    asyncio.run(broadcast(sys.argv[1], sys.argv[2:]))
