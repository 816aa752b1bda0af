"""One text that was sent, as the archive keeps it, and its blocks as both the page and the file show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from bot.channels.commonmark import Block, Heading, Line, clean, is_blank, parse
from bot.core.finding import title_of
from bot.core.messages import File

LANGUAGE = "en-GB"
# A page's own title is the first heading, so the text's begin below it.
FIRST_LEVEL, LAST_LEVEL = 2, 6


@dataclass(frozen=True, slots=True)
class Issue:
    """What the archive shows.

    ``name`` is that of its files; ``notes`` stand under the title: when it was sent, and what has become of it.
    """

    name: str
    title: str
    network: str
    sent_at: datetime
    notes: tuple[str, ...]
    text: str
    file: File | None = None

    @property
    def file_name(self) -> str:
        """Return what the file that went along is called beside the page."""
        assert self.file is not None
        return f"{self.name}-file{PurePath(self.file.name).suffix}"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the text, without a first heading that only says the title again."""
        first, *rest = parse(self.text) or (Heading(()),)
        says_title = isinstance(first, Heading) and written(first.spans) in ("", self.title)
        return tuple(_levelled(rest if says_title else (first, *rest)))


def titled(title: str, text: str) -> str:
    """Return the title of a text: its first heading where it begins with one, else its own, else its first line."""
    first = next(iter(parse(text)), None)
    heading = written(first.spans) if isinstance(first, Heading) and first.level == 1 else ""
    return clean(heading or title_of(title, text))


def written(spans: Line) -> str:
    """Return what the spans say, without style."""
    return "".join(span.text for span in spans).strip()


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks with headings that skip no level, for people who jump from one to the next by ear."""
    above: list[int] = []
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
        elif not is_blank(written(block.spans)):
            above = [level for level in above if level < block.level]
            above.append(block.level)
            yield replace(block, level=min(FIRST_LEVEL + len(above) - 1, LAST_LEVEL))
