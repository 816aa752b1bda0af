"""Files to and from Telegram: pictures as photos, all else as documents, each brought once and then named."""

import asyncio
from collections import defaultdict
from datetime import timedelta

from telegram import Bot, InputFile, Message
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.drawing import shortened
from bot.channels.telegram.failures import failure, is_unchanged
from bot.channels.telegram.transport import AiohttpRequest
from bot.core.deliveries import Operation, Sent, Wire
from bot.core.errors import Forgotten, Unreachable
from bot.core.files import Offer
from bot.core.messages import File

# core.telegram.org/bots/api#sendphoto, in UTF-16 units.
CAPTION = 1024
# How long it may take to bring a file: ten megabytes over a slow line.
BRINGING = timedelta(seconds=60)
# How Telegram refuses a file that it does not know by this name, or not any more.
_FORGOTTEN = "wrong file"
# How it says that a person deleted it already.
_NOT_THERE = "message to delete not found"


class TelegramFiles:
    """Sends and fetches files by the library's own way: they are rare enough."""

    def __init__(self, bot: Bot, request: AiohttpRequest) -> None:
        """Prepare; nothing is called yet."""
        self._bot = bot
        self._request = request
        # Of those that are on the wire at once, one is brought, and the others wait to go by its name.
        self._bringing: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._brought: dict[int, str] = {}

    async def send(self, wire: Wire, file: File) -> Sent:
        """Send a file; what it shows is said under it. An edit takes it back.

        Raises:
            SendError: Telegram did not take it.
        """
        try:
            if wire.operation is Operation.EDIT:
                return await self._take_back(wire, file)
            if file.file_id is None:
                return _sent(wire, await self._bring(wire, file, file.content))
            return await self._send_kept(wire, file, file.file_id)
        except TelegramError as error:
            raise failure(error) from error

    async def _send_kept(self, wire: Wire, file: File, file_id: int) -> Sent:
        if wire.known_as:
            return await self._by_name(wire, file, wire.known_as)
        async with self._bringing[file_id]:
            if file_id not in self._brought:
                sent = _sent(wire, await self._bring(wire, file, file.content))
                self._brought[file_id] = sent.known_as
                return sent
        return await self._by_name(wire, file, self._brought[file_id])

    async def _by_name(self, wire: Wire, file: File, name: str) -> Sent:
        try:
            return _sent(wire, await self._bring(wire, file, name))
        except BadRequest as error:
            if _FORGOTTEN not in error.message.lower():
                raise
            if file.file_id is not None:
                self._brought.pop(file.file_id, None)
            raise Forgotten("file_forgotten") from error

    async def _bring(self, wire: Wire, file: File, what: bytes | str) -> Message:
        given = InputFile(what, filename=file.name) if isinstance(what, bytes) else what
        seconds, caption = BRINGING.total_seconds(), shortened(file.alt, CAPTION) or None
        if file.is_picture:
            return await self._bot.send_photo(
                wire.chat, given, caption=caption, read_timeout=seconds
            )
        return await self._bot.send_document(
            wire.chat, given, caption=caption, read_timeout=seconds
        )

    async def _take_back(self, wire: Wire, file: File) -> Sent:
        """Delete a file, or say under it what has become of it where Telegram deletes it no more (after two days)."""
        message_id = int(wire.message_id)
        try:
            await self._bot.delete_message(wire.chat, message_id)
        except BadRequest as error:
            if _NOT_THERE not in error.message.lower():
                await self._say_anew(wire.chat, message_id, file.alt)
        return Sent(wire.chat, wire.message_id)

    async def _say_anew(self, chat: str, message_id: int, caption: str) -> None:
        try:
            await self._bot.edit_message_caption(chat, message_id, caption=caption)
        except BadRequest as error:
            if not is_unchanged(error):
                raise

    async def fetch(self, offer: Offer, most: int) -> bytes:
        """Return what is in a file that a person sent, ``most`` bytes at most.

        Raises:
            SendError: It could not be fetched.
        """
        try:
            found = await self._bot.get_file(offer.ref)
            if not found.file_path:
                raise Unreachable("file_without_address", in_doubt=False)
            content = await self._request.retrieve(
                found.file_path, read_timeout=BRINGING.total_seconds()
            )
        except TelegramError as error:
            raise failure(error) from error
        if len(content) > most:
            raise Unreachable("file_larger_than_told", in_doubt=False)
        return content


def _sent(wire: Wire, message: Message) -> Sent:
    """Return the message with the name by which Telegram knows the file from now on."""
    document = message.document
    known_as = message.photo[-1].file_id if message.photo else document.file_id if document else ""
    return Sent(wire.chat, str(message.message_id), known_as)
