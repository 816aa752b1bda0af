"""The doors of a running Homeround: knocks there as the platforms do, and as somebody who only pretends to be one."""

import hashlib
import hmac
import json
import socket
import time
from collections.abc import Mapping
from io import BytesIO

import aiohttp

from tests.support.process import Homeround

WEBHOOK_SECRET = "the-secret-of-the-webhook"
SIGNING_SECRET = "the-secret-that-signs"


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def http_environment(port: int) -> dict[str, str]:
    """Return what makes Homeround take everything over HTTP, on this port."""
    return {
        "HOMEROUND_HTTP_PORT": str(port),
        "HOMEROUND_HTTP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HOMEROUND_TELEGRAM_WEBHOOK": "true",
        "HOMEROUND_TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "HOMEROUND_SLACK_MODE": "http",
        "HOMEROUND_SLACK_SIGNING_SECRET": SIGNING_SECRET,
    }


class Doors:
    """The way in over HTTP. Every method returns the status of the answer."""

    def __init__(self, session: aiohttp.ClientSession, process: Homeround) -> None:
        self._session = session
        self._process = process

    async def telegram(self, update: object, secret: str = WEBHOOK_SECRET) -> int:
        """Bring an update to the webhook."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        return await self._post("/telegram/webhook", body, headers)

    async def slack(
        self,
        payload: object,
        *,
        seconds_old: float = 0,
        secret: str = SIGNING_SECRET,
        altered: bool = False,
    ) -> int:
        """Bring a signed event."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        moment = str(int(time.time() - seconds_old))
        signed = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256)
        headers = {
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        return await self._post("/slack/events", body + b" " * altered, headers)

    async def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        typed = {"Content-Type": "application/json", **headers}
        url = f"{self._process.url}{path}"
        async with self._session.post(url, data=BytesIO(body), headers=typed) as answer:
            return answer.status

    async def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of a page."""
        async with self._session.get(f"{self._process.url}{path}") as answer:
            return answer.status, await answer.text()

    async def figure(self, name: str) -> float:
        """Return one of Prometheus's figures, 0 where it is not shown."""
        _, text = await self.get("/metrics")
        found = [line for line in text.splitlines() if line.startswith(f"{name} ")]
        return float(found[0].rpartition(" ")[2]) if found else 0
