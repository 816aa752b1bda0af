"""Telegram: updates in by long polling or a webhook, messages out as HTML."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.patience import PATIENCE
from bot.channels.telegram.door import TelegramDoor
from bot.channels.telegram.drawing import TelegramPainter
from bot.channels.telegram.failures import failure
from bot.channels.telegram.polling import PAUSE, TelegramPolling
from bot.channels.telegram.reading import NAME, WANTED
from bot.channels.telegram.sending import TelegramSender
from bot.channels.telegram.taking import TelegramTaker
from bot.channels.telegram.transport import AiohttpRequest
from bot.core.deliveries import Sent, Wire
from bot.core.files import Offer
from bot.core.ports import Painter, Submit

log = structlog.get_logger()

API = "https://api.telegram.org/bot"
TOKEN = "HOMEROUND_TELEGRAM_TOKEN"  # noqa: S105 - the variable's name
SECRET = "HOMEROUND_TELEGRAM_WEBHOOK_SECRET"  # noqa: S105 - the variable's name
# core.telegram.org/bots/api#setwebhook
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Secrets are never shown. ``commands`` are listed in the app, each with what it does.

    ``api_url`` is the address that the token is added to, empty = Telegram itself; ``webhook_url`` is where
    updates are to come, empty = they are fetched; ``patience`` is how long one call may take.
    """

    token: str = field(repr=False)
    api_url: str = ""
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    commands: Sequence[tuple[str, str]] = ()
    patience: timedelta = PATIENCE


class TelegramChannel:
    """The channel ``telegram``: people by their chat's id."""

    name = NAME
    can_look_up = False

    def __init__(
        self,
        settings: TelegramSettings,
        sorry: str,
        may_poll: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """Prepare; nothing is called yet. ``sorry`` is said to a person whose press could not be taken."""
        self.painter: Painter = TelegramPainter()
        self._settings = settings
        self._request = AiohttpRequest(settings.patience)
        # Without a token there is nothing to call, and the library would not even be made.
        api = settings.api_url or API
        self._bot = Bot(
            settings.token or "0:none",
            base_url=api,
            # The Bot API has its files beside it (core.telegram.org/bots/api#getfile).
            base_file_url=f"{api.removesuffix('bot')}file/bot",
            request=self._request,
            # The library would make one of its own for this, which takes it a third of a second.
            get_updates_request=self._request,
        )
        self._sender = TelegramSender(self._bot, self._request)
        self._taker = TelegramTaker(self._bot, self._request, sorry)
        self._door = TelegramDoor(settings.webhook_secret, self._taker)
        self._polling = TelegramPolling(self._bot, self._taker, may_poll)
        self._taking: asyncio.Task[None] | None = None

    def http_route(self) -> web.RouteDef:
        """Return ``POST /telegram/webhook`` for the app's web server; it answers 503 until ``start``."""
        return self._door.route()

    async def start(self, submit: Submit) -> None:
        """Begin to take updates in; each is confirmed only after ``submit`` returned. Needs no answer to return."""
        self._taker.open(submit)
        self._taking = asyncio.create_task(self._run())
        log.info("telegram_started", webhook=bool(self._settings.webhook_url))

    async def _run(self) -> None:
        while not await self._settled():  # noqa: ASYNC110 - it asks Telegram each time
            await asyncio.sleep(PAUSE.total_seconds())
        if not self._settings.webhook_url:
            await self._polling.run()

    async def _settled(self) -> bool:
        """Tell Telegram how updates come in and which commands there are; false when it must be tried again."""
        try:
            await self._open_way_in()
            await self._list_commands()
        except TelegramError as error:
            failed = failure(error)
            log.warning("telegram_not_settled", kind=failed.kind, reason=failed.reason)
            return False
        return True

    async def _open_way_in(self) -> None:
        settings = self._settings
        if not settings.webhook_url:
            await self._bot.delete_webhook()
            return
        await self._bot.set_webhook(
            settings.webhook_url,
            secret_token=settings.webhook_secret,
            allowed_updates=list(WANTED),
        )

    async def _list_commands(self) -> None:
        try:
            await self._bot.set_my_commands(list(self._settings.commands))
        except BadRequest as error:  # people can write and press without the list as well
            log.warning("telegram_commands_refused", reason=failure(error).reason)

    async def stop(self) -> None:
        """Take no more updates in, finish those that are being taken, and close every connection."""
        await self._taker.close()
        if self._taking is not None:
            self._taking.cancel()
            await asyncio.wait({self._taking})
            self._taking = None
        await self._request.shutdown()

    async def send(self, wire: Wire) -> Sent:
        """Do one delivery.

        Raises:
            SendError: Telegram did not take it; the subclass says what kind of failure it was.
        """
        return await self._sender.send(wire)

    async def fetch(self, offer: Offer, most: int) -> bytes:
        """Return what is in a file that a person sent, ``most`` bytes at most.

        Raises:
            SendError: It could not be fetched.
        """
        return await self._sender.files.fetch(offer, most)

    async def find(self, wire: Wire) -> Sent | None:  # noqa: ARG002 - the port's signature
        """Return None: Telegram cannot be asked what it took."""
        return None

    async def problems(self) -> list[str]:
        """Return what is wrong with the token and the settings, one plain sentence each."""
        settings = self._settings
        if not settings.token:
            return [f"{TOKEN} is not set."]
        found = []
        if settings.webhook_url and not _SECRET.fullmatch(settings.webhook_secret):
            found.append(f"{SECRET} must be 1 to 256 letters, figures, _ and -.")
        try:
            await self._bot.get_me()
        except InvalidToken:
            found.append(f"Telegram does not take {TOKEN}.")
        except TelegramError as error:
            where = settings.api_url or "api.telegram.org"
            found.append(f"Telegram at {where} cannot be asked: {failure(error).reason}.")
        return found
