"""One delivery to Slack: posting, editing, and asking whether an earlier try arrived."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.file_payload import leaving
from bot.channels.slack.calls import SlackCalls
from bot.channels.slack.files import SlackFiles, is_of
from bot.core.deliveries import Operation, Sent, Wire
from bot.core.errors import Unreachable

# Every message carries its delivery's number under this name, so that a try in doubt can be looked up.
EVENT_TYPE = "homeround_delivery"
# How far the clocks of Slack and of this machine may be apart.
CLOCKS_APART = timedelta(minutes=1)
# docs.slack.dev/reference/methods/conversations.history: 200 or fewer are recommended.
PAGE = 200
MOST_PAGES = 20


class SlackSender:
    """Carries deliveries out over the Web API."""

    def __init__(self, calls: SlackCalls) -> None:
        """Prepare; nothing is called yet."""
        self._calls = calls
        self.files = SlackFiles(calls)

    async def send(self, wire: Wire) -> Sent:
        """Do one delivery; an edit that changes nothing is one as well.

        Raises:
            SendError: Slack did not take it.
        """
        if file := await leaving(wire):
            return await self.files.send(wire, file, await self._room(wire.chat))
        edits = wire.operation is Operation.EDIT
        answer = await self._calls.post("chat.update" if edits else "chat.postMessage", _body(wire))
        if not answer.get("ts"):
            raise Unreachable("unreadable_answer", in_doubt=True)
        return Sent(str(answer["channel"]), str(answer["ts"]))

    async def find(self, wire: Wire) -> Sent | None:
        """Return the message of an earlier try of this delivery, or None where it never arrived.

        Raises:
            SendError: Slack could not be asked.
        """
        if wire.operation is Operation.EDIT or wire.first_tried_at is None:
            return None
        room = await self._room(wire.chat)
        file = await leaving(wire)
        async for message in self._messages(room, wire):
            for each in (message.get("files") or ()) if file else ():
                if file and is_of(each, file):
                    return Sent(room, str(each["id"]))
            metadata = message.get("metadata") or {}
            delivery = (metadata.get("event_payload") or {}).get("delivery")
            if metadata.get("event_type") == EVENT_TYPE and delivery == wire.delivery_id:
                return Sent(room, str(message["ts"]))
        return None

    async def _room(self, chat: str) -> str:
        """Return the conversation's own id: a person's id stands for their messages with the app."""
        if not chat.startswith(("U", "W")):
            return chat
        opened = await self._calls.ask(self._calls.web.conversations_open(users=chat))
        return str(opened["channel"]["id"])

    async def _messages(self, room: str, wire: Wire) -> AsyncIterator[dict[str, Any]]:
        """Yield what was posted there since the first try, page by page."""
        assert wire.first_tried_at is not None
        asked: dict[str, Any] = {
            "channel": room,
            "oldest": f"{(wire.first_tried_at - CLOCKS_APART).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": PAGE,
        }
        for _ in range(MOST_PAGES):
            answer = await self._calls.ask(self._page(wire, asked))
            for message in answer["messages"]:
                yield message
            asked["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not asked["cursor"]:
                return

    async def _page(self, wire: Wire, asked: dict[str, Any]) -> AsyncSlackResponse:
        web = self._calls.web
        if wire.thread_id:
            return await web.conversations_replies(ts=wire.thread_id, **asked)
        return await web.conversations_history(**asked)


def _body(wire: Wire) -> bytes:
    """Return the JSON of the call: what the painter made, which is an object with at least its text, and whereto."""
    more: dict[str, object] = {"channel": wire.chat}
    if wire.operation is Operation.EDIT:
        more["ts"] = wire.message_id
    else:
        more |= {"unfurl_links": False, "unfurl_media": False}
        more["metadata"] = {
            "event_type": EVENT_TYPE,
            "event_payload": {"delivery": wire.delivery_id},
        }
        if wire.thread_id:
            more["thread_ts"] = wire.thread_id
    return f"{json.dumps(more)[:-1]},{wire.payload[1:]}".encode()
