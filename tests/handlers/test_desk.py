"""The editor's desk: the draft that makes itself, put in order, edited, dropped, held, seen exactly as it will look."""

from datetime import timedelta

import pytest

from bot.core.messages import Press
from bot.core.people import Role
from tests.support.meetings import Meetings
from tests.support.network import Network
from tests.support.newsletters import EDITORS, Newsroom, closes, puts_in
from tests.support.planning import lead_in
from tests.support.tables import everything

WEEK = timedelta(days=7)


@pytest.fixture
def newsroom(network: Network) -> Newsroom:
    return Newsroom(network)


def order(newsroom: Newsroom, *titles: str) -> list[str]:
    """Return the titles as the issue tells them."""
    return sorted(titles, key=newsroom.issue().text.index)


def test_the_draft_goes_to_its_editors_only_exactly_as_it_will_look(newsroom: Newsroom) -> None:
    before = len(newsroom.samir.messages)
    newsroom.draft("Flu jabs", "Gloves")
    exact, desk = newsroom.network.room("slack", EDITORS).messages[-2:]

    assert "Friday 27 November 2026" in exact.text
    assert exact.text.index("Flu jabs") < exact.text.index("Gloves")
    assert "This goes to 1 of 3 homes." in desk.text
    assert "Not joined yet (2): Birch House, Cedar Court" in desk.text
    assert len(newsroom.samir.messages) == before


def test_sections_stand_in_order_and_one_with_nothing_in_it_is_left_out(
    newsroom: Newsroom, network: Network
) -> None:
    puts_in(newsroom.amara, "Hats", "weekly.know")
    puts_in(newsroom.amara, "Jabs", "weekly.please")
    newsroom.draft("Scabies")
    shown = newsroom.desk
    titles = {each.id: each.title for each in network.content.editions["weekly"].sections}

    assert order(newsroom, "Hats", "Jabs", "Scabies") == ["Jabs", "Scabies", "Hats"]
    assert titles["please"] in shown
    assert titles["dates"] not in shown


def test_with_nothing_in_its_editors_hear_that_and_there_is_no_draft(
    newsroom: Newsroom, network: Network
) -> None:
    closes(network)

    (said,) = (each.text for each in network.room("slack", EDITORS).messages)
    assert network.content.editions["weekly"].title in said
    assert everything(network.database)["broadcasts"] == []


def test_a_closing_that_comes_twice_makes_one_draft(newsroom: Newsroom, network: Network) -> None:
    newsroom.draft()
    closes(network)

    assert len(everything(network.database)["broadcasts"]) == 1


def test_items_move_up_and_down_within_their_section(newsroom: Newsroom) -> None:
    newsroom.draft("A-one", "B-two", "C-three")
    newsroom.press("3")
    newsroom.press(newsroom.words.up)
    assert order(newsroom, "A-one", "B-two", "C-three") == ["A-one", "C-three", "B-two"]
    newsroom.press("1")
    newsroom.press(newsroom.words.down)

    assert order(newsroom, "A-one", "B-two", "C-three") == ["C-three", "A-one", "B-two"]
    assert newsroom.issue().version == 3


