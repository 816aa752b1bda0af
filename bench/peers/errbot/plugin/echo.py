"""The plugin: errbot stores every text that comes, and echoes it."""

import os

from errbot import BotPlugin
from errbot.backends.base import Message

from bench.peers.messages import Messages


class Echo(BotPlugin):
    """Takes what is no command, in the thread that fetches updates: one is confirmed only after it was stored."""

    def activate(self) -> None:
        """Open where texts are kept."""
        super().activate()
        self._messages = Messages(os.environ["BENCH_DATABASE"])

    def callback_message(self, message: Message) -> None:
        """Keep the text, then answer with it."""
        self._messages.keep(str(message.frm), message.body)
        self.send(message.frm, message.body)
