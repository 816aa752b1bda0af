"""Telegram's HTML: read into text and entities, refused where the real one refuses it.

The rules are those of the Bot API, "HTML style"; the wording of refusals is what its server answers.
"""

import re
from html import unescape
from typing import Any

from sandbox.telegram.refusal import Refused, bad_request

Entity = dict[str, Any]
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
# All other named entities stay as they were written.
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_PIECE = re.compile(
    r"""<(?P<end>/?)(?P<tag>[^\s>]*)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*)>
    | &(?:\#(?P<number>x[0-9a-f]{1,6}|[0-9]{1,7})|(?P<word>lt|gt|amp|quot)(?![a-z]));?
    | (?P<plain>[^<&]+|&)
    | <(?P<broken>[^\s>]*)""",
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*("[^"]*"|'[^']*'|\S+))?""")


class Reader:
    """Reads one text; afterwards ``text`` is what it shows and ``entities`` what of it is formatted."""

    def __init__(self, source: str) -> None:
        self.text = ""
        self.entities: list[Entity] = []
        self._open: list[tuple[str, Entity]] = []
        self._source = source
        for piece in _PIECE.finditer(source):
            self._take(piece)
        if self._open:
            tag = self._open[-1][0]
            raise _refused(f'Can\'t find end tag corresponding to start tag "{tag}"')

    def _take(self, piece: re.Match[str]) -> None:
        parts = piece.groupdict()
        if parts["broken"] is not None:
            self._refuse_broken(piece)
        elif parts["end"]:
            self._close(parts["tag"].lower(), piece)
        elif parts["tag"] is not None:
            self._begin(parts["tag"].lower(), _attributes(parts["rest"]), piece)
        elif parts["word"]:
            self.text += _NAMED[parts["word"].lower()]
        elif parts["number"]:
            self.text += unescape(f"&#{parts['number']};")
        else:
            self.text += parts["plain"]

    def _begin(self, tag: str, given: dict[str, str], piece: re.Match[str]) -> None:
        if tag not in TAGS:
            raise self._refused_at(piece, f'Unsupported start tag "{tag}"')
        if tag == "span" and given.get("class") != "tg-spoiler":
            raise self._refused_at(piece, 'Tag "span" must have class "tg-spoiler"')
        entity: Entity = {"type": TAGS[tag], "offset": units(self.text)}
        if tag == "a":
            entity["url"] = given.get("href", "")
        if tag == "blockquote" and "expandable" in given:
            entity["type"] = "expandable_blockquote"
        self._open.append((tag, entity))
        self.entities.append(entity)

    def _close(self, tag: str, piece: re.Match[str]) -> None:
        if not self._open:
            raise self._refused_at(piece, "Unexpected end tag")
        opened, entity = self._open.pop()
        if tag not in ("", opened):
            found = f'expected "</{opened}>", found "</{tag}>"'
            raise _refused(f"Unmatched end tag at byte offset {self._place(piece)}, {found}")
        entity["length"] = units(self.text) - entity["offset"]

    def _refuse_broken(self, piece: re.Match[str]) -> None:
        name, finished = piece["broken"].lower(), piece.end() < len(self._source)
        if finished and not name.startswith("/") and name not in TAGS:
            raise self._refused_at(piece, f'Unsupported start tag "{name}"')
        raise self._refused_at(piece, f"Unclosed {'end' if name.startswith('/') else 'start'} tag")

    def _refused_at(self, piece: re.Match[str], what: str) -> Refused:
        return _refused(f"{what} at byte offset {self._place(piece)}")

    def _place(self, piece: re.Match[str]) -> int:
        return len(self._source[: piece.start()].encode())


def units(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _attributes(written: str) -> dict[str, str]:
    return {
        name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(written)
    }


def _refused(what: str) -> Refused:
    return bad_request(f"can't parse entities: {what}")
