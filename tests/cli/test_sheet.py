"""The printed sheet of invites: what somebody reads on the paper and scans from it."""

import io
import unicodedata
from pathlib import Path

import pytest
import segno
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from pypdf import PdfReader

from bot.sheet import Card, draw
from tests.support.directory_files import ours, own_file
from tests.support.operator import Operator

STEPS = ("Our network", "1. Do this.", "2. Do that.")
LINK = "https://t.me/north_bot?start=ABCDEFGHJKMN"
LONG = "The Residential and Nursing Home for Older People with Dementia of Saint Bartholomew " * 2


def card(title: str, link: str = LINK) -> Card:
    return Card(title, "ABCD-EFGH-JKMN", link, STEPS)


def pages(pdf: bytes) -> list[str]:
    """Return what stands on each page, in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def font_with(letters: str, path: Path) -> Path:
    """Make a font in which each of these letters is a square."""
    names = [".notdef", *(f"uni{ord(each):04X}" for each in letters)]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(each): f"uni{ord(each):04X}" for each in letters})
    font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (750, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return path


def test_the_sheet_has_four_cards_a_page_with_name_steps_code_and_address(
    operator: Operator, tmp_path: Path
) -> None:
    rows = [ours(f"H{n}", f"Home {n}") for n in range(1, 6)]
    operator.does("homes", "import", operator.writes("o.csv", own_file(*rows)))
    codes, sheet = tmp_path / "codes.csv", tmp_path / "sheet.pdf"

    operator.does("invite", "--all-homes", "--csv", codes, "--sheet", sheet)

    first, second = pages(sheet.read_bytes())
    written = [line.split(",") for line in codes.read_text(encoding="utf-8").splitlines()[1:]]
    for place, (_, name, _, code, link, expires) in enumerate(written):
        page = first if place < 4 else second
        assert name in page
        assert code in page
        assert link.partition("?")[0] in page
        day = f"{int(expires[-2:]):02}"
        assert f"until {day} " in page
    assert first.count("Press Start in Telegram") == 4
    assert second.count("Press Start in Telegram") == 1


def test_a_sheet_for_slack_says_how_to_join_there(tmp_path: Path, operator: Operator) -> None:
    text = operator.config.read_text(encoding="utf-8").partition("[telegram]")[0]
    operator.config.write_text(f"{text}[slack]\nenabled = true\n", encoding="utf-8")

    operator.does("invite", "--all-homes", "--sheet", tmp_path / "sheet.pdf")

    (page,) = pages((tmp_path / "sheet.pdf").read_bytes())
    assert page.count("Open Slack") == 3
    assert "Telegram" not in page


@pytest.mark.parametrize(
    "name",
    [
        "Łucja’s Dům pečovatelství",  # noqa: RUF001 - as people write it
        "Tŷ Gwyn ‘Awel y Môr’ – Ysbyty",  # noqa: RUF001 - as people write it
        "Ştefan cel Mare Șerban",
        "Οίκος Αγία Μαρία",
        "Дом Святої Марії",
        unicodedata.normalize("NFD", "Café Müller"),
    ],
)
def test_a_name_is_printed_as_it_is_written(name: str) -> None:
    (page,) = pages(draw([card(name)]))

    assert unicodedata.normalize("NFC", name) in page
    assert "?" not in page


@pytest.mark.parametrize("name", [LONG, LONG.replace(" ", ""), "W" * 200])
def test_a_long_name_is_printed_whole_and_clear_of_the_code(name: str) -> None:
    pdf = draw([card(name.strip())])

    page = PdfReader(io.BytesIO(pdf)).pages[0]
    heights: list[tuple[str, float]] = []
    page.extract_text(visitor_text=lambda text, _cm, tm, *_: heights.append((text, tm[5])))
    (shown,) = pages(pdf)
    assert name.replace(" ", "") in shown.replace(" ", "")
    # The square to scan begins 66 mm from the card's top edge; PDF counts points from the bottom.
    top_of_square = (297 - 66) * 72 / 25.4
    texts = [height for text, height in heights if "2. Do that" in text]
    assert texts
    assert min(texts) > top_of_square


def test_letters_that_no_font_has_are_told_and_no_code_is_made(
    operator: Operator, tmp_path: Path
) -> None:
    operator.does("homes", "import", operator.writes("o.csv", own_file(ours("H1", "漢字 House"))))
    sheet = tmp_path / "sheet.pdf"

    (told,) = operator.fails("invite", "--home", "H1", "--sheet", sheet)

    assert told.startswith(
        "No font here can print 字漢 in 漢字 House. Name one that can with --font"
    )
    assert not sheet.exists()
    with operator.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM invites").scalar() == 0


def test_letters_of_another_font_are_printed_beside_ours(
    operator: Operator, tmp_path: Path
) -> None:
    operator.does("homes", "import", operator.writes("o.csv", own_file(ours("H1", "漢字 House"))))
    font, sheet = font_with("漢字", tmp_path / "squares.ttf"), tmp_path / "sheet.pdf"

    operator.does("invite", "--home", "H1", "--sheet", sheet, "--font", font)

    (page,) = pages(sheet.read_bytes())
    assert "漢字 House" in page


@pytest.mark.parametrize("name", ["none.ttf", "folder.ttf", "junk.ttf", "config.toml"])
def test_a_file_that_is_no_font_is_told(operator: Operator, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.ttf").mkdir()
    (tmp_path / "junk.ttf").write_bytes(b"junk" * 50)
    sheet = tmp_path / "sheet.pdf"

    told = operator.fails("invite", "--all-homes", "--sheet", sheet, "--font", tmp_path / name)

    assert told == [
        f"{tmp_path / name} cannot be used as a font: it is not there, or no TrueType or OpenType."
    ]
    assert not sheet.exists()


def test_the_square_holds_the_link_to_the_bot_with_the_code() -> None:
    pdf = draw([card("Ash Lodge")])

    (image,) = PdfReader(io.BytesIO(pdf)).pages[0].images
    drawn = image.image.convert("1")  # type: ignore[union-attr]
    wanted = segno.make(LINK, error="m")
    border = 4
    scale = drawn.width // wanted.symbol_size(border=border)[0]
    for row, line in enumerate(wanted.matrix, border):
        for column, dark in enumerate(line, border):
            middle = int((column + 0.5) * scale), int((row + 0.5) * scale)
            assert (drawn.getpixel(middle) == 0) == bool(dark)
