"""The way in from Slack: every payload passes here, and is acknowledged only after it was kept."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.channels.slack.answers import SlackAnswers
from bot.channels.slack.reading import Payload, dig, kind_of, read
from bot.core.events import Inbound
from bot.core.ports import Submit
from bot.core.turn import AtOnce

log = structlog.get_logger()

# How long the end waits for what is under way; Slack itself gives up after three seconds.
FINISHING = timedelta(seconds=5)


class SlackListener(AsyncMiddleware):
    """Bolt's one listener, put before everything that bolt would do itself.

    Bolt's own authorization answers 200 when Slack refuses its ``auth.test``, and so loses the event; its
    listeners cost time for each that does not match. Here nothing is looked up, and one function routes.
    """

    def __init__(self, answers: SlackAnswers) -> None:
        """Prepare; until ``open`` nothing is taken, so that Slack tries again."""
        self._answers = answers
        self._submit: Submit | None = None
        self._taking = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._shows: set[asyncio.Task[None]] = set()

    def open(self, submit: Submit) -> None:
        """Take events in from now on."""
        self._submit = submit

    async def close(self) -> None:
        """Take nothing more in, and return when what was taken is finished."""
        self._submit = None
        seconds = FINISHING.total_seconds()
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            log.warning("events_not_finished", events=self._taking)
        if self._shows:
            await asyncio.wait(self._shows, timeout=seconds)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002, ARG002 - bolt's signature
    ) -> BoltResponse:
        """Take one payload and return the acknowledgement; anything but 200 means that it was not kept."""
        payload: Payload = req.body
        if dig(payload, "type") == "url_verification":
            return BoltResponse(status=200, body={"challenge": dig(payload, "challenge")})
        inbound = read(payload)
        if inbound is None:
            log.debug("event_ignored", kind=kind_of(payload))
            return BoltResponse(status=200)
        if self._submit is None:
            return BoltResponse(status=503)
        self._taking += 1
        self._idle.clear()
        try:
            return await self._take(inbound, payload, self._submit)
        finally:
            self._taking -= 1
            if not self._taking:
                self._idle.set()

    async def _take(self, inbound: Inbound, payload: Payload, submit: Submit) -> BoltResponse:
        try:
            at_once = await submit(inbound)
        except Exception as error:  # noqa: BLE001 - whatever it was, Slack must hear that nothing was kept
            log.error("event_not_taken", event_id=inbound.event_id, error=type(error).__name__)  # noqa: TRY400
            if inbound.can_open_form:  # Slack tells of what people do only once
                self._begin(self._answers.apologise(inbound, payload))
            return BoltResponse(status=500)
        return self._acknowledged(inbound, payload, at_once)

    def _acknowledged(
        self, inbound: Inbound, payload: Payload, at_once: AtOnce | None
    ) -> BoltResponse:
        body = self._answers.acknowledgement(payload, at_once)
        if body is None and at_once is not None:
            self._begin(self._answers.show(inbound, payload, at_once))
        return BoltResponse(status=200, body=body or "")

    def _begin(self, showing: Coroutine[Any, Any, None]) -> None:
        """Let it be shown while the acknowledgement is on its way: Slack waits three seconds for that."""
        task = asyncio.create_task(showing)
        self._shows.add(task)
        task.add_done_callback(self._shows.discard)
