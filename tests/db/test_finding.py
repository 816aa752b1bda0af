"""Texts are found by their words, alike on both databases: the best first, and never what was not for the home."""

import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from bot.core.finding import END, FOUND, STOP_WORDS, Finds
from bot.core.people import HomeId
from bot.db import finding
from bot.db.database import Connection, Database
from bot.db.tables import items, passages
from tests.support.clocks import MONDAY
from tests.support.joined import add_home
from tests.support.told import correct, draft, place_item, send, tell, withdraw

H1 = [HomeId("H1")]


@pytest.fixture
def told(database: Database) -> Database:
    """Eight texts, each sent on the day of its number; the last is still a draft, and one was withdrawn."""
    with database.write() as connection:
        for home_id, kind in (("H1", "nursing"), ("H2", "ld")):
            add_home(connection, home_id, types=[kind])
        tell(connection, 1, "Visiting: please book visits by phone.")
        tell(connection, 2, "**Flu** jabs start on Monday. Book flu jabs by phone.", title="Jabs")
        tell(connection, 3, "The café opens. Masks are optional, see https://gov.uk/rules")
        tell(connection, 4, "Easy-read guide to flu/covid jabs for people.", audience="type:ld")
        tell(
            connection,
            5,
            "Outbreak? Ring the team about flu, norovirus, scabies, measles, heat and cold.",
        )
        tell(connection, 6, "Masks at the front door.", title="Flu season")
        tell(connection, 7, "Withdrawn flu advice.")
        withdraw(connection, 7)
        draft(connection, 8, "Flu, not sent yet.")
    return database


def found(database: Database, asked: str, *home_ids: str) -> list[int]:
    """Return the numbers of the broadcasts found, in their order; for everybody where no home is named."""
    chosen = list(map(HomeId, home_ids)) or None
    with database.read() as connection:
        finds = finding.find(connection, asked, chosen)
        return [_number(connection, each.passage_id) for each in finds.page]


def _number(connection: Connection, passage_id: int) -> int:
    passage = finding.passage(connection, passage_id, None)
    assert passage
    assert passage.broadcast_id
    return passage.broadcast_id


# What is asked for, and what is found, the best first.
EXPECTED = {
    "visit": [1],  # by its stem
    "VISITING": [1],
    "book phone": [1, 2],
    "flu": [6, 2, 4, 5],  # in a title, twice, in a short text, in a long one
    "jabs": [2, 4],
    "masks": [6, 3],
    "masks optional": [3],  # all of the words
    '"front door"': [6],
    '"door front"': [],
    "“front door”": [6],  # as phones write quotation marks
    "cafe": [3],
    "CAFÉ": [3],
    "gov.uk": [3],
    "gov": [3],
    "covid": [4],
    "easy read": [4],
    "easy-read": [4],
    "what is the norovirus": [5],  # words that say nothing are left out
    "norovirus unicorn": [5],  # nothing has both
    "unicorn": [],
    "withdrawn": [],
    "yet": [],
}


def test_what_is_found_and_in_which_order(told: Database) -> None:
    assert {asked: found(told, asked) for asked in EXPECTED} == EXPECTED


# What means something to FTS5, to tsquery or to SQL, and what nobody would type.
ODD = [
    "",
    " ",
    '"',
    '""',
    '"flu',
    "*",
    "flu*",
    "^flu",
    "-flu",
    "flu -jabs",
    "+flu",
    "flu + jabs",
    "OR",
    "flu OR",
    "OR flu OR",
    "NOT flu",
    "AND",
    "flu AND NOT",
    "NEAR(flu jabs, 2)",
    "NEAR",
    "((flu",
    "flu))",
    "{flu}: jabs",
    "title:flu",
    "title : flu",
    "-title : flu",
    "text:flu",
    "flu & jabs | !masks <-> phone",
    "flu:*",
    "flu:A",
    "'; DROP TABLE passages; --",
    "flu' OR '1'='1",
    "flu\\",
    "\\'flu\\'",
    "%flu%",
    ":flu",
    "💉",
    "💉 flu",
    "👩‍👩‍👧",
    "flu\u202egnimoc",
    "\x01\x02\x03",
    "\ufeff",
    "the",
    "the of and",
    "don't",
    "ﬁ",
    "²",
    "٣",
    "流感",
    "a" * 5_000,
    "flu " * 1_000,
    '"' + "flu " * 1_000 + '"',
    '"' * 999,
    "(" * 1_000,
    "-" * 1_000,
    " ".join(f"word{n}" for n in range(1_000)),
]


