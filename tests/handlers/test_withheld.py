"""What is said where a text was stopped, and who may write of what cannot wait."""

import pytest

from bot.core.privacy import Kind, in_form, withheld
from tests.support.network import Network, shown
from tests.support.tables import everything

EMERGENCY = "He has stopped breathing"


def test_who_writes_of_what_cannot_wait_reads_first_where_to_ring(network: Network) -> None:
    samir = network.manager()

    samir.says(EMERGENCY)

    assert samir.screen.startswith(shown(network.content.signpost))
    assert network.content.words.privacy.emergency in samir.screen
    assert EMERGENCY not in str(everything(network.database))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mrs Eskrigg in room 12 fell", (Kind.NAME, Kind.ROOM, Kind.HEALTH)),
        ("her daughter is on 07700 900123", (Kind.PHONE,)),
        ("born on 3 April 1938", (Kind.DATE_OF_BIRTH,)),
        ("Care plan for Mr Osei attached", (Kind.NAME, Kind.ATTACHMENT)),
        ("She is 88 and from BR9 1AB", (Kind.AGE, Kind.POSTCODE)),
    ],
)
def test_the_sender_is_told_what_was_seen_and_how_to_say_it_without(
    network: Network, text: str, kinds: tuple[Kind, ...]
) -> None:
    samir = network.manager()

    samir.says(text)

    assert samir.screen == shown(withheld(kinds, network.content.words.privacy))


def test_a_form_stays_open_for_another_wording(network: Network) -> None:
    network.lead()
    sasha = network.slack("U7", "Sasha")
    sasha.says(network.code_for("H2"))
    sasha.presses(network.content.words.join.yes_home)
    sasha.commands("help")
    form = sasha.form
    assert form is not None

    sasha.submits(category="clinical", text=EMERGENCY, urgency="week")
    assert sasha.faults == {"text": in_form([Kind.EMERGENCY], network.content.words.privacy)}
    sasha.form = form
    sasha.submits(
        category="clinical",
        text="A resident was very ill, we rang 999. Please call us.",
        urgency="week",
    )

    assert len(everything(network.database)["escalations"]) == 1


def test_a_lead_may_write_to_homes_what_to_do_in_an_emergency(network: Network) -> None:
    samir, priya = network.manager(), network.lead()
    advice = "Where somebody has stopped breathing, ring 999 at once."

    priya.commands("broadcast")
    priya.submits(audience="all", text=advice, urgent="no", ack="no")

    assert priya.faults == {}
    assert advice in priya.screen or any(advice in each.text for each in priya.messages)
    samir.says(EMERGENCY)
    assert network.content.words.privacy.emergency in samir.screen
