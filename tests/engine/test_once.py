"""Each event acts once, however often, wherever and beside what it is repeated."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.core.at_once import Toast
from bot.core.events import Came, Commanded, Inbound, Pressed, Said, Submitted
from bot.db import inbox
from bot.db.tables import escalations
from bot.engine import Engine
from tests.support.clocks import MONDAY
from tests.support.databases import SqliteFiles
from tests.support.network import Network
from tests.support.processes import together
from tests.support.rehearsals import Rehearsed
from tests.support.tables import Rows, everything


def asks_for_help(network: Network, text: str, chat: str = "7001") -> Inbound:
    values = {"category": "medicines", "text": text, "urgency": "week"}
    return network.event("telegram", chat, Submitted("help", values, "H1"), chat)


def raised(network: Network) -> list[str]:
    with network.database.read() as connection:
        return sorted(connection.execute(select(escalations.c.summary)).scalars())


def test_repeats_in_one_batch_act_once_and_the_first_hears_the_answer(network: Network) -> None:
    network.manager("H1")
    network.lead()
    network.take(asks_for_help(network, "No delivery today."))
    claim = network.event("slack", "U1", Pressed("claim:1"), "U1")

    first, *repeats = network.engine.take([claim, claim, claim])

    assert isinstance(first, Toast)
    assert repeats == [None, None]
    network.deliver()
    told = [each.text for each in network.room("telegram", "7001").messages]
    assert sum("has your request HR-1" in each for each in told) == 1


def test_repeats_after_a_restart_act_no_more(network: Network) -> None:
    network.manager("H1")
    event = asks_for_help(network, "No delivery today.")
    network.take(event)
    before = everything(network.database)

    network.restarts()
    network.take(event)

    assert everything(network.database) == before


def test_the_same_id_on_another_channel_is_another_event(network: Network) -> None:
    network.take(Inbound("e-1", "telegram", "7001", "7001", Commanded("menu")))
    network.take(Inbound("e-1", "slack", "U1", "U1", Commanded("menu")))

    assert len(network.room("telegram", "7001").messages) == 1
    assert len(network.room("slack", "U1").messages) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_two_processes_that_get_the_same_events_at_once_act_once(
    network: Network, second: Engine, order: int
) -> None:
    """Also where they get them in opposite orders, and so wait for one another."""
    network.manager("H1")
    texts = [f"No delivery {number}." for number in range(12)]
    batch = [asks_for_help(network, text) for text in texts]

    together(
        lambda: network.engine.take(batch),
        lambda: second.take(batch[::order]),
    )

    assert raised(network) == sorted(texts)
    with network.database.read() as connection:
        assert inbox.parked_since(connection, MONDAY) == 0


def test_many_processes_that_tick_open_a_round_once(network: Network, second: Engine) -> None:
    network.manager("H1")
    due = Inbound("round_due:weekly:2026-11-23", "clock", "", "", Came("round_due", "weekly"))

    together(*[lambda: network.engine.take([due]), lambda: second.take([due])] * 2)

    assert len(everything(network.database)["rounds"]) == 1


# What people may do in any order; each of these means something only where others came before it.
DEEDS = (
    ("7001", Commanded("checkin")),
    ("7001", Pressed("answer:1:week:today")),
    ("7001", Pressed("answer:1:lead:yes")),
    ("7001", Pressed("back:1:week")),
    ("7001", Commanded("help")),
    ("7001", Pressed("field:category:3")),
    ("7001", Said("No delivery today.")),
    (
        "7001",
        Submitted(
            "help", {"category": "medicines", "text": "No delivery.", "urgency": "week"}, "H1"
        ),
    ),
    ("7001", Pressed("left::yes")),
    ("8001", Pressed("claim:1")),
    ("8001", Submitted("to_home", {"text": "I ring you."}, "1")),
    ("8001", Pressed("resolve:1")),
    ("8001", Pressed("link")),
    ("", Came("round_due", "weekly")),
)
REPEATED = st.lists(
    st.tuples(st.integers(0, len(DEEDS) - 1), st.integers(1, 3)), min_size=1, max_size=10
)


@pytest.fixture(scope="module")
def stage(sqlite_files: SqliteFiles) -> Iterator[Network]:
    """A home and a lead, for many rehearsals."""
    with sqlite_files.fresh() as database:
        rehearsed = Rehearsed(database)
        with rehearsed.in_one_go():
            network = Network(rehearsed)
            network.manager("H1")
            lead = network.telegram("8001", "Priya")
            lead.says(network.code_for_lead("Priya", "clinical"))
            lead.presses(network.content.words.join.yes_team)
        yield network
        rehearsed.close()


@settings(max_examples=25)
@given(told=REPEATED, batch=st.integers(1, 7), data=st.data())
def test_whatever_is_repeated_all_is_as_if_it_had_come_once(
    stage: Network, told: list[tuple[int, int]], batch: int, data: st.DataObject
) -> None:
    events = [
        Inbound(f"e-{place}", "telegram", DEEDS[deed][0], DEEDS[deed][0], DEEDS[deed][1])
        for place, (deed, _) in enumerate(told)
    ]
    repeats = [event for event, (_, times) in zip(events, told, strict=True) for _ in range(times)]
    repeats += data.draw(st.lists(st.sampled_from(events), max_size=5), label="later")

    often = [repeats[at : at + batch] for at in range(0, len(repeats), batch)]

    assert outcome(stage, often) == outcome(stage, [events])


def outcome(stage: Network, batches: list[list[Inbound]]) -> Rows:
    """Return all rows after these batches, without the hashes of invites' codes, which nobody can foresee."""
    assert isinstance(stage.database, Rehearsed)
    with stage.database.rehearsal():
        for each in batches:
            stage.engine.take(each)
        found = everything(stage.database)
    found["invites"] = [each | {"code_hash": ""} for each in found["invites"]]
    return found
