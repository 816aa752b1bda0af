"""Two who meet over one row: the first has it, the second is told so, and no batch is lost over it."""

import threading
import time
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.core.at_once import AtOnce, Toast
from bot.core.cases import CaseState
from bot.core.errors import Overtaken
from bot.core.events import Came, Inbound, Pressed, Said, Submitted
from bot.core.facts import ConversationKept
from bot.core.turn import Outcome, Turn
from bot.db import cases, inbox, people
from bot.db.database import Database
from bot.db.tables import escalations
from bot.engine import Engine
from handlers import ROUTES
from tests.support.clocks import MONDAY
from tests.support.joined import join
from tests.support.network import Network
from tests.support.processes import another, together
from tests.support.tables import everything

NAMES = {"U1": "Priya", "U2": "Joseph"}


@pytest.fixture
def case(network: Network) -> Network:
    """A network in which two leads see a card that nobody has claimed."""
    network.manager("H1")
    for user, name in NAMES.items():
        network.lead(name, user=user)
    values = {"category": "medicines", "text": "No delivery today.", "urgency": "week"}
    network.happens("telegram", "7001", Submitted("help", values, "H1"), "7001")
    return network


def press(network: Network, user: str, action: str = "claim") -> Inbound:
    return network.event(
        "slack", "C0CLINICAL", Pressed(f"{action}:1"), user, private=False, can_open_form=True
    )


def owner(network: Network) -> str:
    with network.database.read() as connection:
        found = cases.escalation(connection, 1)
    assert found
    assert found.state is CaseState.CLAIMED
    return found.owner_name


def assert_one_has_it(network: Network, answers: dict[str, AtOnce | None]) -> None:
    """One lead has the case and was told so, the other was told who has it."""
    words = network.content.words.case
    has_it = owner(network)
    told = {NAMES[user]: answer for user, answer in answers.items()}
    assert told.pop(has_it) == Toast(words.you_have_it.fill(reference="HR-1"))
    (other,) = told.values()
    assert other == Toast(words.taken.fill(name=has_it), alert=True)
    rows = everything(network.database)
    assert [each["kind"] for each in rows["entries"]] == ["raised", "claimed"]
    network.deliver()
    samir = network.room("telegram", "7001").messages
    assert [each.text for each in samir[-1:]] == [
        words.home_claimed.format(name=has_it, team="Clinical leads", reference="HR-1")
    ]


def test_two_who_claim_in_one_batch(case: Network) -> None:
    answers = case.engine.take([press(case, "U1"), press(case, "U2")])

    assert owner(case) == "Priya"
    assert_one_has_it(case, dict(zip(NAMES, answers, strict=True)))


@pytest.mark.parametrize("_time", range(3))
def test_two_who_claim_at_once_in_two_processes(case: Network, second: Engine, _time: int) -> None:
    batches = [[press(case, user)] for user in NAMES]

    answers = together(
        lambda: case.engine.take(batches[0]),
        lambda: second.take(batches[1]),
    )

    assert_one_has_it(case, {user: told for user, (told,) in zip(NAMES, answers, strict=True)})


def test_two_who_claim_at_once_in_two_threads_of_one_process(case: Network) -> None:
    answers = together(*(partial(case.engine.take, [press(case, user)]) for user in NAMES))

    assert_one_has_it(case, {user: told for user, (told,) in zip(NAMES, answers, strict=True)})


@pytest.mark.parametrize("same", [True, False], ids=["one event", "an event each"])
@pytest.mark.parametrize("_time", range(3))
def test_two_processes_that_climb_the_same_step_at_once_tell_it_once(
    case: Network, second: Engine, same: bool, _time: int
) -> None:
    case.clock.at += timedelta(hours=4)  # the card has waited in the room
    due = [case.event("clock", "", Came("ladder", "1")) for _ in range(2)]
    mine, theirs = (due[0], due[0] if same else due[1])

    together(lambda: case.engine.take([mine]), lambda: second.take([theirs]))

    rows = everything(case.database)
    steps = [each["text"] for each in rows["entries"] if each["kind"] == "told"]
    assert steps == ["on_call: Joseph, Priya"]
    notices = [
        each["chat"]
        for each in rows["deliveries"]
        if each["card"] == "escalation:1" and each["account_id"] is not None
    ]
    assert sorted(notices) == ["U1", "U2"], "exactly one notice each"


