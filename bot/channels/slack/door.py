"""The HTTP way in from Slack: only what Slack itself signed a moment ago gets past this door."""

import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

PATH = "/slack/events"
LARGEST_BODY = 1024 * 1024
# Both are checked before the verifier sees them: it fails on other digits and other alphabets.
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class SlackDoor:
    """Answers ``POST /slack/events``: events, commands and interactivity. 401 for what Slack did not sign."""

    def __init__(self, signing_secret: str, dispatch: Dispatch) -> None:
        """Prepare; without a signing secret every request is turned away."""
        self._verifier = SignatureVerifier(signing_secret) if signing_secret.strip() else None
        self._dispatch = dispatch

    def route(self) -> web.RouteDef:
        """Return the one route, for the app's web server."""
        return web.post(PATH, self._knock)

    async def _knock(self, request: web.Request) -> web.Response:
        # The server's own limit may be another one: other routes have their own needs.
        body = await request.clone(client_max_size=LARGEST_BODY).read()
        if not self._is_signed(request, body):
            return web.Response(status=401)
        try:
            payload = _as_json(body.decode(), request.content_type)
            is_object = isinstance(json.loads(payload), dict)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not is_object:
            return web.Response(status=400)
        told = AsyncBoltRequest(body=payload, headers=dict(request.headers))
        return await to_aiohttp_response(await self._dispatch(told))

    def _is_signed(self, request: web.Request, body: bytes) -> bool:
        """Say whether Slack signed this body, at most five minutes ago."""
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if self._verifier is None:
            return False
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:
            return False


def _as_json(body: str, content_type: str) -> str:
    """Return the payload as JSON, however it was sent.

    Bolt reads forms as well, but loses a command whose text has the word "payload" in it.
    """
    if content_type == "application/json":
        return body
    fields = dict(parse_qsl(body, keep_blank_values=True))
    return fields.get("payload") or json.dumps(fields)