def test_what_is_dropped_is_out_and_what_is_held_is_in_the_next_issue(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.draft("Flu jabs", "Gloves", "Hats")
    newsroom.press("1")
    newsroom.press(newsroom.words.drop)
    newsroom.press("1")
    newsroom.press(newsroom.words.hold)

    assert newsroom.states() == {"Flu jabs": "dropped", "Gloves": "held", "Hats": "placed"}
    assert "Gloves" not in newsroom.issue().text
    network.clock.at += WEEK
    closes(network, issue="2026-12-03")
    assert "Gloves" in newsroom.issue(2).text
    assert "Flu jabs" not in newsroom.issue(2).text


def test_the_editor_edits_an_item_at_the_desk_and_the_draft_shows_it(newsroom: Newsroom) -> None:
    newsroom.draft("Flu jabs")
    newsroom.press("1")
    newsroom.press(newsroom.words.edit)
    assert newsroom.amara.form is not None
    values = {each.id: each.value for each in newsroom.amara.form.fields}
    newsroom.amara.submits(**values | {"title": "Flu jabs for staff", "section": "weekly.please"})

    assert "Flu jabs for staff" in newsroom.issue().text
    assert "Flu jabs for staff" in newsroom.desk
    assert newsroom.items()["Flu jabs for staff"].section == "please"


def test_an_editor_in_telegram_does_all_of_it_as_well(network: Network) -> None:
    newsroom = Newsroom(network)
    editor = lead_in(network, "telegram", "Edith")
    newsroom.draft("Flu jabs", "Gloves")
    editor.commands("newsletter")
    editor.presses(next(each for each in editor.buttons if each.startswith("Edit ")))
    assert "Flu jabs" in editor.screen
    editor.presses("2")
    editor.presses(newsroom.words.up)
    assert order(newsroom, "Flu jabs", "Gloves") == ["Gloves", "Flu jabs"]
    editor.presses("1")
    editor.presses(newsroom.words.edit)
    (label,) = (e.label for e in network.content.forms["item"].fields if e.id == "title")
    editor.presses(label)
    editor.says("Gloves in three sizes")

    assert "Gloves in three sizes" in newsroom.issue().text
    editor.presses(newsroom.words.see_it)
    assert "Gloves in three sizes" in editor.messages[-2].text


def test_what_comes_in_after_the_closing_waits_or_is_put_in(newsroom: Newsroom) -> None:
    newsroom.draft("Flu jabs")
    puts_in(newsroom.amara, "Gloves")
    assert "Gloves" not in newsroom.issue().text
    newsroom.press("1")
    newsroom.press(newsroom.words.back)
    newsroom.press(newsroom.words.put_in_more.format(count=1))

    assert "Gloves" in newsroom.issue().text


def test_an_issue_that_is_given_up_lets_its_items_wait_for_the_next(newsroom: Newsroom) -> None:
    newsroom.draft("Flu jabs")
    newsroom.press(newsroom.words.scrap)

    assert newsroom.issue().state.value == "cancelled"
    assert newsroom.states() == {"Flu jabs": "waiting"}


def test_a_draft_that_was_left_lying_is_told_at_the_next_closing(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.draft("Flu jabs")
    puts_in(newsroom.amara, "Gloves")
    network.clock.at += WEEK
    closes(network, issue="2026-12-03")
    shown = [each.text for each in network.room("slack", EDITORS).messages]

    (told,) = (each for each in shown if each.startswith("Another draft"))
    assert "Friday 27 November 2026" in told


def test_the_editor_makes_the_draft_before_its_time(newsroom: Newsroom, network: Network) -> None:
    puts_in(newsroom.amara, "Flu jabs")
    newsroom.amara.commands("newsletter")
    weekly = network.content.editions["weekly"].title
    newsroom.amara.presses(newsroom.words.draft_now.format(title=weekly))

    assert newsroom.issue().issue == "2026-11-26"


def test_who_does_not_edit_an_edition_sees_no_desk_and_can_press_nothing(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.draft("Flu jabs")
    priya = lead_in(network, "slack", "Priya", "clinical")
    priya.commands("newsletter")
    assert not any(each.startswith("Edit ") for each in priya.buttons)
    item = str(newsroom.items()["Flu jabs"].item_id)
    for press in (
        Press("open_desk", "1"),
        Press("desk", "1", ("drop", item)),
        Press("desk", "1", ("send",)),
        Press("draft", "weekly"),
    ):
        priya.presses_token(press.token())
        assert priya.toast == network.content.words.common.not_allowed
    assert newsroom.states() == {"Flu jabs": "placed"}


def test_two_editors_at_one_desk_both_count(newsroom: Newsroom) -> None:
    newsroom.draft("Flu jabs", "Gloves", "Hats")
    item = {title: str(each.item_id) for title, each in newsroom.items().items()}
    newsroom.amara.presses_token(Press("desk", "1", ("drop", item["Gloves"])).token())
    newsroom.tom.presses_token(Press("desk", "1", ("hold", item["Gloves"])).token())
    newsroom.tom.presses_token(Press("desk", "1", ("hold", item["Hats"])).token())

    assert newsroom.states() == {"Flu jabs": "placed", "Gloves": "dropped", "Hats": "held"}


def test_meetings_to_come_stand_in_it_by_themselves(newsroom: Newsroom, network: Network) -> None:
    meetings = Meetings(network)
    meetings.asks()
    newsroom.draft("Flu jabs")
    exact = network.room("slack", EDITORS).messages[-2].text

    assert "Catheter care" in exact
    assert "Tuesday 8 December 2026, 14:00 to 15:30" in exact
    assert newsroom.words.meeting_action in exact


def test_a_meeting_alone_makes_an_issue_and_one_that_is_dropped_does_not_come_back(
    newsroom: Newsroom, network: Network
) -> None:
    Meetings(network).asks()
    closes(network)
    assert "Catheter care" in newsroom.issue(2).text
    newsroom.press("1")
    newsroom.press(newsroom.words.drop)
    puts_in(newsroom.amara, "Gloves")
    network.clock.at += WEEK
    closes(network, issue="2026-12-03")

    assert "Catheter care" not in newsroom.issue(3).text


def test_a_meeting_that_was_told_is_told_in_the_next_issue_as_well(
    newsroom: Newsroom, network: Network
) -> None:
    Meetings(network).asks()
    closes(network)
    network.clock.at += WEEK
    closes(network, issue="2026-12-03")

    assert "Catheter care" in newsroom.issue(3).text


def test_an_issue_does_not_go_with_a_meeting_that_has_changed_since(
    newsroom: Newsroom, network: Network
) -> None:
    meetings = Meetings(network)
    meetings.asks()
    closes(network)
    network.clock.at += timedelta(minutes=5)
    meetings.lead.presses(meetings.lead_words.change_button)
    meetings.lead.submits(when="9 December 2026 14:00", minutes="", where="", places="", text="")
    newsroom.asks()
    assert newsroom.amara.toast == newsroom.words.meeting_changed.format(titles="Catheter care")
    newsroom.press("1")
    newsroom.press(newsroom.words.back)
    newsroom.press(newsroom.words.put_in_more.format(count=1))

    assert "Wednesday 9 December 2026" in newsroom.issue(2).text
    newsroom.asks()
    assert newsroom.issue(2).state.value == "waiting"


def test_homes_that_left_or_blocked_are_named_before_anything_goes(
    newsroom: Newsroom, network: Network
) -> None:
    kerry = network.telegram("7002", "Kerry")
    kerry.commands("start", network.code_for("H2", Role.MANAGER))
    kerry.presses(network.content.words.join.yes_home)
    kerry.commands("stop")
    kerry.presses(network.content.words.me.yes_leave)
    newsroom.draft("Flu jabs")

    assert "Birch House" in newsroom.desk
    assert "Cedar Court" in newsroom.desk
