"""Sending later, in both channels: asked for in words, listed, moved, cancelled, sent at once after all."""

from datetime import timedelta

import pytest

from bot.core.messages import Press
from bot.db import broadcasts
from tests.support.network import Network, Player
from tests.support.planning import SHOWN, copies, fills, lead_in, schedules, writes

FIRST = "Goes out on Friday 27 November 09:30 to 1 of 3 homes (all)."


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture(params=["slack", "telegram"])
def amara(request: pytest.FixtureRequest, network: Network, samir: Player) -> Player:
    """A coordinator, on each channel in turn; one home has joined."""
    return lead_in(network, request.param)


def state(network: Network, number: int = 1) -> str:
    with network.database.read() as connection:
        found = broadcasts.broadcast(connection, number)
        return found.state.value if found else ""


def card(lead: Player) -> str:
    """Return the first line of the newest message."""
    return lead.screen.splitlines()[0]


def label(lead: Player, words: str) -> str:
    return next(each for each in lead.buttons if words in each)


def test_what_goes_out_later_is_confirmed_with_its_day_and_goes_to_nobody_yet(
    network: Network, amara: Player, samir: Player
) -> None:
    schedules(amara, "Friday 09:30")

    assert card(amara) == FIRST
    assert "Written by Amara." in amara.screen
    assert amara.buttons == ["Another time", "Send now", "Do not send"]
    assert copies(samir) == 0
    assert state(network) == "scheduled"


@pytest.mark.parametrize("when", ["soon", "Friday", "25 o'clock", "31 November 09:30"])
def test_a_time_that_cannot_be_read_gets_one_sentence_with_an_example(
    network: Network, amara: Player, when: str
) -> None:
    schedules(amara, when)

    said = network.content.words.schedule.not_a_time
    assert said in amara.faults.values() or said in [each.text for each in amara.messages]
    assert state(network) == "draft"
    fills(amara, "when", when="Friday 09:30")
    assert card(amara) == FIRST


def test_a_time_that_has_passed_is_said_with_its_day(network: Network, amara: Player) -> None:
    schedules(amara, "20 November 2026 09:30")

    said = "Friday 20 November 09:30 has passed. Please write a time that is still to come."
    assert said in amara.faults.values() or said in [each.text for each in amara.messages]
    assert state(network) == "draft"


@pytest.mark.parametrize(
    ("when", "hint", "shifts"),
    [
        (
            "28 December 09:30",
            "Monday 28 December is a bank holiday: Boxing Day.",
            ["Thu 24 Dec 09:30 instead", "Tue 29 Dec 09:30 instead"],
        ),
        (
            "Sunday 10:00",
            "Sunday 29 November is at a weekend.",
            ["Fri 27 Nov 10:00 instead", "Mon 30 Nov 10:00 instead"],
        ),
        ("Friday 09:30", "", []),
    ],
)
def test_a_day_off_gets_a_hint_with_the_working_days_beside_it_and_no_refusal(
    network: Network, amara: Player, when: str, hint: str, shifts: list[str]
) -> None:
    schedules(amara, when)

    assert state(network) == "scheduled"
    assert hint in amara.screen
    assert [each for each in amara.buttons if each.endswith("instead")] == shifts


def test_the_working_day_that_is_chosen_is_taken(network: Network, amara: Player) -> None:
    schedules(amara, "28 December 09:30")

    amara.presses("Tue 29 Dec 09:30 instead")

    assert amara.screen == f"Amara has moved this to Tuesday 29 December 09:30: {SHOWN}"
    assert "Goes out on Tuesday 29 December 09:30" in amara.messages[-2].text
    assert "instead" not in str(amara.messages[-2].buttons)


def test_a_working_day_before_that_is_past_is_not_offered(network: Network, amara: Player) -> None:
    network.clock.at += timedelta(days=5)  # a Saturday

    schedules(amara, "Sunday 10:00")

    assert [each for each in amara.buttons if each.endswith("instead")] == [
        "Mon 30 Nov 10:00 instead"
    ]


@pytest.mark.parametrize("choice", ["", "2026-13-01", "soon", "2020-01-01"])
def test_a_shift_that_was_altered_moves_nothing(
    network: Network, amara: Player, choice: str
) -> None:
    schedules(amara, "28 December 09:30")

    amara.presses_token(Press("shift", "1", (choice,)).token())

    assert amara.toast
    with network.database.read() as connection:
        found = broadcasts.broadcast(connection, 1)
    assert found
    assert str(found.send_at).startswith("2026-12-28")


def test_the_list_names_what_is_to_go_out_the_next_first_to_every_lead(
    network: Network, amara: Player
) -> None:
    schedules(amara, "1 December 09:30", text="# Second\n\nMore of it")
    schedules(amara, "Friday 09:30")
    joseph = lead_in(network, "telegram", "Joseph", "infection")

    for lead in (amara, joseph):
        lead.commands("scheduled")
        assert lead.screen.splitlines()[1:] == [
            f"Friday 27 November 09:30: {SHOWN} (all), by Amara",
            "Tuesday 1 December 09:30: Second (all), by Amara",
        ]
        lead.presses(label(lead, "Second"))
        assert lead.messages[-2].text == "Second\nMore of it"
        assert card(lead) == "Goes out on Tuesday 1 December 09:30 to 1 of 3 homes (all)."


