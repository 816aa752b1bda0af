"""Slack: events in over a socket or signed requests, messages out as Block Kit."""

import asyncio
from datetime import timedelta

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.channels.slack import checks
from bot.channels.slack.answers import SlackAnswers
from bot.channels.slack.calls import SlackCalls
from bot.channels.slack.door import SlackDoor
from bot.channels.slack.drawing import SlackPainter
from bot.channels.slack.listening import SlackListener
from bot.channels.slack.reading import NAME
from bot.channels.slack.sending import SlackSender
from bot.channels.slack.settings import SlackMode, SlackSettings
from bot.channels.slack.socket_mode import SlackSocket
from bot.core.deliveries import Sent, Wire
from bot.core.files import Offer
from bot.core.ports import Painter, Submit

log = structlog.get_logger()

# A start goes on without a socket after this long; it opens as soon as Slack can be reached.
FIRST_SOCKET = timedelta(seconds=5)


class SlackChannel:
    """The channel ``slack``: rooms by channel id, people by user id."""

    name = NAME
    can_look_up = True

    def __init__(self, settings: SlackSettings, sorry: str) -> None:
        """Prepare; nothing is called yet. ``sorry`` is said to a person whose deed could not be taken."""
        self._settings = settings
        self._calls = SlackCalls(settings.bot_token, settings.api_url, settings.patience)
        painter = SlackPainter()
        self.painter: Painter = painter
        self._sender = SlackSender(self._calls)
        self._listener = SlackListener(SlackAnswers(self._calls, painter, sorry))
        self._door = SlackDoor(settings.signing_secret, self._dispatch)
        self._app: AsyncApp | None = None
        self._socket: SlackSocket | None = None
        self._staying: asyncio.Task[None] | None = None

    def http_route(self) -> web.RouteDef:
        """Return ``POST /slack/events`` for the app's web server; it answers 503 until ``start``."""
        return self._door.route()

    async def start(self, submit: Submit) -> None:
        """Begin to take events in; each is acknowledged only after ``submit`` returned.

        Over a socket, returns when that is open, or after five seconds in any case.
        """
        self._listener.open(submit)
        self._app = AsyncApp(
            client=self._calls.web,
            before_authorize=self._listener,
            request_verification_enabled=False,  # the door has checked; what a socket brings is not signed
            process_before_response=True,
        )
        if self._settings.mode is SlackMode.SOCKET:
            await self._open_socket(self._app)
        log.info("slack_started", mode=self._settings.mode.value)

    async def _open_socket(self, app: AsyncApp) -> None:
        self._socket = SlackSocket(app, self._calls, self._settings.app_token)
        self._staying = asyncio.create_task(self._socket.run())
        try:
            await asyncio.wait_for(self._socket.open.wait(), FIRST_SOCKET.total_seconds())
        except TimeoutError:
            log.warning("slack_socket_not_open_yet")

    async def stop(self) -> None:
        """Take no more events in, finish those that are being taken, and close every connection.

        To be called when nothing is sent any more.
        """
        await self._listener.close()
        if self._staying is not None:
            self._staying.cancel()
            await asyncio.wait({self._staying})
        self._staying = self._socket = self._app = None
        await self._calls.close()

    async def send(self, wire: Wire) -> Sent:
        """Do one delivery.

        Raises:
            SendError: Slack did not take it; the subclass says what kind of failure it was.
        """
        return await self._sender.send(wire)

    async def fetch(self, offer: Offer, most: int) -> bytes:
        """Return what is in a file that a person offers, ``most`` bytes at most.

        Raises:
            SendError: It could not be fetched.
        """
        return await self._sender.files.fetch(offer, most)

    async def find(self, wire: Wire) -> Sent | None:
        """Return the message of an earlier try that is in doubt, by the number that its metadata carries.

        Raises:
            SendError: Slack could not be asked.
        """
        return await self._sender.find(wire)

    async def problems(self) -> list[str]:
        """Return what is wrong with the tokens and the settings, one plain sentence each."""
        found = await checks.problems(self._settings, self._calls)
        if not found and self._socket is not None and not self._socket.open.is_set():
            found.append("The socket to Slack is not open.")
        return found

    async def _dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        if self._app is None:
            return BoltResponse(status=503)
        return await self._app.async_dispatch(request)
