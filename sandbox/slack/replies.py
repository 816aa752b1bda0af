"""Owns what the app answers to commands and presses: acknowledgement bodies and response URLs."""

import json

from aiohttp import web

from sandbox.slack.arguments import Arguments
from sandbox.slack.blocks import message_blocks
from sandbox.slack.parts import Parts
from sandbox.slack.refusal import Refused
from sandbox.slack.shapes import message_object
from sandbox.slack.triggers import ResponseUrl
from sandbox.slack.workspace import Json, Message, Room


class Replies:
    """Turns such an answer into a message, seen by the one person unless it says otherwise."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def handle(self, request: web.Request) -> web.Response:
        """Take one post to a response URL: five within 30 minutes."""
        try:
            url = self._parts.triggers.use_url(request.match_info["key"])
            self.give(url, _read(await request.text()))
        except Refused as refused:
            status = 404 if refused.error.endswith("_url") else 400
            return web.json_response(refused.answer(), status=status)
        return web.json_response({"ok": True})

    def give(self, url: ResponseUrl, body: Json) -> None:
        """Carry out the answer: a new message, or a change of the one it belongs to.

        Raises:
            Refused: no_text, invalid_blocks, msg_blocks_too_long or message_not_found.
        """
        room = self._parts.workspace.rooms[url.channel]
        arguments = Arguments(body)
        if arguments.flag("delete_original"):
            self._parts.feed.removed(room, self._original(room, url))
            return
        text = arguments.text("text")
        blocks = message_blocks(arguments.structure("blocks", "invalid_blocks_format"))
        if not text:
            raise Refused("no_text")
        if arguments.flag("replace_original"):
            self._replace(room, self._original(room, url), text, blocks)
            return
        space = self._parts.workspace
        message = Message(space.ts(), space.bot_user, text, is_bot=True, blocks=blocks)
        if arguments.text("response_type") != "in_channel":
            message.ephemeral_to = url.user
        original = room.messages.get(url.ts)
        inherited = original.thread_ts if original is not None and original.in_thread else ""
        message.thread_ts = arguments.text("thread_ts") or inherited
        self._parts.feed.add(room, message, "response_url")

    def _original(self, room: Room, url: ResponseUrl) -> Message:
        message = room.messages.get(url.ts)
        if message is None:
            raise Refused("message_not_found")
        return message

    def _replace(self, room: Room, message: Message, text: str, blocks: list[Json]) -> None:
        before = message_object(self._parts.workspace, message)
        message.text, message.blocks = text, blocks
        message.edited_ts = self._parts.workspace.ts()
        self._parts.feed.changed(room, message, before, "response_url")


def _read(text: str) -> Json:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("invalid_payload")
    return body
