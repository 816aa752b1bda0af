"""From HTML to plain sentences. The only importer of Beautiful Soup."""

import re
import unicodedata

from bs4 import BeautifulSoup

# Elements that end a line wherever they begin or end.
_BLOCKS = [
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
]
_CELLS = ["td", "th"]
_UNREAD = ["script", "style", "template", "noscript", "svg", "iframe", "object"]
# The end of a sentence: a mark that ends one, and something that may begin the next.
_QUOTES = "\"'\u2018\u2019\u201c\u201d"
_END = re.compile(rf"(?<=[.!?])[{_QUOTES})]*\s+(?=[{_QUOTES}(]*[A-Z0-9])")
# Controls, halves of pairs, private use, and what turns text round or hides in it.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})


def sentences_of(html: str) -> tuple[str, ...]:
    """Return what a piece of HTML says, sentence by sentence, as plain characters."""
    soup = BeautifulSoup(html, "html.parser")
    for each in soup(_UNREAD):
        each.decompose()
    for each in soup(_BLOCKS):
        each.insert_before("\n")
        each.insert_after("\n")
    for each in soup(_CELLS):
        # A row says what belongs together: cells that changed their places are no sentences that only moved.
        if each.find_next_sibling(_CELLS):
            each.insert_after(" · ")
    lines = (_visible(line) for line in soup.get_text().splitlines())
    return tuple(each.strip() for line in lines for each in _END.split(line) if each.strip())


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
