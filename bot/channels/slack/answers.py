"""What a person is shown at once in Slack: a modal, a few words only they see, their Home, or the faults of a form."""

import json
from typing import Any

import structlog

from bot.channels.slack import forms
from bot.channels.slack.calls import SlackCalls
from bot.channels.slack.drawing import SlackPainter, drawn_blocks, shown_text
from bot.channels.slack.reading import Payload, dig
from bot.core.errors import SendError
from bot.core.events import Inbound
from bot.core.forms import Form
from bot.core.messages import Message
from bot.core.turn import AtOnce, FormFaults, OpenForm, ShowBoard, Toast

log = structlog.get_logger()

Json = dict[str, Any]


class SlackAnswers:
    """Carries out what the engine wants shown at once. None of it is kept: what must arrive is a delivery."""

    def __init__(self, calls: SlackCalls, painter: SlackPainter, sorry: str) -> None:
        """Prepare; ``sorry`` is CommonMark, said where a person would otherwise wait in vain."""
        self._calls = calls
        self._painter = painter
        self._sorry = sorry

    def acknowledgement(self, payload: Payload, at_once: AtOnce | None) -> Json | None:
        """Return the body of the acknowledgement where it can carry the answer itself, else None.

        A submitted form shows its faults or the next form so, a command a few words.
        """
        submitted = dig(payload, "type") == "view_submission"
        match at_once:
            case FormFaults(faults) if submitted:
                texts = {name: shown_text(fault) for name, fault in faults.items()}
                return forms.errors(texts, payload)
            case OpenForm(form) if submitted:
                return {"response_action": "update", "view": _modal(form)}
            case Toast(text) if dig(payload, "command"):
                return {"response_type": "ephemeral"} | self._drawn(text)
            case _:
                return None

    async def show(self, inbound: Inbound, payload: Payload, at_once: AtOnce) -> None:
        """Show it by a call of its own; a failure is logged, and said where a form did not open."""
        try:
            await self._show(inbound, payload, at_once)
        except SendError as error:
            shown = type(at_once).__name__
            log.warning("not_shown", event_id=inbound.event_id, shown=shown, reason=error.reason)
            if isinstance(at_once, OpenForm):
                await self.apologise(inbound, payload)

    async def apologise(self, inbound: Inbound, payload: Payload) -> None:
        """Say sorry where the person is looking; a failure is logged."""
        try:
            await self._whisper(inbound, payload, self._sorry)
        except SendError as error:
            log.warning("not_shown", event_id=inbound.event_id, shown="sorry", reason=error.reason)

    async def _show(self, inbound: Inbound, payload: Payload, at_once: AtOnce) -> None:
        web = self._calls.web
        match at_once:
            case OpenForm(form):
                trigger = dig(payload, "trigger_id")
                await self._calls.ask(web.views_open(trigger_id=trigger, view=_modal(form)))
            case ShowBoard(message):
                view = forms.home(drawn_blocks(message))
                await self._calls.ask(web.views_publish(user_id=inbound.sender, view=view))
            case Toast(text):
                await self._whisper(inbound, payload, text)
            case FormFaults():
                log.warning(
                    "not_shown", event_id=inbound.event_id, shown="FormFaults", reason="no form"
                )

    async def _whisper(self, inbound: Inbound, payload: Payload, text: str) -> None:
        """Say a few words to the person alone, in the room where they acted or else in their own chat."""
        web, drawn = self._calls.web, self._drawn(text)
        room = dig(payload, "channel", "id") or dig(payload, "channel_id")
        if not room:
            await self._calls.ask(web.chat_postMessage(channel=inbound.sender, **drawn))
            return
        # A message that has replies names itself as their thread, but whoever pressed it looks at the channel.
        message_ts = dig(payload, "container", "message_ts")
        thread_ts = dig(payload, "container", "thread_ts")
        await self._calls.ask(
            web.chat_postEphemeral(
                channel=room,
                user=inbound.sender,
                thread_ts=thread_ts if thread_ts != message_ts else None,
                **drawn,
            )
        )

    def _drawn(self, text: str) -> Json:
        drawn: Json = json.loads(self._painter.prepare(Message(text))[0])
        return drawn


def _modal(form: Form) -> Json:
    return forms.modal(form, drawn_blocks(Message(form.intro)) if form.intro else ())
