"""The archive's PDF files: all of the text to read and to copy, links that lead on, and numbered pages."""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.archive import Issue, printed, titled
from bot.content import load_content
from bot.core.errors import HomeroundError

ROOT = Path(__file__).parents[2]
WORDS = load_content(ROOT / "content").words.archive
LONG = (ROOT / "tests/channels/data/very_long_issue.md").read_text(encoding="utf-8")
SENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NOTES = ("Sent on 20 November 2026",)


def file_of(text: str, title: str = "Care home newsletter") -> bytes:
    return printed(Issue("x", title, "North", SENT, NOTES, text), WORDS)


def read(text: str, title: str = "Care home newsletter") -> PdfReader:
    return PdfReader(io.BytesIO(file_of(text, title)))


def together(reader: PdfReader) -> str:
    """Return all that stands in the file without its spaces, and without the foot of each page."""
    pages = []
    for number, page in enumerate(reader.pages, 1):
        foot = WORDS.page.format(title=reader.metadata.title, page=number, of=len(reader.pages))  # type: ignore[union-attr]
        text = "".join(page.extract_text().split())
        foot = "".join(foot.split())
        assert foot in text
        pages.append(text.replace(foot, ""))
    return "".join(pages)


def links(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for each in page.get("/Annots") or ():
            if (action := each.get_object().get("/A")) and "/URI" in action:
                yield str(action["/URI"])


def headings(outline: Iterable[Any]) -> Iterator[str]:
    for each in outline:
        if isinstance(each, list):
            yield from headings(each)
        else:
            yield str(each.title)


def test_a_very_long_issue_is_there_to_the_last_word_on_numbered_pages() -> None:
    reader = read(LONG, titled("", LONG))

    assert len(reader.pages) > 3
    text = together(reader)
    for line in LONG.splitlines():
        for word in line.strip("#-* ").split():
            assert word.strip("*[]()<>").split("](")[0] in text


@settings(max_examples=25)
@given(
    words=st.lists(
        st.text("abcXYZéßłλЖ0189.,;:?-–’“”£&<>@(){}", min_size=1, max_size=90),  # noqa: RUF001
        min_size=1,
        max_size=40,
    )
)
def test_every_word_is_in_the_text_of_the_file(words: list[str]) -> None:
    written = [f"x{each}x" for each in words]

    text = together(read("x " + " ".join(written).replace("<", "\\<").replace("&", "\\&")))

    assert all(each in text for each in written)


def test_its_links_lead_on_and_unsafe_ones_are_text() -> None:
    reader = read("[book](https://gov.uk/visit) https://gov.uk/x [bad](javascript:alert(1))")

    assert list(dict.fromkeys(links(reader))) == ["https://gov.uk/visit", "https://gov.uk/x"]
    assert "javascript:alert(1)" in together(reader)


def test_it_says_its_title_its_language_and_its_headings() -> None:
    reader = read("## Dates\n\nTuesday.\n\n#### Deep\n\nText\n\n## Who to call\n\n999")

    assert reader.metadata
    assert reader.metadata.title == "Care home newsletter"
    assert str(reader.root_object["/Lang"]) == "en-GB"
    assert list(headings(reader.outline)) == [
        "Care home newsletter",
        "Dates",
        "Deep",
        "Who to call",
    ]


def test_it_is_the_same_file_each_time() -> None:
    assert file_of("Text.") == file_of("Text.")


def test_a_sign_that_the_letters_lack_is_told_by_its_name() -> None:
    text = together(read("Jabs 💉 today 👍🏽 ✅ and ❤️"))

    assert "Jabs(syringe)today" in text
    assert "👍" in text or "(thumbsupsign)" in text


def test_writing_that_the_letters_lack_is_said_before_anything_is_written() -> None:
    with pytest.raises(HomeroundError, match="流"):
        file_of("流感")


@pytest.mark.parametrize(
    "text", ["", "\n", "---", "- ", "```\n```", "# ", ">", "a" * 3_000, "\u200b"]
)
def test_odd_texts_make_a_file_as_well(text: str) -> None:
    assert len(read(text).pages) >= 1
