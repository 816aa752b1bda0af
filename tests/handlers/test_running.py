"""Leads run rounds: how they stand, opening, reminding those who have not answered, whom to ring, closing."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.kindness import Kindness
from bot.db.database import Database
from tests.support.network import Network, Player

DAY = timedelta(days=1)
NETWORK = "C0NETWORK"


def answers_all(player: Player) -> None:
    player.presses("Running well")
    while "Change" not in player.buttons:
        player.presses("Does not apply to us")


def people(network: Network) -> tuple[Player, Player, Player]:
    return (
        network.manager("H1"),
        network.manager("H2", "7002", "Kerry"),
        network.manager("H3", "7003", "Ana"),
    )


def shown_to(player: Player, text: str) -> int:
    return sum(text in each.text for each in player.messages)


def test_only_those_who_have_not_answered_are_reminded_and_go_on_where_they_were(
    network: Network,
) -> None:
    samir, kerry, ana = people(network)
    network.comes("round_due", "weekly")
    answers_all(samir)
    kerry.presses("Running well")
    reminder = network.content.words.round.reminder

    network.clock.at += 2 * DAY
    network.comes("round_remind", "1")

    assert shown_to(samir, reminder) == 0
    assert shown_to(kerry, reminder) == shown_to(ana, reminder) == 1
    assert "2 of 4" in kerry.screen
    assert "1 of 4" in ana.screen
    answers_all(ana)
    assert shown_to(ana, network.content.questionnaires["weekly"].thanks) >= 1


def test_a_home_is_reminded_as_often_as_the_config_allows_and_no_more(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    for _ in range(5):
        network.clock.at += DAY
        network.comes("round_remind", "1")
        network.comes("round_remind", "1")

    assert shown_to(samir, network.content.words.round.reminder) == network.desk.kindness.reminders


def test_a_reminder_counts_in_the_week_of_a_home_and_waits_for_the_end_of_its_quiet_hours(
    sqlite: Database,
) -> None:
    network = Network(sqlite, kindness=Kindness(per_week=2))
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    reminder = network.content.words.round.reminder
    network.clock.at = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)

    network.comes("round_remind", "1")
    assert shown_to(samir, reminder) == 0
    network.clock.at = datetime(2026, 11, 25, 7, 31, tzinfo=UTC)
    network.comes("held_due")
    network.deliver()

    network.clock.at += DAY
    network.comes("round_remind", "1")
    assert shown_to(samir, reminder) <= 1, "the week is full"


def test_who_has_answered_meanwhile_gets_no_reminder_when_quiet_hours_end(sqlite: Database) -> None:
    network = Network(sqlite, kindness=Kindness())
    samir, kerry, _ = people(network)
    network.comes("round_due", "weekly")
    network.deliver()
    network.clock.at = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    network.comes("round_remind", "1")
    answers_all(samir)
    network.clock.at = datetime(2026, 11, 25, 7, 31, tzinfo=UTC)
    before = len(samir.messages)

    network.comes("held_due")

    assert len(samir.messages) == before
    assert shown_to(kerry, network.content.words.round.reminder) == 1


def test_a_question_that_waited_until_its_round_was_closed_is_not_asked(sqlite: Database) -> None:
    network = Network(sqlite, kindness=Kindness(per_week=1))
    samir = network.manager("H1")
    network.comes("round_due", "discharge")
    network.comes("round_due", "weekly")  # waits: the week is full
    network.clock.at = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)

    network.comes("round_due", "weekly")
    network.comes("held_due")

    intro = network.content.questionnaires["weekly"].intro
    assert shown_to(samir, intro) == 1, "the new one takes the place of the old one in the week"
    samir.presses("Running well")
    assert network.content.questionnaires["weekly"].thanks in samir.screen


def test_the_reminder_offers_last_weeks_answers_with_one_tap(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    answers_all(samir)
    network.clock.at += 7 * DAY
    network.comes("round_due", "weekly")

    network.clock.at += 2 * DAY
    network.comes("round_remind", "2")

    assert network.content.words.round.reminder in samir.screen
    samir.presses("Nothing has changed since last week")
    assert samir.buttons[0] == "Change"


def test_when_answers_are_due_the_coordinators_read_whom_to_ring(network: Network) -> None:
    samir, kerry, _ = people(network)
    network.comes("round_due", "weekly")
    answers_all(samir)
    kerry.presses("Need help today")

    network.clock.at += 5 * DAY
    network.comes("round_ended", "1")

    card = network.room("slack", NETWORK).messages[-1]
    assert "Weekly check-in is due: 1 of 3 homes have answered." in card.text
    lines = card.text.splitlines()
    assert "Ash Lodge" not in card.text
    assert any(line.startswith("Birch House, no number known (HR-1)") for line in lines)
    assert any(line.startswith("Cedar Court") for line in lines)


def test_a_home_that_always_answered_and_falls_silent_stands_first(network: Network) -> None:
    samir, kerry, _ = people(network)
    for week in range(1, 10):
        network.comes("round_due", "weekly")
        answers_all(kerry)
        if week < 9:
            answers_all(samir)
        network.clock.at += 7 * DAY

    network.comes("round_ended", "9")

    text = network.room("slack", NETWORK).messages[-1].text
    silent, rest = text.split("They have not answered:")
    assert "Ash Lodge" in silent
    assert "Cedar Court" in rest, "it never answered, so that is not unlike it"
    assert "Birch House" not in text


def test_a_round_that_has_closed_reminds_nobody_and_ends_in_silence(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    network.comes("round_due", "weekly")
    before = len(samir.messages)

    network.comes("round_remind", "1")
    network.comes("round_ended", "1")

    assert len(samir.messages) == before
    assert network.room("slack", NETWORK).messages == []


@pytest.fixture
def priya(network: Network) -> Player:
    return network.lead()


def test_a_lead_opens_a_survey_reminds_and_closes_it(network: Network, priya: Player) -> None:
    samir, kerry, _ = people(network)
    priya.commands("survey")
    assert "How is our support? is not open." in priya.screen
    priya.presses("How is our support?")
    priya.presses("Open it")
    assert "3 homes are asked, of which 3 can be reached." in priya.screen
    assert shown_to(samir, "1 of 6") == 0
    priya.presses("Open it now")
    assert "Priya has opened How is our support?" in priya.screen
    assert shown_to(samir, "1 of 6") == 1

    for _ in range(5):
        samir.presses("4")
    samir.presses("Nothing to add")
    kerry.presses("5 - very good")
    priya.presses("How it stands")
    assert "1 of 3 homes have answered." in priya.screen
    assert "1 have begun, 0 were late, 1 have said nothing." in priya.screen

    priya.presses("Remind the others")
    assert priya.toast == network.content.words.round.reminded.fill(number=2)
    priya.presses("Remind the others")
    assert shown_to(kerry, network.content.words.round.reminder) == 1, "once a day"
    assert shown_to(samir, network.content.words.round.reminder) == 0

    priya.presses("Close it")
    assert "no home can answer" in priya.screen
    priya.presses("Close it")
    assert "Priya has closed How is our support?" in priya.screen
    kerry.presses("4")
    assert network.content.words.checkin.closed in [each.text for each in kerry.messages]


def test_two_leads_who_open_a_round_at_once_open_one(network: Network, priya: Player) -> None:
    joseph = network.lead("Joseph", "infection", "U2")
    samir = network.manager("H1")
    for lead in (priya, joseph):
        lead.commands("checkin")
        lead.presses("Equipment and training")
        lead.presses("Open it")

    priya.presses("Open it now")
    joseph.presses("Open it now")

    assert joseph.toast == "Equipment and training is open already. Nothing was done."
    assert "is open until" in joseph.screen
    assert shown_to(samir, "Equipment and training · 1 of") == 1


def test_a_lead_who_runs_a_home_sees_both(network: Network) -> None:
    ana = network.manager("H1", "7001", "Ana")
    ana.says(network.code_for_lead("Ana", "clinical"))
    ana.presses("Yes, join")
    network.comes("round_due", "weekly")

    ana.commands("checkin")

    assert ana.screen.startswith("Check-ins")
    assert shown_to(ana, "Weekly check-in · 1 of 4") >= 2


def test_a_home_can_run_nothing(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    for token in (
        "round:weekly",
        "round_open:weekly:yes",
        "round_close:1:yes",
        "round_remind:1",
        "round_calls:1",
        "round_results:1",
    ):
        samir.presses_token(token)
        assert samir.toast == network.content.words.common.not_allowed, token


def test_on_trial_nothing_opens(sqlite: Database) -> None:
    network = Network(sqlite, on_trial=True)
    priya = network.lead()
    priya.commands("checkin")
    priya.presses("Weekly check-in")

    priya.presses("Open it")

    assert priya.toast == network.content.words.round.on_trial
