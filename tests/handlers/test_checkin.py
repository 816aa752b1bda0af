from bot.core.events import Pressed
from bot.core.facts import RoundOpened
from bot.core.turn import Caller
from bot.db import answers as given
from bot.db import rounds
from bot.db.record import record
from bot.db.store import Store
from tests.support.network import Network

CLINICAL = "C0CLINICAL"


def answers(network: Network) -> dict[str, dict[tuple[str, str], int]]:
    with network.database.read() as connection:
        number = rounds.newest(connection, "weekly")
        assert number is not None
        return given.results(connection, number)


def test_one_tap_a_question_answers_the_check_in_in_one_message(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    checkin = network.content.questionnaires["weekly"]
    assert checkin.intro in samir.screen
    assert "Ash Lodge · Weekly check-in · 1 of 4" in samir.screen
    before = len(samir.messages)

    samir.presses("Running well")
    assert "2 of 4" in samir.screen
    samir.presses("It has changed")
    samir.presses("No")
    samir.presses("Not now")

    assert len(samir.messages) == before
    assert checkin.thanks in samir.screen
    assert samir.buttons == ["Change"]
    assert answers(network) == {
        "week": {("answered", "well"): 1},
        "topic": {("not_asked", ""): 1},
        "lead": {("answered", "changed"): 1},
        "guidance": {("answered", "no"): 1},
        "which": {("not_asked", ""): 1},
        "wellbeing": {("answered", "later"): 1},
    }


def test_every_question_offers_does_not_apply_and_unclear_and_keeps_them_apart_from_no(
    network: Network,
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    samir.presses("Does not apply to us")
    samir.presses("This question is unclear")

    assert answers(network) == {"week": {("not_applicable", ""): 1}, "lead": {("unclear", ""): 1}}


def test_back_shows_the_question_before_and_a_correction_counts_once(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Running well")

    samir.presses("Back")
    assert "1 of 4" in samir.screen
    samir.presses("Under pressure but coping")
    assert "2 of 4" in samir.screen
    samir.presses("Yes")

    assert answers(network)["week"] == {("answered", "pressed"): 1}


def test_need_help_today_raises_an_escalation_and_tells_where_to_ring(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    samir.presses("Need help today")

    card = network.room("slack", CLINICAL).messages[-1]
    assert card.text.startswith(
        "Urgent, needed today: HR-1 · Clinical or GP support\nAsh Lodge (North)"
    )
    assert "How is your home this week? Need help today" in card.text
    assert list(card.buttons)[:3] == ["Claim", "Send to home", "Resolve"]
    assert "Your reference is HR-1" in samir.screen
    assert "ring 999" in samir.screen
    assert any("2 of 5" in message.text for message in samir.messages)


def test_the_same_answer_given_again_raises_nothing_while_the_case_is_open(
    network: Network,
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Need help today")
    samir.presses("Back")
    samir.presses("Need help today")

    assert len(network.room("slack", CLINICAL).messages) == 1


def test_a_home_cannot_answer_for_another(network: Network) -> None:
    samir = network.manager("H1")
    kerry = network.manager("H2", chat="7002", name="Kerry")
    network.comes("round_due", "weekly")
    of_samir = samir.messages[-1].buttons["Running well"]

    kerry.presses_token(of_samir)

    assert kerry.toast == "Only the people concerned can do this."
    assert answers(network) == {}


def test_a_press_with_altered_data_changes_nothing_and_says_so(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    stale = "This is finished or has changed since, so nothing was done."

    for token in (
        "answer:1:week:nonsense",
        "answer:1:nonsense:well",
        "answer:999:week:well",
        "answer:one:week:well",
        "answer:1",
        "answer:1:week:well:more:and:more",
        "nobody:1",
        "<script>",
        "",
        ":" * 64,
        "x" * 70,
    ):
        samir.presses_token(token)
        assert samir.toast.startswith(stale), token

    assert answers(network) == {}


def test_a_closed_check_in_says_so_and_takes_nothing(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    with network.database.write() as connection:
        rounds.close(connection, "weekly", network.clock.now())

    samir.presses("Running well")

    assert samir.screen == "This check-in has closed. Thank you all the same."
    assert answers(network) == {}


def test_the_next_weeks_round_closes_the_one_before(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    old = samir.messages[-1]
    network.comes("round_due", "weekly")

    samir.presses_token(old.buttons["Running well"], old.message_id)

    assert old.text == "This check-in has closed. Thank you all the same."


def test_the_same_event_acts_once_however_often_it_comes(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    press = network.event(
        "telegram", "7001", Pressed(samir.messages[-1].buttons["Need help today"]), "7001"
    )

    for _ in range(3):
        network.take(press)

    assert len(network.room("slack", CLINICAL).messages) == 1


def test_check_in_shows_what_is_open_for_every_home_of_the_person(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("checkin")
    assert samir.screen == "There is no check-in open for your home."

    samir.commands("start", network.code_for("H2"))
    samir.presses("Yes, that is my home")
    with network.database.write() as connection:
        store = Store(connection, network.desk, "", "", network.clock.now())
        record(store, Caller(), RoundOpened(store.number("round"), "weekly"))
    network.deliver()
    samir.presses("Check in")

    assert [m.text.splitlines()[1] for m in samir.messages[-2:]] == [
        "Ash Lodge · Weekly check-in · 1 of 4",
        "Birch House · Weekly check-in · 1 of 4",
    ]
