"""CommonMark as a lead might write it, made by rules, with the words and links that must arrive."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

# Words that a renderer could damage: escapes, halves of characters, joined emoji, letters of other alphabets.
ODD_WORDS = (
    "fish&chips",
    "R&amp;D",
    "AT&amp;T",
    "5%",
    "Größe",
    "日本語",
    "👩‍👩‍👧",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "👍🏽",
    "1️⃣",
    "e\u0301",
    "@everyone",
    "@channel",
    "£12.50",
)
SHOWN = {"R&amp;D": "R&D", "AT&amp;T": "AT&T"}
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Written:
    """A text, the words that it shows in their order, and what its links say and where they lead."""

    text: str
    words: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


def _joined(parts: Sequence[Written], glue: str) -> Written:
    return Written(
        glue.join(part.text for part in parts),
        tuple(word for part in parts for word in part.words),
        tuple(link for part in parts for link in part.links),
    )


# Each begins with a letter that no list, heading or rule begins with.
words = st.one_of(
    st.text(LETTERS, min_size=1, max_size=11).map(lambda tail: f"w{tail}"),
    st.sampled_from(ODD_WORDS),
).map(lambda word: Written(word, (SHOWN.get(word, word),)))
phrases = st.lists(words, min_size=1, max_size=12).map(lambda parts: _joined(parts, " "))
addresses = st.text(LETTERS, min_size=1, max_size=40).map(lambda end: f"https://a.example/{end}")


def _wrapped(mark: str) -> st.SearchStrategy[Written]:
    # A mark holds only where it touches a letter.
    inner = st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=8)
    return inner.map(lambda found: Written(f"{mark}{' '.join(found)}{mark}", tuple(found)))


@st.composite
def _links(draw: st.DrawFn) -> Written:
    label = draw(st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=6))
    address = draw(addresses)
    shown = " ".join(label)
    return Written(f"[{shown}]({address})", tuple(label), ((shown, address),))


_bare = addresses.map(lambda address: Written(address, (address,), ((address, address),)))
pieces = st.one_of(
    phrases, _wrapped("**"), _wrapped("*"), _wrapped("~~"), _wrapped("`"), _links(), _bare
)
lines = st.lists(pieces, min_size=1, max_size=6).map(lambda parts: _joined(parts, " "))


def _prefixed(prefix: str) -> st.SearchStrategy[Written]:
    return lines.map(lambda line: Written(prefix + line.text, line.words, line.links))


@st.composite
def _lists(draw: st.DrawFn) -> Written:
    items = draw(st.lists(lines, min_size=1, max_size=5))
    depth, marked = 0, list[Written]()
    for item in items:
        depth = draw(st.integers(0, min(depth + 1, 3))) if marked else 0
        marked.append(Written(f"{'  ' * depth}- {item.text}", item.words, item.links))
    return _joined(marked, "\n")


_code = st.lists(words, min_size=1, max_size=8).map(
    # Code shows every letter as it was written.
    lambda found: Written(
        "```\n" + " ".join(each.text for each in found) + "\n```",
        tuple(each.text for each in found),
    )
)
_rules = st.just(Written("***", ()))
blocks = st.one_of(
    lines,
    _prefixed("# "),
    _prefixed("### "),
    _prefixed("> "),
    _lists(),
    _code,
    _rules,
)
documents = st.lists(blocks, min_size=1, max_size=12).map(lambda parts: _joined(parts, "\n\n"))
long_documents = st.tuples(documents, st.integers(1, 60)).map(
    lambda made: _joined([made[0]] * made[1], "\n\n")
)
# Anything at all, and anything made of the marks themselves.
soups = st.one_of(
    st.text(st.characters(exclude_categories=["Cn", "Co"]), max_size=300),
    st.text("*_~`[]()<>#>-+=|!\\&;:/ \n\tab1.\u202e\u200b\x00@", max_size=300),
    st.lists(
        st.sampled_from(
            [
                "**",
                "*",
                "`",
                "```\n",
                "[",
                "](",
                ")",
                "> ",
                "- ",
                "1. ",
                "# ",
                "\n",
                "\n\n",
                "<b>",
                "</a>",
                "<!channel>",
                "<@U1>",
                "<https://a.example|x>",
                "&#8238;",
                "&lt;",
                "\\",
                "a",
                " ",
                "https://a.example/b",
                "javascript:x",
                "tg://user?id=1",
                "|-|\n",
                "~~",
            ]
        ),
        max_size=60,
    ).map("".join),
)
