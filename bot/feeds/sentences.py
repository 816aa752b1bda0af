"""From HTML to plain sentences. The only importer of Beautiful Soup."""

import re
import unicodedata

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

# Elements that end a line wherever they begin or end.
_BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
}
_CELLS = {"td", "th"}
_UNREAD = {"script", "style", "template", "noscript", "svg", "iframe", "object"}
# What is neither a comment nor a declaration.
_READ = (str, NavigableString, CData)
# The end of a sentence: a mark that ends one, and something that may begin the next.
_QUOTES = "\"'\u2018\u2019\u201c\u201d"
_END = re.compile(rf"(?<=[.!?])[{_QUOTES})]*\s+(?=[{_QUOTES}(]*[A-Z0-9])")
# Controls, halves of pairs, private use, and what turns text round or hides in it.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})


def sentences_of(html: str) -> tuple[str, ...]:
    """Return what a piece of HTML says, sentence by sentence, as plain characters."""
    lines = (_visible(line) for line in _text(BeautifulSoup(html, "html.parser")).splitlines())
    return tuple(each.strip() for line in lines for each in _END.split(line) if each.strip())


def _text(root: Tag) -> str:
    """Return what a person reads, with an end of the line wherever a block begins or ends.

    By a walk with a list of its own: to put marks into the tree takes minutes on a page of very many blocks.
    """
    found: list[str] = []
    left: list[PageElement | str] = [root]
    while left:
        here = left.pop()
        if isinstance(here, Tag):
            if here.name not in _UNREAD:
                end = "\n" if here.name in _BLOCKS else ""
                left += [end, *reversed(_parts(here)), end]
        elif type(here) in _READ:
            found.append(str(here))
    return "".join(found)


def _parts(tag: Tag) -> list[PageElement | str]:
    """Return what is in it; a mark between cells, as a row says what belongs together."""
    parts: list[PageElement | str] = []
    after_cell = False
    for each in tag.contents:
        is_cell = isinstance(each, Tag) and each.name in _CELLS
        parts += [" · ", each] if is_cell and after_cell else [each]
        after_cell = after_cell or is_cell
    return parts


def links_in(html: str) -> tuple[str, ...]:
    """Return where the links of a piece of HTML lead, in their order."""
    found = BeautifulSoup(html, "html.parser").find_all("a", href=True)
    return tuple(str(each["href"]) for each in found)


def flat(html: str) -> str:
    """Return what a piece of HTML says on one line."""
    return " ".join(sentences_of(html))


def _visible(line: str) -> str:
    spaced = " ".join(line.split())
    return "".join(each for each in spaced if unicodedata.category(each) not in _UNSEEN)
