"""``python -m bench.peers.opsdroid.bot``: opsdroid stores every text that comes, and echoes it.

The connector is opsdroid's own for Telegram with two changes: it speaks with the bench's server, and it fetches
updates, because theirs waits for a webhook. opsdroid looks through this module for both the connector and the skill.
"""

import asyncio
import gettext
import os

import aiohttp
from opsdroid import core, skill
from opsdroid.connector import telegram
from opsdroid.events import Message
from opsdroid.matchers import match_catchall

from bench.peers.messages import Messages


class Posted:
    """An update in the form in which a webhook would have brought it."""

    def __init__(self, update: object) -> None:
        """Hold the update."""
        self._update = update

    async def json(self) -> object:
        """Return the update."""
        return self._update


class Polling(telegram.ConnectorTelegram):
    """opsdroid's connector for Telegram, fed by getUpdates."""

    def build_url(self, method: str) -> str:
        """Return where a method of the Bot API is called."""
        return f"{os.environ['BENCH_URL']}bot{self.token}/{method}"

    async def listen(self) -> None:
        """Take updates for ever, each batch at once as webhooks would, and confirm it when all were answered."""
        offset = 0
        async with aiohttp.ClientSession() as session:
            while True:
                asked = {"offset": offset, "timeout": 5}
                async with session.get(self.build_url("getUpdates"), params=asked) as found:
                    updates = (await found.json())["result"]
                await asyncio.gather(
                    *(self.telegram_webhook_handler(Posted(each)) for each in updates)
                )
                if updates:
                    offset = updates[-1]["update_id"] + 1


class Echo(skill.Skill):
    """The skill that takes whatever no other takes."""

    def __init__(self, opsdroid: core.OpsDroid, config: dict[str, object]) -> None:
        """Open where texts are kept."""
        self._messages = Messages(os.environ["BENCH_DATABASE"])
        super().__init__(opsdroid, config)

    @match_catchall(messages_only=True)
    async def echo(self, message: Message) -> None:
        """Keep the text, then answer with it."""
        self._messages.keep(str(message.target), message.text)
        await message.respond(message.text)


def main() -> None:
    """Run until ended."""
    # As opsdroid's own command does: its modules expect a translator among the builtins.
    gettext.install("opsdroid")
    here = {"module": "bench.peers.opsdroid.bot"}
    config = {
        "connectors": {"polling": here | {"token": os.environ["BENCH_TOKEN"]}},
        "skills": {"echo": here},
        "web": {"host": "127.0.0.1", "port": 0},
    }
    with core.OpsDroid(config=config) as opsdroid:
        opsdroid.run()


if __name__ == "__main__":
    main()
