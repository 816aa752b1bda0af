import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.core.errors import StalePress
from bot.core.messages import TOKEN_BYTES, Press, plain

# What a token may hold, and a length at which an action, a subject and a choice always fit.
PARTS = st.text("ABCXYZabcxyz0189_.-", max_size=15)
PRESSES = st.builds(Press, PARTS.filter(bool), PARTS, st.lists(PARTS, max_size=2).map(tuple))
# As people type: any letters, much punctuation, spaces and line ends.
TYPED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
    | st.sampled_from("\n\t *_`[](){}<>&#!|~\\-+.1:;")
)


def shown(commonmark: str) -> list[str]:
    """Return the lines that a CommonMark reader shows, and fail where anything but text is in force."""
    lines = []
    for block in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(commonmark):
        assert block.type in ("paragraph_open", "inline", "paragraph_close"), block
        text = ""
        for span in block.children or ():
            assert span.type in ("text", "text_special", "softbreak"), span
            text += "\n" if span.type == "softbreak" else span.content
        lines += text.split("\n") if block.type == "inline" else []
    return lines


@given(TYPED)
@example("    four spaces!")
@example("two lines\n\n\tand a tab_")
@example("a hard break  \nhere")
@example("# * _ ` [x](y) <b> &amp; 1. - + | ~~no~~")
@example("1) one\n2) two\n---\n===")
@example("| a | b |\n|---|---|\n| 1 | 2 |")
@example("https://example.org/a_b_c <mail@example.org>")
@example("&#32;&nbsp;\\")
def test_plain_text_is_shown_character_by_character(text: str) -> None:
    # Spaces other than the two of ASCII are trimmed by readers, at the ends of a paragraph only.
    wanted = [line.strip() for line in text.split("\n")]

    assert [line.strip() for line in shown(plain(text)) if line.strip()] == [
        line for line in wanted if line
    ]


@given(st.text(st.sampled_from("ab \t\n*!"), max_size=30))
def test_spaces_at_the_ends_of_lines_are_shown_as_well(text: str) -> None:
    assert shown(plain(text)) == [line for line in text.split("\n") if line]


def test_a_long_run_of_spaces_takes_no_time() -> None:
    assert plain(f"a{' ' * 200_000}b") == f"a{' ' * 200_000}b"


@given(PRESSES)
def test_a_press_comes_back_from_its_token(press: Press) -> None:
    token = press.token()

    assert token.isascii()
    assert len(token.encode()) <= TOKEN_BYTES
    assert Press.read(token) == press


@pytest.mark.parametrize(
    "press",
    [
        Press("claim it"),
        Press("claim", "1:2"),
        Press("claim", "Müller"),
        Press("claim", "1", ("yes\n",)),
        Press("claim", "1" * TOKEN_BYTES),
        Press(""),
    ],
)
def test_a_press_that_no_platform_would_carry_cannot_be_made(press: Press) -> None:
    with pytest.raises(ValueError, match="no button can carry"):
        press.token()


@pytest.mark.parametrize(
    "altered",
    [
        "",
        ":",
        ":1",
        "claim 1",
        "claim:1\n",
        "claim:\N{LATIN SMALL LETTER DOTLESS I}",
        "claim:1;drop",
        "claim:/etc",
        "é",
        "a" * 65,
    ],
)
def test_an_altered_token_is_stale(altered: str) -> None:
    with pytest.raises(StalePress):
        Press.read(altered)


@given(st.text())
def test_any_token_is_read_or_stale(token: str) -> None:
    try:
        press = Press.read(token)
    except StalePress:
        return
    assert Press.read(press.token()) == press


def test_the_number_of_a_press_is_the_row_it_is_about() -> None:
    assert Press("claim", "12").number == 12
    assert Press("claim", str(2**31 - 1)).number == 2**31 - 1


@pytest.mark.parametrize(
    "about", ["", "x", "-1", "1.5", "1_0", "²", "٣", str(2**31), "9" * 50, "9" * 5000]
)
def test_what_is_no_number_of_a_row_is_stale(about: str) -> None:
    with pytest.raises(StalePress):
        _ = Press("claim", about).number
