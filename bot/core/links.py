"""Links in Markdown that people write: where they may lead."""

import re

# Where a link in Markdown leads; anything but these would be shown as text.
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
SAFE = ("https://", "http://", "mailto:", "tel:")
_WEB = re.compile(r"https?://[^\s<>/?#.]+\.[^\s<>]+")


def unsafe_link(text: str, *, blanks: bool = False) -> str | None:
    """Return where the first link leads that must not, None where all may; a blank may be one where there are any."""
    for target in _LINK.findall(text):
        if not target.startswith((*SAFE, "{") if blanks else SAFE):
            return str(target)
    return None


def is_web_address(text: str) -> bool:
    """Say whether this is the address of a page, with nothing round it."""
    return bool(_WEB.fullmatch(text))
