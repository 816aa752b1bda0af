"""Files that people send: small pictures and PDFs, made for the tests."""

import io
from base64 import b64encode

from PIL import Image

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 30), exif: Image.Exif | None = None
) -> bytes:
    """Return a picture of this kind and size; a JPEG with what a telephone notes in it, if anything."""
    out = io.BytesIO()
    with Image.new("RGB", size, (11, 79, 108)) as drawn:
        drawn.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def encoded(content: bytes) -> str:
    """Return it in base64, as the sandbox takes what people send."""
    return b64encode(content).decode("ascii")
