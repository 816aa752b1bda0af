"""One delivery to Telegram: what was prepared goes out as it is, and the library reads the answer."""

import json
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.file_payload import leaving
from bot.channels.telegram.failures import failure, is_unchanged
from bot.channels.telegram.files import TelegramFiles
from bot.channels.telegram.transport import AiohttpRequest
from bot.core.deliveries import Operation, Sent, Wire
from bot.core.errors import Rejected

# What every message says beside its text and buttons (core.telegram.org/bots/api#sendmessage).
_ALWAYS = '"parse_mode":"HTML","link_preview_options":{"is_disabled":true}'


class TelegramSender:
    """Carries deliveries out.

    The library's own ``send_message`` turns the payload into objects, and the answer, and back: that costs more
    than the call itself. So the body is joined from what the painter made, and only the number is read.
    """

    def __init__(self, bot: Bot, request: AiohttpRequest) -> None:
        """Prepare; nothing is called yet."""
        self._bot = bot
        self._request = request
        self.files = TelegramFiles(bot, request)

    async def send(self, wire: Wire) -> Sent:
        """Do one delivery; an edit that changes nothing is one as well.

        Raises:
            SendError: Telegram did not take it; the subclass says what kind of failure it was.
        """
        if file := await leaving(wire):
            return await self.files.send(wire, file)
        edits = wire.operation is Operation.EDIT
        method = "editMessageText" if edits else "sendMessage"
        try:
            answer = await self._request.call(f"{self._bot.base_url}/{method}", _body(wire))
            message_id = wire.message_id if edits else _message_id(answer)
        except TelegramError as error:
            if not edits or not is_unchanged(error):
                raise failure(error) from error
            message_id = wire.message_id
        return Sent(wire.chat, message_id)


def _message_id(answer: Any) -> str:
    """Return the number of the message that was sent.

    Raises:
        TelegramError: The answer has none.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("message_id"), int):
        raise TelegramError("not an answer of the Bot API")
    return str(answer["message_id"])


def _body(wire: Wire) -> bytes:
    """Return the JSON of the call.

    Raises:
        Rejected: The message that is meant has no number of Telegram's.
    """
    more = _ALWAYS
    if wire.operation is Operation.EDIT:
        more += f',"message_id":{_number(wire.message_id)}'
    elif wire.thread_id:
        # The message that it answers may have been deleted by the person.
        answers = {"message_id": _number(wire.thread_id), "allow_sending_without_reply": True}
        more += f',"reply_parameters":{json.dumps(answers)}'
    # The payload is an object with at least its text.
    return f'{{"chat_id":{json.dumps(wire.chat)},{more},{wire.payload[1:]}'.encode()


def _number(message_id: str) -> int:
    if not message_id.isascii() or not message_id.isdigit():
        raise Rejected("message_id_invalid")
    return int(message_id)
