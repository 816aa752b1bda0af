"""How a file waits in the outbox for its channel: as a payload of its own, for a platform sends it another way.

A small one that was made for this message waits in it; one that is kept in the database is looked up when it leaves,
and a picture of figures is drawn then.
"""

import asyncio
import base64
import json
from dataclasses import asdict, replace

from bot.core.deliveries import Wire
from bot.core.messages import File
from bot.core.pictures import Drawing, PictureKind

_BEGINS = '{"file": '


def drawn_file(file: File) -> str:
    """Return the payload of a file."""
    drawn = {"name": file.name, "alt": file.alt}
    if file.drawing is not None:
        return json.dumps({"file": {**drawn, "drawing": asdict(file.drawing)}, "text": file.name})
    if file.file_id is None:
        drawn["content"] = base64.b64encode(file.content).decode("ascii")
    return json.dumps({"file": drawn, "text": file.name})


def file_of(wire: Wire) -> File | None:
    """Return the file that a delivery brings, or None where it is a message."""
    if not wire.payload.startswith(_BEGINS):
        return None
    drawn = json.loads(wire.payload)["file"]
    content = base64.b64decode(drawn["content"]) if "content" in drawn else wire.content
    figures = drawn.get("drawing")
    drawing = Drawing(**figures | {"kind": PictureKind(figures["kind"])}) if figures else None
    return File(drawn["name"], content, drawn["alt"], wire.file_id, drawing)


async def leaving(wire: Wire) -> File | None:
    """Return the file that a delivery brings with its content, or None where it is a message."""
    file = file_of(wire)
    if file is None or file.drawing is None:
        return file
    # Beside the loop: a picture takes a part of a second, and the first one reads in what draws it.
    return replace(file, content=await asyncio.to_thread(_draw, file.drawing))


def _draw(drawing: Drawing) -> bytes:
    from bot.charts import draw  # noqa: PLC0415 - it brings matplotlib

    return draw(drawing)
