"""How a file waits in the outbox for its channel: as a payload of its own, for a platform sends it another way.

A small one that was made for this message waits in it; one that is kept in the database is looked up when it leaves.
"""

import base64
import json

from bot.core.deliveries import Wire
from bot.core.messages import File

_BEGINS = '{"file": '


def drawn_file(file: File) -> str:
    """Return the payload of a file."""
    drawn = {"name": file.name, "alt": file.alt}
    if file.file_id is None:
        drawn["content"] = base64.b64encode(file.content).decode("ascii")
    return json.dumps({"file": drawn, "text": file.name})


def file_of(wire: Wire) -> File | None:
    """Return the file that a delivery brings, or None where it is a message."""
    if not wire.payload.startswith(_BEGINS):
        return None
    drawn = json.loads(wire.payload)["file"]
    content = base64.b64decode(drawn["content"]) if "content" in drawn else wire.content
    return File(drawn["name"], content, drawn["alt"], wire.file_id)
