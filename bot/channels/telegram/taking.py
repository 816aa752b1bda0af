"""The way in from Telegram: every update passes here, and is confirmed only after it was kept."""

import json
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.drawing import shortened, shown_text
from bot.channels.telegram.reading import NAME, Update, read
from bot.channels.telegram.transport import AiohttpRequest
from bot.channels.under_way import UnderWay
from bot.core.at_once import AtOnce, Toast
from bot.core.events import Inbound, Pressed
from bot.core.ports import Submit

log = structlog.get_logger()

# What a press is answered with has at most this many (core.telegram.org/bots/api#answercallbackquery).
ANSWER_UNITS = 200


class TelegramTaker:
    """Hands updates on and shows what comes back; every press is answered exactly once, so that no spinner turns."""

    def __init__(self, bot: Bot, request: AiohttpRequest, sorry: str) -> None:
        """Prepare; ``sorry`` is CommonMark, said to a person whose press could not be taken."""
        self._bot = bot
        self._request = request
        self._sorry = sorry
        self._submit: Submit | None = None
        self._under_way = UnderWay(NAME)

    def open(self, submit: Submit) -> None:
        """Take updates in from now on."""
        self._submit = submit

    @property
    def is_open(self) -> bool:
        """Say whether updates are taken."""
        return self._submit is not None

    async def close(self) -> None:
        """Take nothing more in, and return when what was taken is finished."""
        self._submit = None
        await self._under_way.finish()

    async def take(self, update: Update) -> bool:
        """Hand one update on; false when it was not kept, and must come again."""
        inbound = read(update)
        if inbound is None:
            return True
        if self._submit is None:
            return False
        with self._under_way.taking():
            return await self._hand_on(inbound, update, self._submit)

    async def _hand_on(self, inbound: Inbound, update: Update, submit: Submit) -> bool:
        pressed = isinstance(inbound.what, Pressed)
        try:
            at_once = await submit(inbound)
        except Exception as error:  # noqa: BLE001 - whatever it was, Telegram must not be told that it was kept
            log.error("event_not_taken", event_id=inbound.event_id, error=type(error).__name__)  # noqa: TRY400
            if pressed:
                self._under_way.show(self._answer(update, Toast(self._sorry, alert=True)))
            return False
        if pressed:
            self._under_way.show(self._answer(update, at_once))
        elif isinstance(at_once, Toast):
            log.warning("not_shown", event_id=inbound.event_id, shown="Toast")
        return True

    async def _answer(self, update: Update, at_once: AtOnce | None) -> None:
        said: dict[str, Any] = {"callback_query_id": str(update["callback_query"].get("id", ""))}
        if isinstance(at_once, Toast):
            text = shortened(shown_text(at_once.text), ANSWER_UNITS)
            said |= {"text": text, "show_alert": at_once.alert}
        try:
            # The library's own call costs as much again as the way there and back.
            url = f"{self._bot.base_url}/answerCallbackQuery"
            await self._request.call(url, json.dumps(said).encode())
        except (
            TelegramError
        ) as error:  # too old, or the connection broke: there is nobody left to answer
            log.info("press_not_answered", reason=type(error).__name__)
