"""Nothing has changed since last week: one tap says it all again, marked with its age, and not for ever."""

from datetime import timedelta

from sqlalchemy import select

from bot.db.tables import answers
from tests.support.network import Network, Player

WEEK = timedelta(days=7)
SAME = "Nothing has changed since last week"


def answers_all(player: Player, first: str = "Running well") -> None:
    for label in (first, "Yes", "No", "Not now"):
        player.presses(label)


def opens_next_week(network: Network) -> None:
    network.clock.at += WEEK
    network.comes("round_due", "weekly")


def kept(network: Network) -> list[tuple[str, str, int]]:
    """Return the answers to the first question of each round, with their age."""
    with network.database.read() as connection:
        query = select(answers).where(answers.c.question_id == "week").order_by("answer_id")
        return [(row.state, row.value, row.age) for row in connection.execute(query)]


def test_one_tap_gives_last_weeks_answers_again_marked_with_the_day(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    assert SAME not in samir.buttons
    answers_all(samir)
    opens_next_week(network)
    before = len(samir.messages)

    samir.presses(SAME)

    assert len(samir.messages) == before
    assert "Running well (as on 23 Nov 2026)" in samir.screen
    assert network.content.questionnaires["weekly"].thanks in samir.screen
    assert kept(network) == [("answered", "well", 0), ("answered", "well", 1)]


def test_it_is_refused_after_so_many_weeks_and_offered_again_when_all_was_said_anew(
    network: Network,
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    answers_all(samir)
    carry = network.content.questionnaires["weekly"].carry
    for _ in range(carry):
        opens_next_week(network)
        if "Not now" not in samir.buttons:
            samir.presses(SAME)
        while samir.buttons != ["Change"]:
            samir.presses("No" if "No" in samir.buttons else "Not now")
    ages = [age for _, _, age in kept(network)]
    assert ages == list(range(carry + 1))

    opens_next_week(network)

    assert SAME not in samir.buttons
    (assignment,) = {token.split(":")[1] for token in samir.messages[-1].buttons.values()}
    samir.presses_token(f"unchanged:{assignment}", samir.messages[-1].message_id)
    assert samir.toast == network.content.words.checkin.unchanged_refused
    assert [age for _, _, age in kept(network)] == ages
    samir.presses("Running well")
    assert kept(network)[-1] == ("answered", "well", 0)


def test_a_home_that_did_not_answer_last_week_has_nothing_to_say_again(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Running well")
    opens_next_week(network)
    assert SAME not in samir.buttons

    opens_next_week(network)
    assert SAME not in samir.buttons


def test_what_is_asked_again_after_a_month_is_asked_and_not_carried(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    answers_all(samir)
    opens_next_week(network)
    network.clock.at += WEEK  # the first one in December
    network.comes("round_due", "weekly")
    assert "Weekly check-in · 1 of 3" in samir.screen


def test_what_the_last_round_did_not_ask_is_asked_after_the_tap(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    answers_all(samir)
    opens_next_week(network)  # 30 November
    samir.presses(SAME)
    opens_next_week(network)  # 7 December: the monthly ones as well

    samir.presses(SAME)

    assert "Weekly check-in · 2 of 3" in samir.screen
    samir.presses("No")
    samir.presses("Not now")
    assert samir.buttons == ["Change"]


def test_a_need_that_is_said_again_raises_no_second_case_while_the_first_is_open(
    network: Network,
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Need help today")
    samir.presses("Does not apply to us")
    for label in ("Yes", "No", "Not now"):
        samir.presses(label)
    opens_next_week(network)

    samir.presses(SAME)

    assert len(network.room("slack", "C0CLINICAL").messages) == 1