def test_no_question_fails_and_none_changes_anything(told: Database) -> None:
    with told.read() as connection:
        before = connection.execute(select(passages.c.passage_id)).all()
    for asked in ODD:
        with told.write() as connection:
            finding.find(connection, asked, None)
            finding.find(connection, asked, H1, start=5)
            kept = connection.execute(select(passages.c.passage_id)).all()
        assert kept == before, asked
        assert found(told, "masks") == [6, 3], asked


def test_what_would_be_an_operator_is_a_word_like_any_other(told: Database) -> None:
    for asked in ("-flu", "flu*", "(flu", "flu:*", "^flu", "OR flu"):
        assert set(found(told, asked)) >= {2, 5, 6}, asked


def test_a_home_finds_only_what_was_for_it(told: Database) -> None:
    assert 4 not in found(told, "flu", "H1")
    assert 4 in found(told, "flu", "H2")
    assert 4 in found(told, "flu", "H1", "H2")
    assert found(told, "flu", "H9") == []


def test_it_opens_only_what_was_for_it(told: Database) -> None:
    with told.read() as connection:
        (easy,) = finding.find(connection, "easy-read", None).page

        assert finding.passage(connection, easy.passage_id, H1) is None
        assert finding.passage(connection, easy.passage_id, [HomeId("H2")])
        assert finding.passage(connection, 999, None) is None


def test_nobody_opens_what_was_not_sent_or_was_withdrawn(told: Database) -> None:
    with told.read() as connection:
        kept = connection.execute(select(passages.c.passage_id, passages.c.broadcast_id)).all()
        opened = {
            row.broadcast_id
            for row in kept
            if finding.passage(connection, row.passage_id, None) is not None
        }

    assert opened == {1, 2, 3, 4, 5, 6}


def test_a_correction_is_found_by_its_new_words_and_no_longer_by_its_old_ones(
    told: Database,
) -> None:
    with told.write() as connection:
        correct(connection, 1, "Please book a tour by letter.")

    assert found(told, "letter") == [1]
    assert found(told, "visiting") == []


def test_among_equals_the_newest_comes_first_and_pages_follow_each_other(
    database: Database,
) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        for number in range(1, 13):
            tell(connection, number, "Gloves are here.", at=MONDAY if number < 3 else None)

    with database.read() as connection:
        pages = [finding.find(connection, "gloves", H1, start) for start in (0, 5, 10, 15)]
        numbers = [[_number(connection, each.passage_id) for each in page.page] for page in pages]

    assert numbers == [[12, 11, 10, 9, 8], [7, 6, 5, 4, 3], [2, 1], []]
    assert [page.total for page in pages] == [12, 12, 12, 0]


