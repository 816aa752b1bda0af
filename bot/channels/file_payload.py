"""How a file waits in the outbox for its channel: as a payload of its own, for a platform sends it another way."""

import base64
import json

from bot.core.messages import File

_BEGINS = '{"file": '


def drawn_file(file: File) -> str:
    """Return the payload of a file."""
    content = base64.b64encode(file.content).decode("ascii")
    return json.dumps({"file": {"name": file.name, "content": content}, "text": file.name})


def file_of(payload: str) -> File | None:
    """Return the file that a payload is, or None where it is a message."""
    if not payload.startswith(_BEGINS):
        return None
    drawn = json.loads(payload)["file"]
    return File(drawn["name"], base64.b64decode(drawn["content"]))
