"""The archive's pages: valid HTML without scripts, with everything that was written and nothing that runs."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from justhtml import JustHTML

from bot.archive import Issue, index, page, titled
from bot.archive.issue import written
from bot.channels.commonmark import LINK_SCHEMES, Code, Rule
from bot.content import load_content

ROOT = Path(__file__).parents[2]
WORDS = load_content(ROOT / "content").words.archive
LONG = (ROOT / "tests/channels/data/very_long_issue.md").read_text(encoding="utf-8")
SENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HOSTILE = """
# <script>alert(1)</script> & "quotes"

[run](javascript:alert(1)) <img src=x onerror=alert(1)> [data](data:text/html,x) <!channel> @everyone
[ok](https://gov.uk/?a="b"&c=<d>) [tel](tel:0300) \u202egnp.exe ![alt](https://gov.uk/x.png)

- a
  1. b

     c
     - d
- > e

3. f
7) g

```
</code></pre><script>
```

| a | <b> |
|---|---|
| 1 | 2 |
"""


def issue(text: str, title: str = "Care home newsletter", name: str = "weekly-2026-11-20") -> Issue:
    return Issue(name, title, "North & South", SENT, ("Sent on 20 November 2026",), text)


def read(html: str) -> JustHTML:
    """Return the page as a browser reads it; what the standard calls an error is one."""
    return JustHTML(html, strict=True, sanitize=False)


def addresses(document: JustHTML, links: str) -> list[str]:
    """Return where the links lead that a selector picks."""
    return [str((each.attrs or {})["href"]) for each in document.query(links)]


# What CommonMark is made of, in any order.
PIECES = (
    *(
        "# ",
        "### ",
        "- ",
        "  - ",
        "1. ",
        "4) ",
        "> ",
        "```\n",
        "    ",
        "**",
        "*",
        "`",
        "~~",
        "[",
        "](",
        ")",
    ),
    *(
        "https://a.uk/",
        "javascript:x",
        "<b>",
        "</p>",
        "&amp;",
        "&",
        "\\",
        "|",
        "---",
        "\n",
        "\n\n",
        " ",
    ),
    *("flu", "jabs", "é", "💉", "\u202e", "\x00", "\x0c", "\ufdd0", '"', "'"),
)
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(text=MARKDOWN)
@example(text=HOSTILE)
@example(text=LONG)
def test_whatever_was_written_the_page_is_valid_and_shows_all_of_it(text: str) -> None:
    found = issue(text)

    document = read(page(found, WORDS))

    shown = "".join(document.query("main")[0].to_text(separator="").split())
    for block in found.blocks:
        if not isinstance(block, Rule):
            said = block.text if isinstance(block, Code) else written(block.spans)
            assert "".join(said.split()) in shown
    assert not document.query("script, img, iframe, object, link, form")
    for address in addresses(document, "main a"):
        assert address.split(":")[0] in LINK_SCHEMES
    levels = [int(each.name[1]) for each in document.query("h1, h2, h3, h4, h5, h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_unsafe_links_and_tags_are_text_and_safe_ones_are_links() -> None:
    document = read(page(issue(HOSTILE), WORDS))

    links = addresses(document, "main a")
    assert links == ["https://gov.uk/?a=%22b%22&c=%3Cd%3E", "tel:0300", "https://gov.uk/x.png"]
    text = document.query("main")[0].to_text()
    assert "javascript:alert(1)" in text
    assert "<img src=x onerror=alert(1)>" in text
    assert "\u202e" not in text


def test_a_page_says_its_language_its_title_and_where_the_others_are() -> None:
    document = read(page(issue("# Care home newsletter\n\n## Dates\n\nTuesday."), WORDS))

    assert document.query("html[lang=en-GB]")
    assert document.query("title")[0].to_text() == "Care home newsletter · North & South"
    assert [each.to_text() for each in document.query("h1, h2")] == [
        "Care home newsletter",
        "Dates",
    ]
    ways = addresses(document, "footer a")
    assert ways == ["index.html", "weekly-2026-11-20.pdf"]


def test_lists_are_nested_as_they_were_written() -> None:
    text = "1. one\n2. two\n   - inner\n\n     more of inner\n3. three\n\n- other"
    main = page(issue(text), WORDS).split("</header>")[1].split("</main>")[0]

    assert main.strip() == (
        "<ol><li>one</li><li>two<ul><li>inner<p>more of inner</p></li></ul></li><li>three</li></ol>"
        "<ul><li>other</li></ul>"
    )


def test_a_list_that_begins_or_goes_on_elsewhere_keeps_its_numbers() -> None:
    main = page(issue("4. four\n5. five\n\n   ```\n   code\n   ```\n6. six"), WORDS)

    assert '<ol><li value="4">four</li><li>five</li></ol>' in main
    assert '<ol><li value="6">six</li></ol>' in main


def test_the_list_of_all_has_each_the_newest_first_under_its_year() -> None:
    issues = [
        Issue(f"broadcast-{n}", f"News {n}", "North", SENT.replace(year=2024 + n), ("Sent",), "x")
        for n in range(3)
    ]

    document = read(index(issues, "North", WORDS))

    assert [each.to_text() for each in document.query("h2, li a")] == [
        *("2026", "News 2", "2025", "News 1", "2024", "News 0")
    ]
    assert addresses(document, "a") == [
        "broadcast-2.html",
        "broadcast-1.html",
        "broadcast-0.html",
    ]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Weekly", "# Weekly: 20 November\n\nText", "Weekly: 20 November"),
        ("Weekly", "Text", "Weekly"),
        ("", "**Flu** jabs start.\n\nMore", "Flu jabs start."),
        ("", "## Small heading\n\nText", "Small heading"),
    ],
)
def test_a_text_is_called_by_its_heading_its_title_or_its_first_line(
    title: str, text: str, expected: str
) -> None:
    assert titled(title, text) == expected
