"""``homeround broadcast --attach``: a file goes along, in the archive as well, or is refused in one sentence."""

from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from bot.core.deliveries import Lane
from bot.db.ahead import Ahead
from bot.db.tables import broadcasts, files
from tests.support.joined import join
from tests.support.operator import Operator
from tests.support.pictures import PDF, picture
from tests.support.told import withdraw

ALT = "A hand under a tap"
NHS_NUMBER = "943 476 5919"


@pytest.fixture
def joined(on_both: Operator) -> Operator:
    with on_both.database.write() as connection:
        join(connection, "H1", chat="1", name="Samir")
    return on_both


def words(operator: Operator, name: str, content: bytes, *more: str) -> list[str]:
    """Return the words of the command that sends a text with this file."""
    (operator.folder / name).write_bytes(content)
    text = operator.writes("news.md", "Wash your hands.")
    start = ["broadcast", "--audience", "all", "--file", str(text), "--yes"]
    return [*start, "--attach", str(operator.folder / name), *more]


def sends(operator: Operator, name: str, content: bytes, *more: str) -> str:
    return operator.does(*words(operator, name, content, *more))


def test_it_goes_along_with_a_word_of_care(joined: Operator) -> None:
    said = sends(joined, "poster.png", picture(), "--alt", ALT)

    assert "The file poster.png goes along." in said
    assert "check that no resident is named or shown" in said
    later = datetime.now(UTC) + timedelta(minutes=1)
    with joined.database.write() as connection:
        (file,) = Ahead(Lane("telegram")).claim(connection, 1, lambda _: False, later)
    assert file.content == picture()
    assert ALT in file.payload


@pytest.mark.parametrize(
    ("name", "content", "more", "told"),
    [
        ("poster.png", picture(), (), "say with --alt what it shows"),
        ("poster.png", b"MZ", (), "is neither a PDF nor a picture as JPEG or PNG"),
        ("poster.png", b"", (), "has nothing in it"),
        ("poster.png", picture()[:50], (), "cannot be opened"),
        ("poster.png", picture(size=(9, 999)), (), "is too large or too narrow"),
        ("big.pdf", PDF + bytes(10 * 1024 * 1024), (), "is larger than 10 MB"),
        (f"{NHS_NUMBER}.pdf", PDF, (), "seems to hold an NHS number"),
        ("poster.png", picture(), ("--alt", NHS_NUMBER), "--alt seems to hold an NHS number"),
        ("poster.png", picture(), ("--alt", "x" * 501), "--alt has 501 characters; at most 500"),
    ],
)
def test_what_cannot_go_along_is_told_in_a_sentence_and_nothing_is_kept(
    joined: Operator, name: str, content: bytes, more: tuple[str, ...], told: str
) -> None:
    (sentence,) = joined.fails(*words(joined, name, content, *more))

    assert told in sentence
    with joined.database.read() as connection:
        for table in (files, broadcasts):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_a_file_that_is_not_there_is_told(joined: Operator) -> None:
    given = words(joined, "leaflet.pdf", PDF)
    (joined.folder / "leaflet.pdf").unlink()

    (sentence,) = joined.fails(*given)

    assert "leaflet.pdf cannot be read" in sentence


def test_the_archive_has_it_beside_the_page_until_it_is_withdrawn(joined: Operator) -> None:
    sends(joined, "Hand washing.png", picture(), "--alt", ALT)
    out = joined.folder / "archive"

    joined.does("newsletter", "archive", "--all", "--out", out)

    file = out / "broadcast-1-file.png"
    assert file.read_bytes() == picture()
    page = (out / "broadcast-1.html").read_text(encoding="utf-8")
    assert f'<a href="{file.name}">With the file Hand washing.png</a><br>\n{ALT}' in page
    printed = PdfReader(out / "broadcast-1.pdf").pages[0].extract_text()
    assert f"With the file Hand washing.png. {ALT}" in printed

    with joined.database.write() as connection:
        withdraw(connection, 1)
    joined.does("newsletter", "archive", "1", "--out", out)

    assert not file.exists()
    assert "Hand washing" not in (out / "broadcast-1.html").read_text(encoding="utf-8")
