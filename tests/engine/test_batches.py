"""Events that are taken together leave what they would have left one by one, for the price of one."""

from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from bot.core.events import (
    Came,
    Commanded,
    Departed,
    Inbound,
    Pressed,
    Returned,
    Said,
    Submitted,
    What,
)
from bot.core.messages import MessageRef
from bot.core.people import Role
from bot.core.questionnaires import NOT_APPLICABLE, UNCLEAR
from bot.db.database import Database
from tests.support.databases import SqliteFiles
from tests.support.network import HOMES, Network
from tests.support.tables import everything

MANAGERS = {"H1": "7001", "H2": "7002", "H3": "7003"}
DEPUTY, STRANGER, LEAD = "7004", "7999", "U1"
QUESTIONS = {
    "week": ("well", "today", NOT_APPLICABLE),
    "lead": ("yes", "no", UNCLEAR),
}


def small_network(database: Database) -> Network:
    """Return three homes with a manager each, one with a deputy, a lead, and a check-in that has arrived."""
    network = Network(database)
    for home, chat in MANAGERS.items():
        network.manager(home, chat, f"Manager of {home}")
    deputy = network.telegram(DEPUTY, "Rowan")
    deputy.commands("start", network.code_for("H1", Role.DEPUTY))
    deputy.presses("Yes, that is my home")
    network.lead()
    network.comes("round_due", "weekly")
    return network


def newest(network: Network, chat: str) -> MessageRef | None:
    shown = network.room("telegram", chat).messages
    return MessageRef(chat, shown[-1].message_id) if shown else None


ANSWERS = st.builds(
    lambda number, answer: Pressed(f"answer:{number}:{answer[0]}:{answer[1]}"),
    st.integers(1, len(HOMES) + 1),
    st.sampled_from([(name, value) for name, values in QUESTIONS.items() for value in values]),
)
WHATS = st.one_of(
    ANSWERS,
    ANSWERS,
    st.builds(lambda number: Pressed(f"back:{number}:week"), st.integers(1, len(HOMES))),
    st.sampled_from(
        [
            Pressed("menu"),
            Pressed("altered ünd broken"),
            Said("The lift is broken."),
            Said("1"),
            Commanded("menu"),
            Commanded("help"),
            Commanded("checkin"),
            Commanded("stop"),
            Submitted(
                "help",
                {"category": "medicines", "text": "No delivery today.", "urgency": "week"},
                "H1",
            ),
            Departed(),
            Returned(),
        ]
    ),
)
BY_HOMES = st.tuples(st.sampled_from([*MANAGERS.values(), DEPUTY, STRANGER]), WHATS)
BY_OTHERS = st.sampled_from(
    [
        (LEAD, Pressed("claim:1")),
        (LEAD, Pressed("resolve:1")),
        (LEAD, Commanded("menu")),
        ("", Came("round_due", "weekly")),
    ]
)


def happening(network: Network, who: str, what: What) -> Inbound:
    if who == LEAD:
        return network.event("slack", "C0CLINICAL", what, LEAD, private=False, can_open_form=True)
    if isinstance(what, Came):
        return network.event("clock", "", what)
    shown = newest(network, who) if isinstance(what, Pressed) else None
    return network.event("telegram", who, what, who, sender_name="Somebody", message=shown)


@settings(max_examples=25)
@given(st.lists(st.one_of(BY_HOMES, BY_HOMES, BY_HOMES, BY_OTHERS), min_size=2, max_size=14))
def test_a_batch_leaves_what_its_events_leave_one_by_one(
    sqlite_files: SqliteFiles, happenings: list[tuple[str, What]]
) -> None:
    with ExitStack() as held, capture_logs():
        together, alone = (
            small_network(held.enter_context(sqlite_files.fresh())) for _ in range(2)
        )
        found = [happening(together, *each) for each in happenings]
        # What comes twice in one batch is taken once there too.
        repeated = [*found, found[0]]

        shown = together.engine.take(repeated)
        assert shown == [*(alone.engine.take([each])[0] for each in found), None]

        assert without_secrets(together) == without_secrets(alone)


def without_secrets(network: Network) -> object:
    """Return everything but the hashes that no two runs share."""
    rows = everything(network.database)
    return {
        name: [{key: value for key, value in row.items() if "hash" not in key} for row in found]
        for name, found in rows.items()
    }


@contextmanager
def statements() -> Iterator[list[str]]:
    """Hold what is asked of any database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def taps(network: Network, chats: Sequence[str]) -> list[Inbound]:
    numbers = {chat: number for number, chat in enumerate(MANAGERS.values(), 1)}
    return [
        happening(network, chat, Pressed(f"answer:{numbers[chat]}:week:well")) for chat in chats
    ]


def test_many_taps_ask_the_database_no_more_often_than_one(
    database: Database, logged: list[MutableMapping[str, Any]]
) -> None:
    network = small_network(database)
    one, *others = taps(network, list(MANAGERS.values()))

    with statements() as for_one:
        network.engine.take([one])
    with statements() as for_two:
        network.engine.take(others)

    assert len(others) == 2
    assert [each.split()[:3] for each in for_two] == [each.split()[:3] for each in for_one]
    # The savepoints of events that are taken one by one would show here.
    assert not [each["event"] for each in logged if each["event"].startswith("batch")]


def test_two_people_of_one_home_who_answer_in_one_batch_raise_one_case(database: Database) -> None:
    network = small_network(database)
    batch = [
        happening(network, chat, Pressed("answer:1:week:today"))
        for chat in (DEPUTY, MANAGERS["H1"])
    ]

    network.engine.take(batch)

    rows = everything(database, ["answers", "escalations"])
    assert len(rows["answers"]) == 2
    assert len(rows["escalations"]) == 1
