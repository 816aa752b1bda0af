"""Files that the bot sent: kept, and refused where the real one refuses them."""

from typing import Any

from sandbox.telegram.arguments import Upload, too_large
from sandbox.telegram.refusal import bad_request

# What a bot can send here.
MEDIA = frozenset({"photo", "document"})
# The id of a file that there is only the mention of.
NOTHING = "sent"
# Bot API, "Sending files".
MOST_BYTES = 50 * 1024 * 1024
MOST_PHOTO_BYTES = 10 * 1024 * 1024
# How pictures of the kinds that Telegram reads begin.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


class Files:
    """The bodies of what was sent, by the id that the platform gave each."""

    def __init__(self) -> None:
        self._kept: dict[str, Upload] = {}

    def body(self, file_id: str) -> bytes | None:
        """Return what is in a file, if there is one."""
        kept = self._kept.get(file_id)
        return kept.body if kept else None

    def sent(self, kind: str, name: str, body: bytes) -> dict[str, Any]:
        """Keep the file that a person sends, as a photo or a document; return it as the API writes it."""
        return self.media(kind, Upload(name, body))

    def media(self, kind: str, given: Any) -> dict[str, Any]:
        """Keep the file that a call brings, or names by its id or address; return it as the API writes it.

        Raises:
            Refused: It is none, too large, or no picture where one is needed.
        """
        if isinstance(given, Upload):
            _check(kind, given.body)
            file_id = f"file{len(self._kept) + 1}"
            self._kept[file_id] = given
        elif isinstance(given, str) and (given in self._kept or given.startswith("http")):
            file_id = given
        elif given:
            raise bad_request("wrong file identifier/HTTP URL specified")
        else:
            raise bad_request(f"there is no {kind} in the request")
        kept = self._kept.get(file_id, Upload("", b""))
        file = {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_size": len(kept.body),
        }
        if kind == "photo":
            return {kind: [file | {"width": 800, "height": 600}]}
        return {kind: file | {"file_name": kept.name}}


def _check(kind: str, body: bytes) -> None:
    if not body:
        raise bad_request("file must be non-empty")
    if len(body) > MOST_BYTES:
        raise too_large()
    if kind == "photo" and len(body) > MOST_PHOTO_BYTES:
        raise bad_request("PHOTO_SAVE_FILE_INVALID")
    if kind == "photo" and not body.startswith(_PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
