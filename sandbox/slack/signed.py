"""Owns delivery over HTTP: signed requests to the app's one request URL."""

import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode

import aiohttp

from sandbox.slack.parcels import Parcel, Patience, Receipt
from sandbox.slack.workspace import Json

REDIRECTS = 2  # docs.slack.dev/apis/events-api: at most two are followed
VERSION = "v0"


class SignedRequests:
    """The app's request URL, for events, commands and interactivity alike."""

    def __init__(self, url: str, signing_secret: str, patience: Patience) -> None:
        self.url = url
        self._secret = signing_secret.encode()
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None
        self._verified = ""

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Post the parcel, signed; events wait until the URL has answered Slack's challenge."""
        if parcel.kind == "events_api" and self._verified != self.url and not await self.verify():
            return Receipt(None, reason="connection_failed")
        headers = {}
        if parcel.attempt:
            headers["X-Slack-Retry-Num"] = str(parcel.attempt)
            headers["X-Slack-Retry-Reason"] = parcel.reason
        if parcel.kind == "events_api":
            return await self._post(json.dumps(parcel.payload), JSON_BODY, headers)
        form = parcel.payload
        if parcel.kind == "interactive":
            form = {"payload": json.dumps(parcel.payload)}
        return await self._post(urlencode(form), FORM_BODY, headers)

    async def verify(self) -> bool:
        """Send the ``url_verification`` challenge and say whether the app gave it back."""
        challenge = secrets.token_hex(20)
        body = {"token": "sandbox", "challenge": challenge, "type": "url_verification"}
        receipt = await self._post(json.dumps(body), JSON_BODY, {})
        answered = (receipt.body or {}).get("challenge") or (receipt.body or {}).get("text")
        if receipt.taken and answered == challenge:
            self._verified = self.url
        return self._verified == self.url

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session is not None:
            await self._session.close()

    def signature(self, moment: str, body: str) -> str:
        """Return the signature of a body sent at ``moment`` (seconds since 1970, as text)."""
        signed = f"{VERSION}:{moment}:{body}".encode()
        return f"{VERSION}=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()

    async def _post(self, body: str, content_type: str, headers: dict[str, str]) -> Receipt:
        moment = str(int(time.time()))
        signed = headers | {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": self.signature(moment, body),
        }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        wait = aiohttp.ClientTimeout(total=self._patience.acknowledge)
        try:
            async with self._session.post(
                self.url, data=body.encode(), headers=signed, timeout=wait, max_redirects=REDIRECTS
            ) as response:
                return _receipt(response, await response.text(errors="replace"))
        except TimeoutError:
            return Receipt(None, reason="http_timeout")
        except aiohttp.TooManyRedirects:
            return Receipt(None, reason="too_many_redirects")
        except (aiohttp.ClientError, OSError):
            return Receipt(None, reason="connection_failed")


JSON_BODY = "application/json"
FORM_BODY = "application/x-www-form-urlencoded"


def _receipt(response: aiohttp.ClientResponse, text: str) -> Receipt:
    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    taken = response.ok
    return Receipt(
        response.status, _body(response.content_type, text), "" if taken else "http_error", no_retry
    )


def _body(content_type: str, text: str) -> Json | None:
    if not text:
        return None
    if content_type == JSON_BODY:
        try:
            body = json.loads(text)
        except ValueError:
            return None
        return body if isinstance(body, dict) else None
    return {"text": text}
