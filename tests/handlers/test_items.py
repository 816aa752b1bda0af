"""Items of newsletters: put in from both channels, refused where they cannot be told, changed until they are sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.events import Attached
from bot.core.messages import Press
from tests.support.network import Network, Player
from tests.support.newsletters import (
    EDITORS,
    Newsroom,
    closes,
    fills_rest,
    puts_in,
    section_label,
)
from tests.support.planning import lead_in
from tests.support.tables import everything


@pytest.fixture
def newsroom(network: Network) -> Newsroom:
    return Newsroom(network)


@pytest.fixture(params=["slack", "telegram"])
def priya(request: pytest.FixtureRequest, network: Network) -> Player:
    """A lead who edits nothing, on each channel in turn."""
    return lead_in(network, request.param, "Priya", "clinical")


def test_a_lead_puts_something_in_and_is_told_where_and_when_the_draft_is_made(
    newsroom: Newsroom, priya: Player
) -> None:
    puts_in(
        priya,
        "Flu jabs",
        "weekly.please",
        action="Managers: order by 5 December",
        link="https://www.gov.uk/flu",
        audience="area:North",
        expires="5 December",
    )
    item = newsroom.items()["Flu jabs"]

    assert "Thursday 26 November 12:00" in priya.screen
    assert newsroom.network.content.editions["weekly"].title in priya.screen
    assert (item.edition, item.section, item.author_name) == ("weekly", "please", "Priya")
    assert (item.action, item.audience) == ("Managers: order by 5 December", "area:North")
    assert str(item.expires_on) == "2026-12-05"


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("link", "gov.uk/flu", "bad_link"),
        ("link", "javascript://x.y", "bad_link"),
        ("expires", "soon", "bad_day"),
        ("expires", "1 November 2026", "day_over"),
    ],
)
def test_what_cannot_be_told_gets_one_sentence_at_its_field_and_is_not_kept(
    newsroom: Newsroom, priya: Player, field: str, written: str, sentence: str
) -> None:
    puts_in(priya, **{field: written})

    said = getattr(newsroom.words, sentence)
    assert said in priya.faults.values() or said in [each.text for each in priya.messages]
    assert everything(newsroom.network.database)["items"] == []


@pytest.mark.parametrize("audience", ["type:hospital", "everybody", "home:H1 -home:H1"])
def test_an_audience_that_no_home_is_in_is_refused(
    newsroom: Newsroom, priya: Player, audience: str
) -> None:
    puts_in(priya, audience=audience)

    assert newsroom.items() == {}


def test_a_link_in_the_text_that_leads_nowhere_safe_is_refused(
    newsroom: Newsroom, priya: Player
) -> None:
    puts_in(priya, text="See [this](javascript:alert(1)) and [that](gov.uk).")

    assert newsroom.items() == {}


def test_a_number_of_a_resident_is_refused(newsroom: Newsroom) -> None:
    puts_in(newsroom.amara, text="About 943 476 5919")

    assert set(newsroom.amara.faults) == {"text"}
    assert newsroom.items() == {}


def test_a_message_that_a_lead_forwards_becomes_an_item_with_its_text(
    newsroom: Newsroom, network: Network
) -> None:
    lead = lead_in(network, "telegram", "Priya", "clinical")
    lead.says("Norovirus is about. Wash hands.")
    lead.presses(newsroom.words.offer_put)
    lead.presses(section_label(network, "weekly.changed"))
    lead.says("Norovirus")
    for _ in range(4):
        lead.presses(network.content.words.forms.skip)

    assert newsroom.items()["Norovirus"].text == "Norovirus is about. Wash hands."


@pytest.mark.parametrize("channel", ["telegram", "slack"])
def test_of_a_photo_that_a_lead_forwards_the_words_can_be_put_in(
    newsroom: Newsroom, network: Network, channel: str
) -> None:
    lead = lead_in(network, channel, "Priya", "clinical")
    lead.does(Attached("photo", text="Norovirus is about. Wash hands."))
    lead.presses(newsroom.words.offer_put)
    said = {"section": "weekly.changed", "title": "Norovirus"}
    empty = dict.fromkeys(("action", "link", "audience", "expires"), "")
    if lead.form is not None:
        lead.submits(**said, **empty, text=lead.form.fields[2].value)
    else:
        lead.presses(section_label(network, "weekly.changed"))
        lead.says("Norovirus")
        for _ in empty:
            lead.presses(network.content.words.forms.skip)

    assert newsroom.items()["Norovirus"].text == "Norovirus is about. Wash hands."


def test_the_words_with_a_photo_of_a_home_are_not_taken(newsroom: Newsroom) -> None:
    newsroom.samir.does(Attached("photo", text="Norovirus is about."))

    assert newsroom.samir.screen == newsroom.network.content.words.common.attached
    assert newsroom.samir.buttons == []


def test_what_a_lead_writes_in_slack_is_in_the_form_already(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.amara.says("Norovirus is about.")
    newsroom.amara.presses(newsroom.words.offer_put)

    assert newsroom.amara.form is not None
    values = {each.id: each.value for each in newsroom.amara.form.fields}
    assert values["text"] == "Norovirus is about."


def test_what_comes_with_the_command_is_in_the_form_already(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.amara.commands("item", "Norovirus is about.")
    assert newsroom.amara.form is not None
    values = {each.id: each.value for each in newsroom.amara.form.fields}
    assert values["text"] == "Norovirus is about."
    lead = lead_in(network, "telegram", "Priya", "clinical")
    lead.commands("item", "Scabies is about.")
    lead.presses(section_label(network, "weekly.changed"))
    lead.says("Scabies")
    for _ in range(4):
        lead.presses(network.content.words.forms.skip)

    assert newsroom.items()["Scabies"].text == "Scabies is about."


def test_without_any_edition_there_is_nothing_to_fill_in(
    newsroom: Newsroom, network: Network
) -> None:
    network.desk = replace(network.desk, content=replace(network.content, editions={}))
    network.restarts()
    newsroom.amara.commands("newsletter")
    newsroom.amara.presses(newsroom.words.put_in)

    assert newsroom.amara.screen == newsroom.words.no_editions


def test_who_leads_nothing_puts_nothing_in(newsroom: Newsroom, network: Network) -> None:
    newsroom.samir.commands("item")

    assert newsroom.samir.screen == network.content.words.common.not_allowed


def test_the_list_shows_what_is_in_and_its_author_may_change_it_or_take_it_out(
    newsroom: Newsroom, priya: Player, network: Network
) -> None:
    puts_in(priya, "Flu jabs")
    puts_in(newsroom.amara, "Gloves")
    weekly = network.content.editions["weekly"].title
    priya.commands("newsletter")
    priya.presses(newsroom.words.what_is_in.format(title=weekly, count=2))

    assert "Flu jabs (from Priya)" in priya.screen
    assert "Gloves (from Amara)" in priya.screen
    priya.presses(newsroom.words.take_out.format(number=2))
    assert priya.toast == network.content.words.common.not_allowed
    priya.presses(newsroom.words.take_out.format(number=1))
    assert newsroom.states() == {"Flu jabs": "dropped", "Gloves": "waiting"}


def test_a_lead_in_telegram_changes_one_field_and_sees_what_it_says_now(
    newsroom: Newsroom, network: Network
) -> None:
    lead = lead_in(network, "telegram", "Priya", "clinical")
    puts_in(lead, "Flu jabs")
    number = newsroom.items()["Flu jabs"].item_id
    lead.presses_token(Press("edit_item", str(number)).token())
    (label,) = (each.label for each in network.content.forms["item"].fields if each.id == "title")
    lead.presses(label)
    assert "Flu jabs" in lead.screen
    lead.says("Flu jabs for staff")

    assert list(newsroom.items()) == ["Flu jabs for staff"]


def test_a_lead_in_slack_finds_the_form_filled_in(newsroom: Newsroom) -> None:
    puts_in(newsroom.amara, "Flu jabs", action="Order")
    number = newsroom.items()["Flu jabs"].item_id
    newsroom.amara.presses_token(Press("edit_item", str(number)).token())
    assert newsroom.amara.form is not None
    values = {each.id: each.value for each in newsroom.amara.form.fields}

    assert (values["title"], values["action"]) == ("Flu jabs", "Order")
    newsroom.amara.submits(**values | {"action": ""})
    assert newsroom.items()["Flu jabs"].action == ""


def test_what_another_lead_put_in_is_not_theirs_to_change(
    newsroom: Newsroom, priya: Player, network: Network
) -> None:
    puts_in(newsroom.amara, "Flu jabs")
    number = newsroom.items()["Flu jabs"].item_id
    for action in ("edit_item", "take_out"):
        priya.presses_token(Press(action, str(number)).token())
        assert priya.toast == network.content.words.common.not_allowed


def test_what_is_over_by_the_closing_is_left_out_and_its_editor_hears_of_it(
    newsroom: Newsroom, network: Network
) -> None:
    puts_in(newsroom.amara, "Flu jabs", expires="24 November")
    puts_in(newsroom.amara, "Gloves", expires="26 November")
    network.clock.at += timedelta(days=3)
    closes(network)
    shown = [each.text for each in network.room("slack", EDITORS).messages]

    assert newsroom.states() == {"Flu jabs": "expired", "Gloves": "placed"}
    assert newsroom.words.left_out.format(titles="Flu jabs") in shown


def test_an_item_says_what_to_do_or_that_it_is_for_information_and_for_whom(
    newsroom: Newsroom,
) -> None:
    puts_in(newsroom.amara, "Flu jabs", action="Order", audience="area:North")
    newsroom.draft("Gloves")
    text = newsroom.issue().text

    assert newsroom.words.item_action.format(action="Order") in text
    assert newsroom.words.item_information in text
    assert newsroom.words.item_for.format(audience="area North") in text


def test_fields_are_asked_in_turn_and_only_those_that_may_be_left_out_have_a_skip(
    newsroom: Newsroom, network: Network
) -> None:
    lead = lead_in(network, "telegram", "Priya", "clinical")
    lead.commands("item")
    lead.presses(section_label(network, "weekly.know"))
    assert network.content.words.forms.skip not in lead.buttons
    fills_rest(lead, title="Hats", text="New hats.", action="", link="", audience="", expires="")

    assert newsroom.states() == {"Hats": "waiting"}
