"""Which files may go along: by what is in them, whatever they are called."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.attachments import LONGEST_NAME, UnfitFile, fit
from bot.core.files import Unfit
from tests.support.pictures import PDF, picture

MOST = 1_000_000
ORIENTATION, GPS = 0x0112, 0x8825


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("poster.png", picture(), "poster.png"),
        ("Poster.JPEG", picture("JPEG"), "Poster.jpg"),
        ("leaflet.pdf", PDF, "leaflet.pdf"),
        ("leaflet.exe", PDF, "leaflet.pdf"),
        ("photo.jpg", picture(), "photo.png"),
        ("no ending", PDF, "no ending.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("a\u202egpj.exe", PDF, "agpj.pdf"),
        ("", PDF, "file.pdf"),
        ("...", PDF, "file.pdf"),
        ("Été é.pdf", PDF, "Été é.pdf"),
    ],
)
def test_a_file_is_called_by_what_it_is(name: str, content: bytes, named: str) -> None:
    found = fit(name, content, MOST)

    assert (found.name, found.content) == (named, content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unfit.EMPTY),
        (b"<html>%PDF-1.7</html>", Unfit.KIND),
        (b"MZ\x90\x00", Unfit.KIND),
        (b"GIF89a", Unfit.KIND),
        (b"\x89PNG\r\n\x1a\n and the rest of it", Unfit.BROKEN),
        (picture("JPEG")[:200], Unfit.BROKEN),
        (b"%PDF-" + bytes(MOST), Unfit.TOO_LARGE),
        (picture(size=(9_990, 20)), Unfit.TOO_WIDE),
        (picture(size=(10, 201)), Unfit.TOO_WIDE),
    ],
    ids=lambda value: value.value if isinstance(value, Unfit) else "",
)
def test_what_cannot_go_along_is_refused_for_its_reason(content: bytes, why: Unfit) -> None:
    with pytest.raises(UnfitFile) as refused:
        fit("poster.png", content, MOST)

    assert refused.value.why is why


def test_a_picture_does_not_say_where_it_was_taken_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[2] = (51.0, 24.0, 0.0)
    taken = picture("JPEG", exif=exif)
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(GPS)

    sent = Image.open(io.BytesIO(fit("IMG_1.jpg", taken, MOST).content))

    assert not sent.getexif().get_ifd(GPS)
    assert sent.getexif()[ORIENTATION] == 6
    assert sent.size == (40, 30)


@given(name=st.text(max_size=200))
def test_whatever_it_was_called_its_name_is_one_that_every_machine_takes(name: str) -> None:
    named = fit(name, PDF, MOST).name

    assert named.endswith(".pdf")
    assert 4 < len(named) <= LONGEST_NAME + 4
    assert named.isprintable()
    assert not set(named) & set('/\\:*?"<>|')
