"""The way in from Telegram: every update passes here, and is confirmed only after it was kept."""

import asyncio
from datetime import timedelta

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.drawing import shown_text
from bot.channels.telegram.reading import Update, read
from bot.core.at_once import AtOnce, Toast
from bot.core.events import Pressed
from bot.core.ports import Submit

log = structlog.get_logger()

# What a press is answered with is cut at this length (core.telegram.org/bots/api#answercallbackquery).
ANSWER = 200
FINISHING = timedelta(seconds=5)


class TelegramTaker:
    """Hands updates on and shows what comes back; every press is answered exactly once, so that no spinner turns."""

    def __init__(self, bot: Bot, sorry: str) -> None:
        """Prepare; ``sorry`` is CommonMark, said to a person whose press could not be taken."""
        self._bot = bot
        self._sorry = sorry
        self._submit: Submit | None = None
        self._answers: set[asyncio.Task[None]] = set()

    def open(self, submit: Submit) -> None:
        """Take updates in from now on."""
        self._submit = submit

    @property
    def is_open(self) -> bool:
        """Say whether updates are taken."""
        return self._submit is not None

    async def close(self) -> None:
        """Take nothing more in, and let what is being shown finish."""
        self._submit = None
        if self._answers:
            await asyncio.wait(self._answers, timeout=FINISHING.total_seconds())

    async def take(self, update: Update) -> bool:
        """Hand one update on; false when it was not kept, and must come again."""
        inbound = read(update)
        if inbound is None:
            return True
        if self._submit is None:
            return False
        pressed = isinstance(inbound.what, Pressed)
        try:
            at_once = await self._submit(inbound)
        except Exception as error:  # noqa: BLE001 - whatever it was, Telegram must not be told that it was kept
            log.error("event_not_taken", event_id=inbound.event_id, error=type(error).__name__)  # noqa: TRY400
            if pressed:
                self._begin(update, Toast(self._sorry, alert=True))
            return False
        if pressed:
            self._begin(update, at_once)
        elif isinstance(at_once, Toast):
            log.warning("not_shown", event_id=inbound.event_id, shown="Toast")
        return True

    def _begin(self, update: Update, at_once: AtOnce | None) -> None:
        task = asyncio.create_task(self._answer(update, at_once))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, update: Update, at_once: AtOnce | None) -> None:
        press = str(update["callback_query"].get("id", ""))
        toast = at_once if isinstance(at_once, Toast) else Toast("")
        text = shown_text(toast.text)
        try:
            await self._bot.answer_callback_query(
                press, text=text[:ANSWER] or None, show_alert=toast.alert or None
            )
        except (
            TelegramError
        ) as error:  # too old, or the connection broke: there is nobody left to answer
            log.info("press_not_answered", reason=type(error).__name__)