def test_a_long_list_comes_page_by_page(network: Network, amara: Player) -> None:
    for day in range(1, 11):
        schedules(amara, f"{day} December 09:30", text=f"News {day}")
    amara.commands("scheduled")
    assert len(amara.buttons) == 9

    amara.presses(network.content.words.schedule.more)

    assert len(amara.buttons) == 2
    assert "News 10" in amara.screen


def test_an_empty_list_says_so(network: Network, amara: Player) -> None:
    amara.commands("menu")
    amara.presses(network.content.words.menu.scheduled)

    assert amara.screen == network.content.words.schedule.none


def test_only_leads_see_the_list_and_what_is_in_it(
    network: Network, amara: Player, samir: Player
) -> None:
    schedules(amara, "Friday 09:30")

    samir.commands("scheduled")
    assert samir.screen == network.content.words.common.not_allowed
    samir.presses_token("planned:1")
    assert samir.toast == network.content.words.common.not_allowed


def test_moved_it_goes_out_at_the_new_time_and_its_card_says_so(
    network: Network, amara: Player
) -> None:
    schedules(amara, "Friday 09:30")

    amara.presses("Another time")
    fills(amara, "when", when="1 December 08:00")

    assert amara.screen == f"Amara has moved this to Tuesday 1 December 08:00: {SHOWN}"
    assert FIRST not in [each.text.splitlines()[0] for each in amara.messages]


def test_cancelled_after_a_question_it_goes_to_nobody(
    network: Network, amara: Player, samir: Player
) -> None:
    schedules(amara, "Friday 09:30")

    amara.presses("Do not send")
    assert amara.screen == f"Not send this at all? {SHOWN}"
    amara.presses("Keep it")
    assert card(amara) == FIRST
    amara.presses("Do not send")
    amara.presses("Yes, do not send it")

    assert amara.screen == f"Amara has cancelled this, so it does not go out: {SHOWN}"
    assert amara.buttons == []
    assert state(network) == "cancelled"
    amara.presses_token("now:1")
    assert amara.toast == network.content.words.broadcast.already
    assert copies(samir) == 0


def test_sent_now_it_goes_out_once_and_is_counted(
    network: Network, amara: Player, samir: Player
) -> None:
    schedules(amara, "Friday 09:30")

    amara.presses("Send now")
    amara.presses_token("now:1")
    network.comes("broadcast_progress", "1")

    assert copies(samir) == 1
    assert amara.messages[-2].text == f"Amara has sent this now: {SHOWN}"
    assert amara.screen == "Done. Sent to 1 of 3 homes. Failed: 0. Not reached: 2.\nRead by 0 of 3."


def test_another_lead_may_not_change_it_and_hears_who_may(network: Network, samir: Player) -> None:
    priya = lead_in(network, "slack", "Priya", "clinical")
    schedules(priya, "Friday 09:30")
    joseph = lead_in(network, "telegram", "Joseph", "infection")

    for token in ("later:1", "now:1", "cancel:1:yes", "shift:1:2026-12-01"):
        joseph.presses_token(token)
        assert joseph.toast == "Only Priya or a coordinator can change this.", token
    assert state(network) == "scheduled"


def test_a_coordinator_may_change_it_and_its_author_is_told(
    network: Network, samir: Player
) -> None:
    priya = lead_in(network, "slack", "Priya", "clinical")
    schedules(priya, "Friday 09:30")
    amara = lead_in(network, "telegram")

    amara.commands("scheduled")
    amara.presses(label(amara, "Flu"))
    amara.presses("Another time")
    amara.says("1 December 08:00")

    assert priya.screen == f"Amara has moved this to Tuesday 1 December 08:00: {SHOWN}"
    amara.presses("Do not send")
    amara.presses("Yes, do not send it")
    assert priya.screen == f"Amara has cancelled this, so it does not go out: {SHOWN}"


def test_somebody_elses_draft_is_nobodys_to_schedule(network: Network, amara: Player) -> None:
    priya = lead_in(network, "slack", "Priya", "clinical")
    writes(priya)

    for token in ("later:1", "repeat:1", "cancel:1:yes"):
        amara.presses_token(token)
        assert amara.toast == network.content.words.common.not_allowed


def test_who_changed_what_is_in_the_audit_log(network: Network, amara: Player) -> None:
    schedules(amara, "Friday 09:30")
    amara.presses("Another time")
    fills(amara, "when", when="1 December 08:00")

    with network.database.read() as connection:
        query = "SELECT action, about FROM audit WHERE action = 'BroadcastTimed'"
        found = [tuple(row) for row in connection.exec_driver_sql(query)]
    assert found == [("BroadcastTimed", "broadcast_id=1")] * 2
