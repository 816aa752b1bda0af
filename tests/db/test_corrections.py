"""Corrections in the database: texts that need more or fewer messages, who has it only in part, and two at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.core.broadcasts import BroadcastState
from bot.core.deliveries import Priority
from bot.core.errors import Overtaken, Rejected
from bot.core.facts import BroadcastDrafted
from bot.core.kindness import Kindness
from bot.core.people import HomeId, PersonId
from bot.db import broadcasts, catching_up, corrections, drafts, receipts
from bot.db.corrections import Change
from bot.db.database import Connection, Database
from tests.support.clocks import MONDAY, FakeClock
from tests.support.joined import add_home, join
from tests.support.outgoing import Outgoing


def sent(connection: Connection, *parts: str) -> None:
    fact = BroadcastDrafted(1, "all", "A storm comes.", urgent=False, ack=False)
    drafts.draft(connection, fact, None, MONDAY)
    broadcasts.decide(connection, 1, BroadcastState.SENDING)
    found = broadcasts.broadcast(connection, 1)
    assert found
    broadcasts.queue(connection, found, {"telegram": parts}, MONDAY, Kindness())


def corrects(connection: Connection, by: PersonId, *parts: str, version: int = 1) -> None:
    found = broadcasts.broadcast(connection, 1)
    assert found
    assert found.version == version
    drawn = {"telegram": parts}
    told, leftover = {"telegram": ["told"]}, {"telegram": ["nothing"]}
    new = Change("corrected", "No storm.", drawn, "Corrected", told, leftover, drawn)
    corrections.change(connection, found, new, by, (Kindness(), MONDAY))


@pytest.fixture
def samir(outgoing: Outgoing) -> PersonId:
    with outgoing.database.write() as connection:
        add_home(connection, "H1")
        return join(connection, "H1", chat="1")


def arrive(outgoing: Outgoing, most: int = 100) -> list[tuple[str, str]]:
    """Let so many messages arrive; return what each said, and which message it changed."""
    seen = []
    for _ in range(most):
        wires = outgoing.claim()
        if not wires:
            break
        (wire,) = wires
        outgoing.arrives(wire)
        seen.append((wire.payload, wire.message_id))
    return seen


def texts(seen: Sequence[tuple[str, str]]) -> list[str]:
    return [payload for payload, _ in seen]


def test_more_messages_follow_where_the_new_text_needs_more(
    outgoing: Outgoing, samir: PersonId
) -> None:
    with outgoing.database.write() as connection:
        sent(connection, "one")
    arrive(outgoing)
    with outgoing.database.write() as connection:
        corrects(connection, samir, "first", "second")

    (first, changed), (second, new) = arrive(outgoing)

    assert [first, second] == ["first", "second"]
    assert changed
    assert not new


def test_where_it_needs_fewer_the_last_say_that_nothing_follows(
    outgoing: Outgoing, samir: PersonId
) -> None:
    with outgoing.database.write() as connection:
        sent(connection, "one", "two")
    arrive(outgoing)
    with outgoing.database.write() as connection:
        corrects(connection, samir, "whole")

    seen = arrive(outgoing)

    assert texts(seen) == ["whole", "nothing"]
    assert all(changed for _, changed in seen)


def test_who_has_the_first_part_only_gets_the_others_of_the_new_text(
    outgoing: Outgoing, samir: PersonId
) -> None:
    with outgoing.database.write() as connection:
        sent(connection, "one", "two", "three")
    arrive(outgoing, 1)
    with outgoing.database.write() as connection:
        corrects(connection, samir, "first", "second", "third")

    seen = arrive(outgoing)

    assert sorted(texts(seen)) == ["first", "second", "third"]
    assert [payload for payload, changed in seen if changed] == ["first"]
    with outgoing.database.read() as connection:
        assert receipts.figures(connection, 1).delivered == 1
        assert corrections.edits(connection, 1, 2).done == 1


def test_an_edit_that_waits_says_the_newest_text_and_is_one(
    outgoing: Outgoing, samir: PersonId
) -> None:
    with outgoing.database.write() as connection:
        sent(connection, "one")
    arrive(outgoing)
    with outgoing.database.write() as connection:
        corrects(connection, samir, "first")
        corrects(connection, samir, "last", version=2)

    assert texts(arrive(outgoing)) == ["last"]


def test_a_correction_does_not_wait_behind_the_rest_of_a_broadcast(
    outgoing: Outgoing, samir: PersonId
) -> None:
    with outgoing.database.write() as connection:
        for number in range(2, 5):
            add_home(connection, f"H{number}")
            join(connection, f"H{number}", chat=str(number))
        sent(connection, "one")
    outgoing.arrives(outgoing.claim()[0])
    with outgoing.database.write() as connection:
        corrects(connection, samir, "first")

    edits = [row for row in outgoing.rows() if row["edits_id"]]

    assert [row["priority"] for row in edits] == [Priority.URGENT] * len(edits)
    assert edits


def test_what_never_arrived_is_not_changed(outgoing: Outgoing, samir: PersonId) -> None:
    with outgoing.database.write() as connection:
        sent(connection, "one")
    outgoing.fails(outgoing.claim_one(), Rejected("chat not found"))
    with outgoing.database.write() as connection:
        receipts.read(connection, 1, [HomeId("H1")], samir, MONDAY)
        corrects(connection, samir, "first")

    assert arrive(outgoing) == []


def test_of_two_that_correct_the_same_text_at_once_one_is_overtaken(
    postgresql: Database, clock: FakeClock
) -> None:
    outgoing = Outgoing(postgresql, clock)
    with postgresql.write() as connection:
        add_home(connection, "H1")
        samir = join(connection, "H1", chat="1")
        sent(connection, "one")
        seen = broadcasts.broadcast(connection, 1)
        assert seen
    arrive(outgoing)

    def correct(*parts: str) -> None:
        drawn = {"telegram": parts}
        with postgresql.write() as connection:
            new = Change("corrected", parts[0], drawn, "Corrected", drawn, drawn, drawn)
            corrections.change(connection, seen, new, samir, (Kindness(), MONDAY))

    with ThreadPoolExecutor(2) as threads:
        tries = [threads.submit(correct, text) for text in ("first", "second")]
        faults = [each.exception(10) for each in tries]

    assert sorted(map(type, faults), key=str) == [type(None), Overtaken]
    won = ("first", "second")[faults.index(None)]
    assert texts(arrive(outgoing)) == [won]


def test_what_failed_and_was_corrected_to_more_messages_is_tried_again_as_a_whole(
    outgoing: Outgoing, samir: PersonId
) -> None:
    with outgoing.database.write() as connection:
        sent(connection, "one")
    outgoing.fails(outgoing.claim_one(), Rejected("chat not found"))
    with outgoing.database.write() as connection:
        corrects(connection, samir, "first", "second")
    assert outgoing.claim() == []

    with outgoing.database.write() as connection:
        found = broadcasts.broadcast(connection, 1)
        assert found
        catching_up.try_again(connection, found, ["telegram"], (Kindness(), MONDAY))

    assert texts(arrive(outgoing)) == ["first", "second"]
