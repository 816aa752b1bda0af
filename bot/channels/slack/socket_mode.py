"""Socket Mode: one connection to Slack, opened anew whenever it is lost."""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.channels.slack.calls import SlackCalls
from bot.core.errors import SendError, Throttled

log = structlog.get_logger()

# The address of a connection is good for half a minute; after that a new one must be asked for.
OPENING = timedelta(seconds=20)
LOOK = timedelta(seconds=1)
PAUSE = timedelta(seconds=2)


class SlackSocket:
    """Keeps one connection open while ``run`` runs; ``open`` is set whenever there is one.

    The library reconnects as well, but with the address it has, good or not, for ever.
    """

    def __init__(self, app: AsyncApp, calls: SlackCalls, app_token: str) -> None:
        """Prepare; nothing is connected before ``run``."""
        self._app = app
        self._calls = calls
        self._app_token = app_token
        self.open = asyncio.Event()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while True:
            pause = PAUSE
            try:
                await self._stay()
                log.info("slack_socket_lost")
                pause = timedelta()  # Slack drops connections every hour or so
            except Throttled as error:
                pause = error.retry_after
            except SendError as error:
                log.warning("slack_socket_refused", reason=error.reason)
            except TimeoutError:
                log.warning("slack_socket_silent")
            except Exception:  # whatever broke, the next connection may hold
                log.exception("slack_socket_broke")
            await asyncio.sleep(pause.total_seconds())

    async def _stay(self) -> None:
        """Open one connection and return when it is lost."""
        web = self._calls.web
        answer = await self._calls.ask(web.apps_connections_open(app_token=self._app_token))
        handler: Any = AsyncSocketModeHandler(self._app, self._app_token, web_client=web)
        handler.client.wss_uri = answer["url"]
        try:
            async with asyncio.timeout(OPENING.total_seconds()):
                await handler.connect_async()
            self.open.set()
            log.info("slack_socket_open")
            while await handler.client.is_connected():  # noqa: ASYNC110 - the library tells nobody
                await asyncio.sleep(LOOK.total_seconds())
        finally:
            self.open.clear()
            await handler.close_async()
