"""What could tell who a resident is gets no further than the door, whatever brings it."""

from collections.abc import Iterator, MutableMapping
from typing import Any, Never
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.at_once import FormFaults
from bot.core.events import (
    Attached,
    Commanded,
    Departed,
    Inbound,
    Opened,
    Pressed,
    Said,
    Submitted,
    Unknown,
    What,
)
from bot.core.forms import FieldKind
from bot.core.privacy import Kind, in_form, withheld
from bot.db.database import Database
from bot.engine import Engine, Rules
from handlers import ROUTES
from tests.support.databases import SqliteFiles
from tests.support.full_swing import FullSwing
from tests.support.network import Network
from tests.support.rehearsals import Rehearsed
from tests.support.tables import everything

DIGITS = "9434765919"  # a number from the range that is never issued
WRITTEN = ("943 476 5919", "9434765919", "943-476-5919", "943\N{ZERO WIDTH SPACE}4765919")
Logged = list[MutableMapping[str, Any]]


@pytest.fixture(params=["sqlite", "postgresql"])
def swing(request: pytest.FixtureRequest) -> Iterator[FullSwing]:
    database: Database = request.getfixturevalue(request.param)
    rehearsed = Rehearsed(database)
    yield FullSwing(rehearsed)
    rehearsed.close()


@pytest.fixture(scope="module")
def sqlite_swing(sqlite_files: SqliteFiles) -> Iterator[FullSwing]:
    """The network in full swing, for many rehearsals."""
    with sqlite_files.fresh() as database:
        rehearsed = Rehearsed(database)
        yield FullSwing(rehearsed)
        rehearsed.close()


def holders(network: Network, logged: Logged) -> list[str]:
    """Return every cell of every table and every line of the log that holds the number, in any writing."""
    cells = [
        f"{table}.{name}: {value}"
        for table, rows in everything(network.database).items()
        for row in rows
        for name, value in row.items()
    ]
    return [each for each in (*cells, *map(str, logged)) if DIGITS in "".join(_digits(each))]


def _digits(text: str) -> Iterator[str]:
    return (each for each in text if each.isdigit())


def whats(network: Network, text: str) -> Iterator[What]:
    """Return an event of every kind with the text wherever it has room for any."""
    yield Said(text)
    yield Commanded("help", text)
    yield Commanded("start", text)
    yield Commanded(text)
    yield Commanded(*text.rsplit(" ", 1)) if " " in text else Commanded(text, text)
    yield Pressed(text)
    yield Pressed(f"help:{text}")
    yield Attached(text)
    yield Attached("photo", text=text)
    yield Unknown(text)
    yield Opened()
    yield Departed()
    for form_id in ROUTES.forms:
        form = network.content.forms[form_id]
        values = {
            field.id: "all" if field.id == "audience" else "yes" if field.choices else "Hello"
            for field in form.fields
        } | {"category": "medicines"}
        for field in form.fields:
            yield Submitted(form_id, values | {field.id: text}, "H1" if form_id == "help" else "2")
        yield Submitted(form_id, values | {"unknown": text}, "2")
        yield Submitted(form_id, values, text)
    yield Submitted(text, {}, text)


def acts(network: FullSwing, text: str) -> Iterator[Inbound]:
    """Return each of these events from a manager, a lead and a stranger, in private and in a room."""
    for channel, chat, name in (
        ("telegram", "7001", "Samir"),
        ("slack", "U1", "Priya"),
        ("slack", "U9", text),
    ):
        for what in whats(network, text):
            yield network.event(channel, chat, what, chat, sender_name=name)
        for what in (Said(text), Commanded("help", text)):
            room = "C0CLINICAL"
            yield network.event(channel, room, what, chat, private=False, sender_name=text)


def test_nothing_that_could_tell_who_a_resident_is_is_kept_logged_or_relayed(
    swing: FullSwing, logged: Logged
) -> None:
    texts = [*WRITTEN, *(f"Mrs Doe ({each}) has no tablets" for each in WRITTEN)]
    with swing.stage.rehearsal():
        swing.engine.take([act for text in texts for act in acts(swing, text)])

        assert holders(swing, logged) == []
        assert "Mrs Doe" not in str(everything(swing.database)), "nor what stands around it"


