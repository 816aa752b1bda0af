"""What a coordinator adds works at once: a new type of question is one file, a new kind of need one entry."""

from collections.abc import Callable

import pytest

from bot.db import answers as given
from bot.db import rounds
from bot.db.database import Database
from tests.support.content_folder import SHIPPED, ContentFolder
from tests.support.network import Network

TYPES = sorted(path.stem for path in (SHIPPED / "question_types").glob("*.toml"))
NIGHTLY = """
title = "Nightly check-in"
audience = "all"
intro = "One question."
thanks = "Good night."

[[questions]]
id = "night"
text = "How was the night?"
type = "{type}"
"""
WEATHER = """
options = [
  { value = "calm", label = "Calm" },
  { value = "rough", label = "Rough", escalates = "staffing" },
]
"""
Open = Callable[[], Network]


@pytest.fixture
def network(sqlite: Database, content: ContentFolder) -> Open:
    return lambda: Network(sqlite, content.path)


def answers(network: Network, name: str) -> dict[str, dict[tuple[str, str], int]]:
    with network.database.read() as connection:
        number = rounds.newest(connection, name)
        assert number is not None
        return given.results(connection, number)


def test_a_new_type_of_question_is_one_file(content: ContentFolder, network: Open) -> None:
    content.write("question_types/weather.toml", WEATHER)
    content.write("checkins/nightly.toml", NIGHTLY.format(type="weather"))
    borough = network()
    samir = borough.manager("H1")

    borough.comes("round_due", "nightly")
    offered = samir.buttons
    samir.presses("Rough")

    words = borough.content.words.checkin
    assert offered == ["Calm", "Rough", words.not_applicable, words.unclear]
    assert answers(borough, "nightly") == {"night": {("answered", "rough"): 1}}
    staffing = borough.content.categories["staffing"].label
    card = borough.room("slack", "C0NETWORK").messages[-1]
    assert staffing in card.text
    assert "How was the night? Rough" in card.text


@pytest.mark.parametrize("name", TYPES)
def test_every_type_that_is_shipped_can_be_asked(
    content: ContentFolder, network: Open, name: str
) -> None:
    content.write("checkins/nightly.toml", NIGHTLY.format(type=name))
    borough = network()
    samir = borough.manager("H1")
    borough.comes("round_due", "nightly")

    first = borough.content.questionnaires["nightly"].questions[0].options[0]
    samir.presses(first.label)

    assert answers(borough, "nightly") == {"night": {("answered", first.value): 1}}
    assert "Good night." in samir.screen


def test_a_question_may_say_which_answers_of_its_type_escalate(
    content: ContentFolder, network: Open
) -> None:
    escalating = NIGHTLY.format(type="yes_no") + 'escalates = { no = "clinical" }\n'
    content.write("checkins/nightly.toml", escalating)
    borough = network()
    samir = borough.manager("H1")
    borough.comes("round_due", "nightly")

    samir.presses("No")

    card = borough.room("slack", "C0CLINICAL").messages[-1]
    assert borough.content.categories["clinical"].label in card.text


def test_a_new_kind_of_need_is_one_entry_and_reaches_its_team(
    content: ContentFolder, network: Open
) -> None:
    routing = (content.path / "routing.toml").read_text(encoding="utf-8")
    entry = '[[categories]]\nid = "hydration"\nlabel = "Drinking enough"\nteam = "clinical"\n'
    content.write("routing.toml", f"{routing}\n{entry}")
    borough = network()
    samir = borough.manager("H1")

    samir.commands("help")
    assert "Drinking enough" in samir.buttons
    samir.presses("Drinking enough")
    samir.says("Two residents drink very little.")
    samir.presses("This week")

    card = borough.room("slack", "C0CLINICAL").messages[-1]
    assert "Drinking enough" in card.text
    assert "Two residents drink very little." in card.text


def test_a_new_team_is_one_entry_and_its_leads_may_join(
    content: ContentFolder, network: Open
) -> None:
    teams = (content.path / "teams.toml").read_text(encoding="utf-8")
    content.write("teams.toml", f'{teams}\n[[teams]]\nid = "pharmacy"\nname = "Pharmacy"\n')
    content.edit(
        "routing.toml",
        'label = "Medicines"\nteam = "clinical"',
        'label = "Medicines"\nteam = "pharmacy"',
    )
    borough = network()
    priya = borough.lead("Priya", "pharmacy")
    samir = borough.manager("H1")

    samir.commands("help")
    samir.presses("Medicines")
    samir.says("The blister packs did not come.")
    samir.presses("This week")

    # A team without a channel has its cards in its leads' own chats.
    assert "The blister packs did not come." in priya.screen


def test_a_changed_sentence_is_said_from_then_on(content: ContentFolder, network: Open) -> None:
    content.edit(
        "messages.toml", "There is no check-in open", "Nothing {{yet}}: no check-in is open"
    )
    borough = network()
    samir = borough.manager("H1")

    samir.commands("checkin")

    assert samir.screen == "Nothing {yet}: no check-in is open for your home."
