"""The way in from Slack: every payload passes here, and is acknowledged only after it was kept."""

from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.channels.slack.answers import SlackAnswers
from bot.channels.slack.reading import NAME, Payload, dig, kind_of, read
from bot.channels.under_way import UnderWay
from bot.core.events import Inbound
from bot.core.ports import Submit
from bot.core.turn import AtOnce

log = structlog.get_logger()


class SlackListener(AsyncMiddleware):
    """Bolt's one listener, put before everything that bolt would do itself.

    Bolt's own authorization answers 200 when Slack refuses its ``auth.test``, and so loses the event; its
    listeners cost time for each that does not match. Here nothing is looked up, and one function routes.
    """

    def __init__(self, answers: SlackAnswers) -> None:
        """Prepare; until ``open`` nothing is taken, so that Slack tries again."""
        self._answers = answers
        self._submit: Submit | None = None
        self._under_way = UnderWay(NAME)

    def open(self, submit: Submit) -> None:
        """Take events in from now on."""
        self._submit = submit

    async def close(self) -> None:
        """Take nothing more in, and return when what was taken is finished."""
        self._submit = None
        await self._under_way.finish()

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
        with self._under_way.taking():
            return await self._take(inbound, payload, self._submit)

    async def _take(self, inbound: Inbound, payload: Payload, submit: Submit) -> BoltResponse:
        try:
            at_once = await submit(inbound)
        except Exception as error:  # noqa: BLE001 - whatever it was, Slack must hear that nothing was kept
            log.error("event_not_taken", event_id=inbound.event_id, error=type(error).__name__)  # noqa: TRY400
            if inbound.can_open_form:  # Slack tells of what people do only once
                self._under_way.show(self._answers.apologise(inbound, payload))
            return BoltResponse(status=500)
        return self._acknowledged(inbound, payload, at_once)

    def _acknowledged(
        self, inbound: Inbound, payload: Payload, at_once: AtOnce | None
    ) -> BoltResponse:
        body = self._answers.acknowledgement(payload, at_once)
        if body is None and at_once is not None:
            self._under_way.show(self._answers.show(inbound, payload, at_once))
        return BoltResponse(status=200, body=body or "")
