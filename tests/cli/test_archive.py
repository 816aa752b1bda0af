"""``homeround newsletter archive``: what was sent, as pages and files in a folder."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from justhtml import JustHTML
from pypdf import PdfReader
from sqlalchemy import update

from bot.db.tables import broadcasts
from tests.support.operator import Operator
from tests.support.told import correct, draft, tell, withdraw

SUMMER = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)


@pytest.fixture
def told(operator: Operator) -> Operator:
    """An operator of a network that was told five things: one of an edition, one corrected, one withdrawn."""
    with operator.database.write() as connection:
        tell(connection, 1, "# Newsletter: summer\n\nIt is hot.", at=SUMMER)
        connection.execute(update(broadcasts).values(edition="weekly", issue="2026-07-03"))
        tell(connection, 2, "**Flu** jabs start. [Book](https://gov.uk/flu)")
        tell(connection, 3, "Wrong.", "home:H1")
        correct(connection, 3, "Right.")
        tell(connection, 4, "Never mind.")
        withdraw(connection, 4)
        draft(connection, 5, "Not yet.")
    return operator


def read(file: Path) -> JustHTML:
    return JustHTML(file.read_text(encoding="utf-8"), strict=True, sanitize=False)


def test_all_of_it_stands_in_the_folder_with_a_list(told: Operator) -> None:
    out = told.folder / "new" / "archive"

    said = told.does("newsletter", "archive", "--all", "--out", out)

    assert said == f"Wrote 4 pages and PDF files to {out}. Begin at index.html.\n"
    names = ("weekly-2026-07-03", "broadcast-2", "broadcast-3", "broadcast-4")
    files = [f"{name}.{ending}" for name in names for ending in ("html", "pdf")]
    assert sorted(each.name for each in out.iterdir()) == sorted(["index.html", *files])
    listed = [each.to_text() for each in read(out / "index.html").query("li a")]
    assert listed == ["Withdrawn.", "Right.", "Flu jabs start. Book", "Newsletter: summer"]
    assert "Corrected on 23 November 2026 at 10:00" in read(out / "broadcast-3.html").to_text()
    for name in ("broadcast-4.html", "index.html"):
        assert "Withdrawn on 23 November 2026 at 10:00" in read(out / name).to_text()
    # In the network's own time: half past midnight of the next day.
    assert "Sent on 4 July 2026" in read(out / "weekly-2026-07-03.html").to_text()
    page = PdfReader(io.BytesIO((out / "broadcast-2.pdf").read_bytes())).pages[0]
    assert "Flu jabs start. Book" in page.extract_text()


def test_one_of_it_joins_the_list_and_one_that_was_withdrawn_says_so(told: Operator) -> None:
    out = told.folder
    told.does("newsletter", "archive", "2", "--out", out)
    told.does("newsletter", "archive", "1", "--out", out)
    assert len(read(out / "index.html").query("li a")) == 2

    with told.database.write() as connection:
        withdraw(connection, 2)
    said = told.does("newsletter", "archive", "3", "--out", out)

    assert said.startswith("Wrote 2 pages and PDF files")
    listed = [each.to_text() for each in read(out / "index.html").query("li a")]
    assert listed == ["Right.", "Withdrawn.", "Newsletter: summer"]
    assert "Flu" not in read(out / "broadcast-2.html").to_text()
    page = PdfReader(io.BytesIO((out / "broadcast-2.pdf").read_bytes())).pages[0]
    assert "Withdrawn on 23 November 2026 at 10:00" in page.extract_text()


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (("99",), "Nothing with the number 99 has been sent."),
        (("5",), "Nothing with the number 5 has been sent."),
        (("--all", "--font", "nowhere.ttf"), "nowhere.ttf cannot be used as a font"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_written(
    told: Operator, words: tuple[str, ...], told_of: str
) -> None:
    out = told.folder / "archive"

    ran = told.runs("newsletter", "archive", *words, "--out", out)

    assert ran.code == 1
    assert told_of in ran.err
    assert not list(told.folder.glob("archive/*"))


def test_a_folder_that_cannot_be_written_is_told(told: Operator) -> None:
    told.writes("taken", "a file")

    ran = told.runs("newsletter", "archive", "--all", "--out", told.folder / "taken")

    assert (ran.code, len(ran.faults)) == (1, 1)
    assert "cannot be written" in ran.err


@pytest.mark.parametrize("words", [(), ("1", "--all")])
def test_it_wants_one_or_all(told: Operator, words: tuple[str, ...]) -> None:
    assert told.runs("newsletter", "archive", *words, "--out", told.folder).code == 2


def test_where_nothing_was_sent_there_is_nothing_to_keep(operator: Operator) -> None:
    ran = operator.runs("newsletter", "archive", "--all", "--out", operator.folder)

    assert ran.faults == ["Nothing has been sent yet."]
