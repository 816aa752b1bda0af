"""Owns what people do with the app: presses, modals, commands, a look at the Home."""

import asyncio
import time

from sandbox.slack.answers import Answers
from sandbox.slack.finding import Wanted, find_element
from sandbox.slack.parcels import Kind, Receipt
from sandbox.slack.parts import Parts
from sandbox.slack.payloads import Press
from sandbox.slack.refusal import Impossible, Refused
from sandbox.slack.replies import Replies
from sandbox.slack.shapes import view_object
from sandbox.slack.triggers import ResponseUrl, Trigger
from sandbox.slack.values import entered, incomplete, is_field, put_in
from sandbox.slack.workspace import Json, Message, Room, User, View

# The shortcuts on messages that the app's manifest (docs/slack-app-manifest.yaml) offers, with their names.
SHORTCUTS = {"newsletter": "Put in a newsletter"}


class Deeds:
    """Everything that a person can do with the app, each with what they then see."""

    def __init__(self, parts: Parts, replies: Replies) -> None:
        self._parts = parts
        self._replies = replies
        self._answers = Answers(parts.views)

    async def press_in_message(
        self, user: User, room: Room, message: Message, wanted: Wanted, wait: float
    ) -> Json:
        """Press an element of a message; ``wait`` (seconds) for a modal after the answer."""
        nested = [block for attachment in message.attachments for block in attachment["blocks"]]
        press = self._press(user, [*message.blocks, *nested], wanted)
        payload = self._parts.payloads.pressed_in_message(press, room, message)
        room.members.add(user.id)
        return await self._hand_over(payload, press.trigger, wait)

    async def shortcut(
        self, user: User, room: Room, message: Message, name: str, wait: float
    ) -> Json:
        """Choose one of the app's shortcuts on a message; ``wait`` (seconds) for a modal after the answer.

        Raises:
            Impossible: The app has no such shortcut, or the message is none that has them.
        """
        if name not in SHORTCUTS or message.ephemeral_to:
            raise Impossible(f"This message has no shortcut {name!r}.")
        trigger = self._parts.triggers.new(user.id)
        payload = self._parts.payloads.shortcut(user, room, message, name, trigger)
        return await self._hand_over(payload, trigger, wait)

    async def press_in_view(self, user: User, view: View, wanted: Wanted, wait: float) -> Json:
        """Press an element of a modal or the Home; a value that is put in stays there."""
        press = self._press(user, view.body["blocks"], wanted)
        if is_field(press.element):
            place = view.entered.setdefault(press.block["block_id"], {})
            place[press.element["action_id"]] = entered(press.element, press.value)
        payload = self._parts.payloads.pressed_in_view(press, view)
        return await self._hand_over(payload, press.trigger, wait)

    async def submit(self, user: User, view: View, values: Json, wait: float) -> Json:
        """Fill in and submit a modal; what Slack's own client would stop is returned as errors.

        Raises:
            Impossible: There is no such field, or the modal cannot be submitted.
        """
        if "submit" not in view.body:
            raise Impossible("This view has nothing to submit.")
        put_in(view.body["blocks"], view.entered, values)
        faults = incomplete(view.body["blocks"], view.entered)
        if faults:
            return {"status": None, "errors": faults, "reason": "incomplete"}
        trigger = self._parts.triggers.new(user.id)
        payload = self._parts.payloads.submitted(user, view, trigger)
        receipt, seconds = await self._ask("interactive", payload)
        result = self._answers.carry_out(view, receipt) | {"seconds": seconds}
        await _opened(trigger, wait)
        return {"view_id": trigger.view_id or None} | result

    async def close(self, user: User, view: View, *, cleared: bool = False) -> Json:
        """Close a modal (``cleared``: all of them); the app is told where the view asks for it."""
        payload = self._parts.payloads.closed(user, view, cleared=cleared)
        if cleared or view.body.get("clear_on_close"):
            self._parts.views.clear(user.id)
        else:
            self._parts.views.take_off(view)
        if not view.body.get("notify_on_close"):
            return {"status": 200, "seconds": 0.0}
        receipt, seconds = await self._ask("interactive", payload)
        return {"status": receipt.status, "seconds": seconds}

    async def command(self, user: User, room: Room, words: tuple[str, str], wait: float) -> Json:
        """Run a slash command; the body of the answer becomes a message that only they see."""
        room.members.add(user.id)
        trigger = self._parts.triggers.new(user.id)
        payload = self._parts.payloads.command(user, room, words, trigger)
        receipt, seconds = await self._ask("slash_commands", payload)
        result: Json = {"status": receipt.status, "body": receipt.body, "seconds": seconds}
        if receipt.taken and receipt.body:
            url = ResponseUrl(room.id, user.id, "", time.monotonic())
            try:
                self._replies.give(url, receipt.body)
            except Refused as refused:
                result["refused"] = refused.error
        if not receipt.taken:
            result["reason"] = _dispatch_error(receipt)
        await _opened(trigger, wait)
        return result | {"view_id": trigger.view_id or None}

    async def home(self, user: User, wait: float) -> Json:
        """Open the app's Home and return the last view, ``wait`` seconds for a new one."""
        space = self._parts.workspace
        published = self._parts.views.next_home(user.id)
        event: Json = {"type": "app_home_opened", "user": user.id, "tab": "home"}
        event["channel"] = space.direct(user.id).id
        view = space.homes.get(user.id)
        if view is not None:
            event["view"] = view_object(space, view)
        self._parts.events.tell(event)
        await _happens(published, wait)
        view = space.homes.get(user.id)
        return {"view": view_object(space, view) if view is not None else None}

    def _press(self, user: User, blocks: list[Json], wanted: Wanted) -> Press:
        found = find_element(blocks, wanted)
        trigger = self._parts.triggers.new(user.id)
        return Press(user, found.block, found.element, found.value, trigger)

    async def _hand_over(self, payload: Json, trigger: Trigger, wait: float) -> Json:
        receipt, seconds = await self._ask("interactive", payload)
        await _opened(trigger, wait)
        result: Json = {"status": receipt.status, "seconds": seconds}
        return result | {"reason": receipt.reason, "view_id": trigger.view_id or None}

    async def _ask(self, kind: Kind, payload: Json) -> tuple[Receipt, float]:
        started = time.monotonic()
        receipt = await self._parts.events.ask(kind, payload)
        return receipt, round(time.monotonic() - started, 3)


async def _opened(trigger: Trigger, wait: float) -> None:
    await _happens(trigger.used, wait)


async def _happens(event: asyncio.Event, wait: float) -> None:
    """Return once the event is set, or after ``wait`` seconds."""
    if wait <= 0 or event.is_set():
        return
    try:
        await asyncio.wait_for(event.wait(), wait)
    except TimeoutError:
        return


def _dispatch_error(receipt: Receipt) -> str:
    timed_out = receipt.reason in {"timeout", "http_timeout"}
    return "operation_timeout" if timed_out else "dispatch_failed"
