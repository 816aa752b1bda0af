"""The webhook: only what brings the secret gets past this door, and is confirmed only after it was kept."""

import hmac
import json

from aiohttp import web

from bot.channels.telegram.taking import TelegramTaker

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1024 * 1024


class TelegramDoor:
    """Answers ``POST /telegram/webhook``: 403 without the secret, 200 only when the update was kept."""

    def __init__(self, secret: str, taker: TelegramTaker) -> None:
        """Prepare; without a secret every request is turned away."""
        self._secret = secret.encode()
        self._taker = taker

    def route(self) -> web.RouteDef:
        """Return the one route, for the app's web server."""
        return web.post(PATH, self._knock)

    async def _knock(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        # The server's own limit may be another one: other routes have their own needs.
        body = await request.clone(client_max_size=LARGEST_BODY).read()
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        if not self._taker.is_open:
            return web.Response(status=503)
        return web.Response(status=200 if await self._taker.take(update) else 500)
