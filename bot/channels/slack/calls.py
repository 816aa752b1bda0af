"""The way out to Slack's Web API: one client over one kept session, every failure classified."""

import json
from collections.abc import Awaitable
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.patience import CONNECT_PATIENCE, PATIENCE
from bot.channels.slack.failures import FAILURES, failure
from bot.core.errors import Unreachable

# Where Slack keeps files.
_HOSTS = (".slack.com", ".slack-files.com")


class SlackCalls:
    """Calls of the Web API. The session is opened with the first call and kept until ``close``."""

    def __init__(self, token: str, api_url: str, patience: timedelta = PATIENCE) -> None:
        """Prepare; ``api_url`` is the address that method names are added to."""
        self._patience = patience
        # The default handler posts a message again when the connection broke: twice in the channel.
        self._web = AsyncWebClient(token, base_url=f"{api_url.rstrip('/')}/", retry_handlers=[])
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json;charset=utf-8",
        }

    @property
    def web(self) -> AsyncWebClient:
        """Return the client; to be asked for inside the event loop that will use it."""
        if self._web.session is None or self._web.session.closed:
            # With a session of our own, the client's own timeout is not looked at.
            limits = aiohttp.ClientTimeout(
                total=self._patience.total_seconds(),
                sock_connect=min(self._patience, CONNECT_PATIENCE).total_seconds(),
            )
            self._web.session = aiohttp.ClientSession(timeout=limits)
        return self._web

    async def ask(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """Return Slack's answer to one call of the client.

        Raises:
            SendError: Slack did not do it; the subclass says what kind of failure it was.
        """
        try:
            return await call
        except FAILURES as error:
            raise failure(error) from error

    async def post(self, method: str, body: bytes) -> AsyncSlackResponse:
        """Return Slack's answer to one call whose JSON body is ready.

        The client's own methods take the body apart and put it together again, which costs as much as the call.

        Raises:
            SendError: Slack did not do it; the subclass says what kind of failure it was.
        """
        return await self.ask(self._post(f"{self._web.base_url}{method}", body))

    async def upload(self, address: str, content: bytes, patience: timedelta) -> None:
        """Bring the bytes of a file to the address that Slack named for them.

        Raises:
            SendError: Slack did not take them; nobody has seen anything of it.
        """
        web = self.web
        assert web.session is not None
        try:
            limits = aiohttp.ClientTimeout(total=patience.total_seconds())
            async with web.session.post(address, data=content, timeout=limits) as answer:
                answer.raise_for_status()
        except FAILURES as error:
            raise Unreachable("file_not_taken", in_doubt=False) from error

    async def download(self, address: str, most: int, patience: timedelta) -> bytes:
        """Return what is at an address of Slack's, ``most`` bytes at most.

        Raises:
            SendError: It is none of Slack's, or did not give the bytes in time.
        """
        host = urlsplit(address).hostname or ""
        # The token is for nobody else's eyes.
        if host != urlsplit(self._web.base_url).hostname and not host.endswith(_HOSTS):
            raise Unreachable("not_slacks_address", in_doubt=False)
        web = self.web
        assert web.session is not None
        limits = aiohttp.ClientTimeout(total=patience.total_seconds())
        token = {"Authorization": self._headers["Authorization"]}
        try:
            # Without the right to read files, Slack leads on to a page for people.
            async with web.session.get(
                address, headers=token, timeout=limits, allow_redirects=False
            ) as answer:
                answer.raise_for_status()
                content = await answer.content.read(most + 1)
                while len(content) <= most and (more := await answer.content.read(most + 1)):
                    content += more
        except FAILURES as error:
            raise Unreachable(type(error).__name__, in_doubt=False) from error
        if len(content) > most or answer.status != HTTPStatus.OK:
            raise Unreachable("file_not_given", in_doubt=False)
        return content

    async def _post(self, url: str, body: bytes) -> AsyncSlackResponse:
        web = self.web
        assert web.session is not None
        async with web.session.post(url, data=body, headers=self._headers) as answer:
            said = AsyncSlackResponse(
                client=web,
                http_verb="POST",
                api_url=url,
                req_args={},
                data=_object(await answer.read()),
                headers=answer.headers,  # type: ignore[arg-type]
                status_code=answer.status,
            )
        said.validate()  # type: ignore[no-untyped-call]
        return said

    async def close(self) -> None:
        """Close the connections to Slack."""
        if self._web.session is not None:
            await self._web.session.close()


def _object(body: bytes) -> dict[str, Any]:
    """Return Slack's answer, empty where it is none of Slack's."""
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
