"""Finding again what homes were told: in both channels, a page at a time, and never what was for another home."""

import pytest

from bot.core.finding import FOUND, Found, carried, phrases, piece, title_of
from bot.core.messages import Press
from bot.db.database import Database
from tests.support.network import MONDAY, Network, Player, shown
from tests.support.told import place_item, tell

LONG = "Wash your hands before each meal and after each shift. " * 6


@pytest.fixture
def network(sqlite: Database) -> Network:
    network = Network(sqlite)
    with sqlite.write() as connection:
        tell(
            connection,
            1,
            f"# Winter\n\n{LONG}**Visiting** goes on: [book](https://a.uk/visit). {LONG}",
        )
        tell(connection, 2, "Visiting is closed at Birch House.", "home:H2")
        tell(
            connection,
            3,
            "Care home newsletter\n\nFlu jabs: book now.",
            title="Care home newsletter",
        )
        place_item(connection, 1, 3, "Flu jabs", "Book now.")
        for number in range(4, 11):
            tell(connection, number, f"Gloves, box {number}.")
    return network


@pytest.fixture(params=["telegram", "slack"])
def samir(request: pytest.FixtureRequest, network: Network) -> Player:
    if request.param == "telegram":
        return network.manager("H1")
    player = network.slack("U7", "Samir")
    player.says(network.code_for("H1"))
    player.presses("Yes, that is my home")
    return player


def test_a_command_with_words_shows_a_piece_around_them_and_opens_the_whole(samir: Player) -> None:
    samir.commands("find", "visits")

    heading, line, around = samir.screen.splitlines()
    assert heading == "Found for visits: 1"
    assert line == "1. Winter (24 Nov 2026)"
    assert "Visiting goes on: book." in around
    assert around.startswith("… ")
    assert around.endswith(" …")
    assert len(around) < 250
    assert samir.buttons == ["1. Winter"]

    samir.presses("1. Winter")
    assert samir.screen.startswith("Sent on 24 Nov 2026\nWinter\nWash your hands")
    assert "Newer: 26 Nov 2026" in samir.buttons


def test_a_button_of_the_menu_asks_for_the_words(samir: Player) -> None:
    samir.commands("menu")
    samir.presses("Find something")
    if samir.channel == "slack":
        assert samir.form
        samir.submits(words="gloves")
    else:
        assert "What are you looking for?" in samir.screen
        samir.says("gloves")

    assert samir.screen.splitlines()[0] == "Found for gloves: 1 to 5 of 7"


def test_a_command_without_words_asks_for_them(samir: Player) -> None:
    samir.commands("find")

    assert samir.form if samir.channel == "slack" else "looking for" in samir.screen


def test_more_shows_the_rest_also_after_a_restart_and_another_search(
    network: Network, samir: Player
) -> None:
    samir.commands("find", "gloves")
    assert samir.buttons[0] == "1. Gloves, box 10."
    samir.commands("find", "flu")
    network.restarts()

    samir.presses("More (2)")

    assert samir.screen.splitlines()[0] == "Found for gloves: 6 to 7 of 7"
    assert samir.buttons == ["6. Gloves, box 5.", "7. Gloves, box 4."]


def test_an_item_opens_the_newsletter_that_it_stood_in(samir: Player) -> None:
    samir.commands("find", "flu")
    assert samir.buttons == ["1. Flu jabs"]

    samir.presses("1. Flu jabs")

    assert "Care home newsletter" in samir.screen


def test_a_home_neither_finds_nor_opens_what_was_for_another(
    network: Network, samir: Player
) -> None:
    kerry = network.manager("H2", chat="7002", name="Kerry")
    kerry.commands("find", "closed")
    (token,) = kerry.messages[-1].buttons.values()

    samir.commands("find", "closed")
    assert "Nothing was found for closed" in samir.screen
    before = len(samir.messages)
    samir.presses_token(token)
    assert samir.toast == samir.network.content.words.common.not_allowed
    assert len(samir.messages) == before


def test_a_lead_finds_everything(network: Network) -> None:
    priya = network.lead()

    priya.commands("find", "visiting")

    assert priya.buttons == ["1. Visiting is closed at Birch …", "2. Winter"]


@pytest.mark.parametrize("asked", ["the", "*", '"', "💉", "-", "(((", '""', "a" * 150])
def test_words_that_say_nothing_get_one_sentence(samir: Player, asked: str) -> None:
    before = len(samir.messages)

    samir.commands("find", asked)

    assert samir.screen == samir.network.content.words.finding.no_words
    assert len(samir.messages) == before + 1


def test_a_thousand_words_are_too_long(samir: Player) -> None:
    samir.commands("find", "flu " * 1_000)

    assert "200 fit" in samir.screen


def test_words_that_say_nothing_are_told_at_the_field(samir: Player) -> None:
    samir.commands("find")
    if samir.channel == "slack":
        samir.submits(words="the")
        assert samir.faults == {"words": samir.network.content.words.finding.no_words}
    else:
        samir.says("the")
        assert samir.network.content.words.finding.no_words in samir.messages[-2].text
        samir.says("flu")
        assert "Found for flu" in samir.screen


@pytest.mark.parametrize(
    "token", ["more", "more:5", "more:x:Zmx1", "more:5:_w", "more:5:A", "found:x", "found"]
)
def test_an_altered_button_does_nothing(samir: Player, token: str) -> None:
    before = len(samir.messages)

    samir.presses_token(token)

    assert samir.toast or samir.screen.startswith("Nothing was found")
    assert len(samir.messages) <= before + 1


def test_a_stranger_finds_nothing(network: Network) -> None:
    stranger = network.telegram("9", "Nobody")

    stranger.commands("find", "gloves")
    stranger.presses_token("find")
    stranger.presses_token("found:1")

    assert not any("Gloves" in message.text for message in stranger.messages)


def test_a_room_finds_nothing(network: Network) -> None:
    samir = network.manager("H1")

    samir.presses_token("found:1", room="C1")

    assert not network.room("telegram", "C1").messages


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("What is the visiting policy for care homes?", "visiting policy care homes?"),
        ('"end of life" care', '"end of life" care'),
        (
            "one two three four five six seven eight nine ten",
            "one two three four five six seven eight",
        ),
        (
            '"a very long run of words that no button could carry"',
            '"a very long run of words that no"',
        ),
        ("x" * 60 + " flu", "flu"),
    ],
)
def test_a_button_carries_the_words_that_matter(asked: str, kept: str) -> None:
    words, token = carried(asked)

    assert words == kept
    assert Press.read(Press("more", "100000", (token,)).token()).choice == (token,)
    assert carried(words)[0] == words


def test_quotation_marks_keep_words_together() -> None:
    assert phrases('flu “front door” "  end   of life " OR the') == (
        "flu",
        "front door",
        "end of life",
    )


def test_a_title_is_the_first_line_without_its_marks() -> None:
    assert title_of("", "\n## **Flu** [jabs](https://a.uk) \\- now\n\nMore") == "Flu jabs - now"
    assert title_of("", "> - word " + "word " * 40).endswith("word …")
    assert title_of("Own", "text") == "Own"
    assert title_of("", "***") == ""


def test_a_piece_shows_its_marks_as_they_are() -> None:
    found = Found(1, "", f"a_b *{FOUND}flu\x03* <b> `x` [y](https://z.uk/{FOUND}flu\x03)", MONDAY)

    assert shown(piece(found)) == "a_b flu <b> x y"
    assert "**flu**" in piece(found)
