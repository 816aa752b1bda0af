"""A broadcast from draft to its last receipt: who got it, who did not and why, and figures that add up."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.core.broadcasts import Broadcast, BroadcastState, Figures, Gap
from bot.core.deliveries import Priority, Wire
from bot.core.errors import Overtaken, Rejected
from bot.core.facts import BroadcastDrafted
from bot.core.people import HomeId, PersonId
from bot.db import broadcasts, drafts, outbox, people, planned, receipts
from bot.db.database import Connection, Database
from bot.db.tables import receipts as receipts_table
from tests.support.clocks import MONDAY, FakeClock
from tests.support.databases import SqliteFiles
from tests.support.joined import add_home, join, take_role
from tests.support.network import AT_ONCE
from tests.support.outgoing import Outgoing

HOUR = timedelta(hours=1)
PARTS = {"telegram": ("one", "two"), "slack": ("whole",)}


def drafted(
    connection: Connection, number: int = 1, audience: str = "all", **more: bool
) -> Broadcast:
    fact = BroadcastDrafted(
        number, audience, "A storm comes.", more.get("urgent", False), more.get("ack", True)
    )
    drafts.draft(connection, fact, None, MONDAY)
    found = broadcasts.broadcast(connection, number)
    assert found
    return found


def sent(connection: Connection, number: int = 1, audience: str = "all", **more: bool) -> None:
    draft = drafted(connection, number, audience, **more)
    broadcasts.decide(connection, number, BroadcastState.SENDING)
    broadcasts.queue(connection, draft, PARTS, MONDAY + number * HOUR, AT_ONCE)


def figures(database: Database, number: int = 1) -> Figures:
    with database.read() as connection:
        return receipts.figures(connection, number)


def test_a_draft_is_kept_as_it_was_written(database: Database) -> None:
    with database.write() as connection:
        author = join(connection, name="Priya")
        fact = BroadcastDrafted(7, "type:ld", "A storm comes.", urgent=True, ack=False)
        drafts.draft(connection, fact, author, MONDAY)

        assert broadcasts.broadcast(connection, 7) == Broadcast(
            7,
            author,
            "type:ld",
            "A storm comes.",
            urgent=True,
            ack=False,
            state=BroadcastState.DRAFT,
        )
        assert broadcasts.broadcast(connection, 8) is None
        assert broadcasts.last(connection) is None


def test_a_draft_is_decided_once(database: Database) -> None:
    with database.write() as connection:
        drafted(connection)
        broadcasts.decide(connection, 1, BroadcastState.CANCELLED)

        with pytest.raises(Overtaken):
            broadcasts.decide(connection, 1, BroadcastState.SENDING)


def test_a_scheduled_one_is_due_when_its_moment_comes(database: Database) -> None:
    with database.write() as connection:
        drafted(connection)
        broadcasts.decide(connection, 1, BroadcastState.SCHEDULED, send_at=MONDAY + HOUR)

        assert planned.waiting(connection, MONDAY) == []
        (found,) = planned.waiting(connection, MONDAY + HOUR)
        assert (found.broadcast_id, found.send_at, found.approved) == (1, MONDAY + HOUR, True)
        broadcasts.decide(connection, 1, BroadcastState.SENDING)
        assert planned.waiting(connection, MONDAY + HOUR) == []


def test_every_home_of_the_audience_gets_one_receipt_and_every_person_one_copy(
    database: Database, clock: FakeClock
) -> None:
    with database.write() as connection:
        for number in range(5):
            add_home(connection, f"H{number}", types=["ld" if number == 4 else "nursing"])
        join(connection, "H0", "H1", chat="1")
        join(connection, "H2", chat="U2", channel="slack")
        join(connection, "H4", chat="4")

        sent(connection, audience="type:nursing")

        rows = connection.execute(select(receipts_table).order_by(receipts_table.c.home_id)).all()
    assert [(row.home_id, row.gap) for row in rows] == [
        ("H0", ""),
        ("H1", ""),
        ("H2", ""),
        ("H3", Gap.NOT_JOINED),
    ]
    copies = [
        (row["channel"], row["chat"], row["part"]) for row in Outgoing(database, clock).rows()
    ]
    assert copies == [("telegram", "1", 0), ("telegram", "1", 1), ("slack", "U2", 0)]
    assert figures(database) == Figures(4, 0, 3, 0, 1, 0)


def test_its_parts_leave_in_order_at_its_priority(outgoing: Outgoing, clock: FakeClock) -> None:
    with outgoing.database.write() as connection:
        add_home(connection, "H1")
        join(connection, "H1", chat="1")
        sent(connection, 1)
        sent(connection, 2, urgent=True)
    clock.at += 3 * HOUR
    payloads = []
    while wires := outgoing.claim():
        (wire,) = wires
        payloads.append((outgoing.row(wire.delivery_id)["priority"], wire.payload))
        outgoing.arrives(wire)

    assert payloads == [
        (Priority.URGENT, "one"),
        (Priority.URGENT, "two"),
        (Priority.BROADCAST, "one"),
        (Priority.BROADCAST, "two"),
    ]


@settings(max_examples=10)
@given(fates=st.lists(st.sampled_from("drwl"), min_size=8, max_size=8), rounds=st.integers(1, 2))
def test_the_figures_add_up_at_every_moment(
    sqlite_files: SqliteFiles, fates: list[str], rounds: int
) -> None:
    with sqlite_files.fresh() as database:
        outgoing = Outgoing(database, FakeClock(MONDAY + HOUR))
        with database.write() as connection:
            for number in range(7):
                add_home(connection, f"H{number}")
            samir = join(connection, "H0", chat="0")
            for number in range(1, 5):
                join(connection, f"H{number}", chat=str(number))
            take_role(connection, samir, "H5")
            sent(connection)
        for _ in range(rounds):
            for wire, fate in zip(outgoing.claim(), fates, strict=False):
                meet(outgoing, wire, fate)

            now = figures(database)
            assert now.homes == 7
            assert now.not_reached == 1
            assert now.delivered + now.waiting + now.failed + now.not_reached == now.homes
            with database.read() as connection:
                by_home = receipts.by_home(connection, 1)
            states = [each.state for each in by_home]
            assert states.count("delivered") == now.delivered
            assert states.count("failed") + states.count("cancelled") == now.failed
            assert states.count("not_reached") == now.not_reached


def meet(outgoing: Outgoing, wire: Wire, fate: str) -> None:
    if fate == "d":
        outgoing.arrives(wire)
    elif fate == "r":
        outgoing.fails(wire, Rejected("chat not found"))
    elif fate == "l":
        outgoing.arrives(wire)
        with outgoing.database.write() as connection:
            account = people.account_at(connection, "telegram", wire.chat)
            assert account
            outbox.cancel_waiting(connection, account.person_id, outgoing.clock.now())


def test_each_home_is_listed_with_its_state_its_reason_and_its_person(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    with outgoing.database.write() as connection:
        for home_id, name in (("H1", "Ash"), ("H2", "Birch"), ("H3", "Cedar")):
            add_home(connection, home_id, name)
        join(connection, "H1", chat="1", name="Samir")
        join(connection, "H2", chat="2", name="Ada")
        sent(connection)
    clock.at += HOUR
    good, bad = outgoing.claim()
    outgoing.arrives(good)
    outgoing.fails(bad, Rejected("chat not found"))
    while wires := outgoing.claim():
        outgoing.arrives(wires[0])

    with outgoing.database.read() as connection:
        listed = receipts.by_home(connection, 1)

    assert [(each.home_name, each.state, each.reason, each.person) for each in listed] == [
        ("Ash", "delivered", "", "Samir"),
        ("Birch", "failed", "rejected: chat not found", "Ada"),
        ("Cedar", "not_reached", "not_joined", ""),
    ]
    assert listed[0].finished_at == clock.now()


def test_the_first_who_has_read_it_counts_for_the_home(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1", "Ash")
        add_home(connection, "H2", "Birch")
        first = join(connection, "H1", "H2", chat="1")
        second = join(connection, "H1", chat="2", name="Ada")
        sent(connection)

        def read(by: PersonId, hours: int, *home_ids: str) -> None:
            receipts.acknowledge(connection, 1, map(HomeId, home_ids), by, MONDAY + hours * HOUR)

        read(second, 1, "H1")
        read(first, 2, "H1", "H2")
        read(second, 3, "H1", "H9")

        assert [each.acknowledged_at for each in receipts.by_home(connection, 1)] == [
            MONDAY + HOUR,
            MONDAY + 2 * HOUR,
        ]
        assert receipts.figures(connection, 1).acknowledged == 2


def test_it_is_finished_once_when_nothing_of_it_is_left(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    with outgoing.database.write() as connection:
        add_home(connection, "H1")
        join(connection, "H1", chat="1")
        sent(connection, ack=False)
    clock.at += HOUR

    def finish() -> bool:
        with outgoing.database.write() as connection:
            return broadcasts.finish(connection, 1, clock.now())

    outgoing.arrives(outgoing.claim_one())
    assert not finish()
    with outgoing.database.read() as connection:
        assert broadcasts.under_way(connection, MONDAY) == (1,)

    outgoing.arrives(outgoing.claim_one())
    assert [finish(), finish()] == [True, False]
    with outgoing.database.read() as connection:
        assert broadcasts.under_way(connection, MONDAY) == ()


def test_one_that_reaches_nobody_is_finished_at_once(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        sent(connection)

        assert broadcasts.finish(connection, 1, MONDAY)
        assert receipts.figures(connection, 1) == Figures(1, 0, 0, 0, 1, 0)


def test_the_last_is_the_one_that_was_sent_last(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        sent(connection, 1)
        sent(connection, 2)
        drafted(connection, 3)

        assert broadcasts.last(connection) == 2
