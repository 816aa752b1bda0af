"""Files to and from Slack: brought in three steps, and fetched with the app's own token."""

import html
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.channels.slack.calls import SlackCalls
from bot.core.deliveries import Operation, Sent, Wire
from bot.core.errors import Rejected
from bot.core.files import Offer
from bot.core.messages import File

# docs.slack.dev/reference/block-kit/blocks/image-block has as many for a picture's words.
ALT = 2000
# How long it may take to bring a file: ten megabytes over a slow line.
BRINGING = timedelta(seconds=60)
# What a person offers is fetched before their form is acknowledged, for which Slack waits three seconds
# (docs.slack.dev/interactivity/handling-user-interaction).
FETCHING = timedelta(seconds=2)

# How Slack says that somebody deleted it already (docs.slack.dev/reference/methods/files.delete).
_GONE = frozenset({"file_deleted", "file_not_found"})


class SlackFiles:
    """Files, one at a time."""

    def __init__(self, calls: SlackCalls) -> None:
        """Prepare; nothing is called yet."""
        self._calls = calls

    async def send(self, wire: Wire, file: File, room: str) -> Sent:
        """Send a file to a conversation, with what it shows for who cannot see it.

        Three steps (docs.slack.dev/messaging/working-with-files); nobody sees the first two. An edit takes it back.

        Raises:
            SendError: Slack did not take it.
        """
        if wire.operation is Operation.EDIT:
            return await self._take_back(wire)
        web = self._calls.web
        begun = await self._calls.ask(
            web.files_getUploadURLExternal(
                filename=file.name,
                length=len(file.content),
                alt_txt=file.alt[:ALT] if file.is_picture and file.alt else None,
            )
        )
        await self._calls.upload(str(begun["upload_url"]), file.content, BRINGING)
        file_id = str(begun["file_id"])
        # What somebody wrote is no markup here, and rings for nobody.
        about = None if file.is_picture else html.escape(file.alt, quote=False) or None
        await self._calls.ask(
            web.files_completeUploadExternal(
                files=[{"id": file_id, "title": file.name}],
                channel_id=room,
                initial_comment=about,
            )
        )
        return Sent(room, file_id)

    async def _take_back(self, wire: Wire) -> Sent:
        try:
            await self._calls.ask(self._calls.web.files_delete(file=wire.message_id))
        except Rejected as error:
            if error.reason not in _GONE:
                raise
        return Sent(wire.chat, wire.message_id)

    async def fetch(self, offer: Offer, most: int) -> bytes:
        """Return what is in a file that a person put into a form or a message, ``most`` bytes at most.

        Raises:
            SendError: It could not be fetched.
        """
        return await self._calls.download(offer.ref, most, FETCHING)


def is_of(shared: Mapping[str, Any], file: File) -> bool:
    """Say whether a file that stands in a conversation is this one: it carries no number of ours."""
    same_name = shared.get("name") == file.name
    return same_name and shared.get("size") == len(file.content)