@pytest.mark.parametrize(
    "what",
    [
        Said(WRITTEN[0]),
        Commanded("help", WRITTEN[0]),
        Commanded(DIGITS),
        Commanded("943", "476 5919"),
        Commanded("start", WRITTEN[1]),
    ],
)
def test_the_sender_is_told_that_it_was_not_kept(network: Network, what: What) -> None:
    samir = network.manager("H1")

    samir.does(what)

    assert samir.screen == withheld([Kind.NHS_NUMBER], network.content.words.privacy)


@settings(max_examples=40)
@given(
    before=st.text(st.characters(exclude_categories=["Cs", "Nd", "No"]), max_size=20),
    after=st.text(st.characters(exclude_categories=["Cs", "Nd", "No"]), max_size=20),
    written=st.sampled_from(WRITTEN),
    data=st.data(),
)
def test_whatever_stands_around_it(
    sqlite_swing: FullSwing, before: str, after: str, written: str, data: st.DataObject
) -> None:
    text = f"{before} {written} {after}"
    network = sqlite_swing
    what = data.draw(st.sampled_from(list(whats(network, text))))
    with network.stage.rehearsal():
        network.engine.take([network.event("telegram", "7001", what, "7001", sender_name=text)])

        assert holders(network, []) == []


def test_in_a_dialogue_every_answer_is_looked_at_and_the_question_stays_open(
    network: Network, logged: Logged
) -> None:
    words = network.content.words
    samir = network.manager("H1")
    amara = network.telegram("8001", "Amara")
    amara.says(network.code_for_lead("Amara", "coordinators"))
    amara.presses(words.join.yes_team)
    for player, begin in ((samir, "help"), (amara, "broadcast")):
        player.commands(begin)
        form = network.content.forms[begin]
        for field in form.fields:
            asked = player.messages[-1]
            player.says(f"Mrs Doe, {WRITTEN[0]}")
            assert player.screen == withheld([Kind.NHS_NUMBER], words.privacy)
            if field.kind is FieldKind.TEXT:
                player.says("all" if field.id == "audience" else "No delivery today.")
            else:
                player.presses_token(next(iter(asked.buttons.values())))

    rows = everything(network.database)
    assert [each["summary"] for each in rows["escalations"]] == ["No delivery today."]
    assert [each["text"] for each in rows["broadcasts"]] == ["No delivery today."]
    assert holders(network, logged) == []


def test_a_form_with_it_stays_open_and_says_so_at_each_field_concerned(network: Network) -> None:
    network.lead()
    values = {"audience": WRITTEN[1], "text": WRITTEN[0], "urgent": "no", "ack": "no"}

    shown = network.happens("slack", "U1", Submitted("broadcast", values), "U1")

    sentence = in_form([Kind.NHS_NUMBER], network.content.words.privacy)
    assert shown == FormFaults({"audience": sentence, "text": sentence})


def test_a_name_with_it_is_not_taken_over_from_the_platform(
    network: Network, logged: Logged
) -> None:
    somebody = network.telegram("7001", f"Nurse {WRITTEN[0]}")
    somebody.commands("start", network.code_for("H1"))
    somebody.presses(network.content.words.join.yes_home)

    (person,) = everything(network.database)["persons"]
    assert person["name"] == network.content.words.join.manager
    assert holders(network, logged) == []


def test_where_the_guard_itself_breaks_nothing_is_kept_and_the_sender_is_told(
    network: Network,
) -> None:
    def breaks(text: str) -> Never:
        raise RecursionError

    samir = network.manager("H1")
    samir.commands("help")
    before = everything(network.database)
    rules = Rules(ROUTES, breaks, network.clock, ZoneInfo("Europe/London"))
    network.engine = Engine(network.database, network.desk, rules)

    samir.says(f"Mrs Doe, {WRITTEN[0]}")

    after = everything(network.database)
    assert samir.screen == network.content.words.common.went_wrong
    assert after["conversations"] == before["conversations"]
    assert holders(network, []) == []