def test_an_item_is_found_instead_of_the_newsletter_that_it_stood_in(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        draft(connection, 1, "# Weekly news\n\nFlu clinic: open on Friday. Gloves: a new address.")
        place_item(connection, 1, 1, "Flu clinic", "Open on Friday.")
        place_item(connection, 2, 1, "Gloves", "A new address.")
        place_item(connection, 3, 1, "Flu leftovers", "Dropped.", state="dropped")
    assert found(database, "flu") == []

    with database.write() as connection:
        tell(connection, 2, "Something else.")
        send(connection, 1, MONDAY)
    with database.read() as connection:
        finds = finding.find(connection, "flu", H1)

    assert [(each.title, each.at) for each in finds.page] == [("Flu clinic", MONDAY)]
    assert found(database, "dropped") == []
    assert found(database, "weekly") == [1]
    with database.write() as connection:
        withdraw(connection, 1)
    assert found(database, "clinic") == []


def test_of_a_corrected_newsletter_only_the_corrected_text_is_found(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        tell(connection, 1, "The clinic is open on Friday.")
        place_item(connection, 1, 1, "Clinic", "Open on Friday.")
        correct(connection, 1, "The clinic is open on Saturday.")
        place_item(connection, 2, 1, "Hours", "Friday only.")

    assert found(database, "clinic saturday") == [1]
    assert found(database, "friday") == []


def test_an_item_that_moves_or_goes_is_found_where_it_is(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        tell(connection, 1, "One.")
        tell(connection, 2, "Two.")
        place_item(connection, 1, 1, "Clinic", "Open on Friday.")
    assert found(database, "clinic") == [1]

    with database.write() as connection:
        connection.execute(update(items).values(broadcast_id=2, title="Drop-in", state="sent"))
    assert found(database, "drop-in") == [2]
    assert found(database, "clinic") == []

    with database.write() as connection:
        connection.execute(delete(items))
    assert found(database, "friday") == []


def test_a_text_of_another_kind_that_somebody_adds_is_found_by_everybody(told: Database) -> None:
    with told.write() as connection:
        connection.execute(
            insert(passages).values(
                about="change:1", title="Guidance", text="Ventilate rooms.", at=MONDAY
            )
        )
        finds = finding.find(connection, "ventilation", [HomeId("H9")])

    assert [each.title for each in finds.page] == ["Guidance"]


def test_the_words_found_are_marked(told: Database) -> None:
    with told.read() as connection:
        (each,) = finding.find(connection, "visits booking", None).page

    assert each.marked == (
        f"{FOUND}Visiting{END}: please {FOUND}book{END} {FOUND}visits{END} by phone."
    )


def test_it_is_said_where_no_text_has_all_of_the_words(told: Database) -> None:
    with told.read() as connection:
        assert not finding.find(connection, "norovirus unicorn", None).every
        assert finding.find(connection, "norovirus ring", None).every
        assert finding.find(connection, "unicorn", None) == Finds(0, ())


def test_the_words_that_are_left_out_are_those_of_postgresql(postgresql: Database) -> None:
    with postgresql.read() as connection:
        kept = connection.execute(
            text(
                "SELECT w FROM unnest(CAST(:words AS text[])) w WHERE to_tsvector('english', w) <> ''"
            ),
            {"words": sorted(STOP_WORDS)},
        ).all()

    assert kept == []
    assert len(STOP_WORDS) == 127


# Letters of many kinds, figures, and what stands between words.
LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789éÉñøłßŽžλΩжЙ"
WORDS = st.text(LETTERS, min_size=1, max_size=12)
BETWEEN = st.text(" \n.,:;!?-/()[]*_#'\"@&%£€’“”–…💉⚠️", min_size=1, max_size=3)  # noqa: RUF001


@settings(max_examples=60)
@given(words=st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=12))
@example(words=[("don", "'"), ("t", " "), ("1e5", " "), ("A", "/"), ("b1", ".")])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_is_told_is_found_by_any_of_its_words(
    kind: str, request: pytest.FixtureRequest, words: list[tuple[str, str]]
) -> None:
    database: Database = request.getfixturevalue(kind)
    written = "".join(f"{word}{between}" for word, between in words)
    with database.write() as connection:
        connection.execute(delete(passages))
        connection.execute(insert(passages).values(about="x", title="", text=written, at=MONDAY))
        for word, _ in words:
            folded = unicodedata.normalize("NFD", word).casefold()
            plain = "".join(each for each in folded if not unicodedata.combining(each))
            # With an accent it says nothing to PostgreSQL and something to SQLite, and nobody writes it so.
            assume(plain == folded or plain not in STOP_WORDS)
            finds = finding.find(connection, word, H1)
            assert finds.total == (0 if plain in STOP_WORDS else 1), word


def test_the_place_of_each_leads_to_its_neighbours(told: Database) -> None:
    with told.read() as connection:
        newest = finding.place_of(connection, None, H1)
        assert newest
        way = [newest]
        while way[-1].older:
            place = finding.place_of(connection, way[-1].older.broadcast_id, H1)
            assert place
            assert place.newer == way[-1].here
            way.append(place)

        assert [place.here.broadcast_id for place in way] == [6, 5, 3, 2, 1]
        assert newest.newer is None
        for hidden in (4, 7, 8, 999):
            assert finding.place_of(connection, hidden, H1) is None
        everything = finding.place_of(connection, 4, None)
        assert everything
        assert finding.place_of(connection, None, []) is None