def test_one_who_claims_while_another_answers_the_home_hears_who_has_it(
    case: Network, second: Engine
) -> None:
    answer = case.event("slack", "U2", Submitted("to_home", {"text": "I ring you."}, "1"), "U2")
    claim = press(case, "U1")

    (toast,), _ = together(lambda: case.engine.take([claim]), lambda: second.take([answer]))

    rows = everything(case.database)
    assert [each["kind"] for each in rows["entries"]].count("claimed") == 1
    assert [each["kind"] for each in rows["entries"]].count("to_home") == 1
    assert isinstance(toast, Toast)
    if owner(case) == "Joseph":
        assert "Joseph" in toast.text


def test_who_claims_while_another_resolves_never_opens_it_again(
    case: Network, second: Engine
) -> None:
    claim = press(case, "U1")
    resolve = case.event("slack", "U2", Submitted("resolve", {"text": "Done."}, "1"), "U2")

    together(lambda: case.engine.take([claim]), lambda: second.take([resolve]))

    with case.database.read() as connection:
        assert connection.execute(select(escalations.c.state)).scalars().all() == ["resolved"]


def test_a_code_that_two_use_at_once_lets_one_in(network: Network, second: Engine) -> None:
    code = network.code_for("H1")
    presses = []
    for chat in ("7001", "7002"):
        network.telegram(chat, f"N{chat}").says(code)
        presses.append(network.event("telegram", chat, Pressed("join:1:yes"), chat))

    together(lambda: network.engine.take(presses[:1]), lambda: second.take(presses[1:]))
    network.deliver()

    rows = everything(network.database)
    assert len(rows["persons"]) == len(rows["accounts"]) == len(rows["memberships"]) == 1
    screens = [network.room("telegram", chat).messages[-1].text for chat in ("7001", "7002")]
    assert screens.count(network.content.words.join.wrong_code) == 1


def test_a_chat_that_gets_its_first_account_twice_at_once_overtakes_the_second(
    postgresql: Database,
) -> None:
    with postgresql.write() as connection:
        samir = join(connection)

    def opens(database: Database) -> None:
        with database.write() as connection:
            people.open_account(connection, samir, "telegram", "1", MONDAY)

    with another(postgresql) as other, ThreadPoolExecutor(1) as thread:
        with postgresql.write() as connection:
            people.open_account(connection, samir, "telegram", "1", MONDAY)
            second = thread.submit(opens, other)
            wait_until_one_waits_for_another(postgresql)

        with pytest.raises(Overtaken):
            second.result(10)


def wait_until_one_waits_for_another(database: Database) -> None:
    """Return when a transaction of this database is held up by another."""
    deadline = time.monotonic() + 10
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while True:
        with database.read() as connection:  # each transaction sees the activity of one moment
            if connection.execute(waiting).scalar():
                return
        assert time.monotonic() < deadline, "waited in vain"


def test_two_batches_that_wait_for_each_other_are_both_kept(
    postgresql: Database, logged: list[MutableMapping[str, Any]]
) -> None:
    """One process takes chats 1 and 2, the other 2 and 1: the database breaks off one of them, and it goes again."""
    network = Network(postgresql)
    both_have_begun = threading.Barrier(2)
    met = threading.local()

    def keeps(turn: Turn) -> Outcome:
        assert isinstance(turn.inbound.what, Said)
        turn.number(f"chat {turn.inbound.chat}")  # held until the batch is committed
        if turn.inbound.what.text == "first" and not getattr(met, "before", False):
            met.before = True
            both_have_begun.wait(10)
        return Outcome((ConversationKept({"draft": turn.inbound.event_id}),))

    routes = replace(ROUTES, kinds={**ROUTES.kinds, Said: keeps})
    batches = [
        [
            network.event("telegram", chat, Said(text), chat)
            for chat, text in zip(chats, ("first", "second"), strict=True)
        ]
        for chats in ("12", "21")
    ]

    with another(postgresql) as other:
        engines = [network.engine_of(each, routes) for each in (postgresql, other)]
        together(*map(partial, (each.take for each in engines), batches))

    assert "batch_again" in [line["event"] for line in logged]
    with postgresql.read() as connection:
        assert inbox.fresh(connection, [*batches[0], *batches[1]]) == []
        assert inbox.parked_since(connection, MONDAY) == 0
