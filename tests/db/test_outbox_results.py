"""What becomes of a try: every delivery ends as delivered, failed with a reason or cancelled, and stays so."""

import sqlite3
from datetime import timedelta

import pytest

from bot.core.deliveries import Priority, Result, Sent
from bot.core.errors import Blocked, Missing, Rejected, Throttled, Unreachable
from bot.core.messages import MessageRef
from bot.core.people import AccountId, PersonId
from bot.core.retry import MOST_ATTEMPTS
from bot.db import outbox, people, rooms
from bot.db.database import Database
from tests.support.clocks import FakeClock
from tests.support.databases import ON_SQLITE
from tests.support.outgoing import Outgoing

MINUTE = timedelta(minutes=1)
DOWN = Unreachable("connection refused", in_doubt=False)


def account(database: Database, clock: FakeClock, chat: str) -> tuple[PersonId, AccountId]:
    with database.write() as connection:
        person_id = people.new_person(connection, "Samir", clock.now())
        people.open_account(connection, person_id, "telegram", chat, clock.now())
        found = people.account_at(connection, "telegram", chat)
    assert found
    return found.person_id, found.account_id


def test_what_the_platform_took_is_delivered_and_found_again_by_its_id(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    number = outgoing.queue("one", "U1", card="escalation:1")
    outgoing.settle(Result(outgoing.claim_one(), sent=Sent("D1", "17.5")))

    row = outgoing.row(number)
    assert (row["state"], row["finished_at"], row["reason"]) == ("delivered", clock.now(), "")
    with outgoing.database.read() as connection:
        ref = MessageRef("D1", "17.5")
        found = outbox.messages_at(connection, [("telegram", ref)])["telegram", ref]
        (card,) = outbox.card_messages(connection, "escalation:1")
        assert ("slack", ref) not in outbox.messages_at(connection, [("slack", ref)])
    assert found["delivery_id"] == card["delivery_id"] == number
    assert (card["delivery_id"], card["chat"]) == (number, "U1")


@ON_SQLITE
def test_messages_are_found_by_their_ids_however_many_there_are(outgoing: Outgoing) -> None:
    refs = [("telegram", MessageRef("D1", str(number))) for number in range(3)]
    asked: list[str] = []
    with outgoing.database.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(asked.append)
        outbox.messages_at(connection, refs)
        driver.set_trace_callback(None)
        (statement,) = (each for each in asked if each.startswith("SELECT"))
        steps = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]

    assert not [each for each in steps if each.startswith("SCAN")]
    assert sum("ix_deliveries_sent" in each for each in steps) == len(refs)


def test_what_the_platform_refuses_has_failed_with_its_reason(outgoing: Outgoing) -> None:
    number = outgoing.queue("one")
    outgoing.fails(outgoing.claim_one(), Rejected("chat not found"))

    row = outgoing.row(number)
    assert (row["state"], row["reason"]) == ("failed", "rejected: chat not found")


def test_an_unreachable_platform_is_tried_with_doubling_waits_until_it_is_enough(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    number = outgoing.queue("one")
    waits = []
    while outgoing.state(number) == "queued":
        wire = outgoing.claim_one()
        outgoing.fails(wire, DOWN)
        waits.append((outgoing.row(number)["due_at"] - clock.now()).total_seconds())
        clock.at = outgoing.row(number)["due_at"]

    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == 600
    assert (outgoing.state(number), len(waits)) == ("failed", MOST_ATTEMPTS)
    assert outgoing.row(number)["reason"] == "unreachable: connection refused"


def test_a_try_that_the_platform_may_have_taken_is_in_doubt_from_its_first_moment(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    number = outgoing.queue("one")
    first = clock.now()
    outgoing.fails(outgoing.claim_one(), Unreachable("timeout", in_doubt=True))
    clock.at += MINUTE

    again = outgoing.claim_one()

    assert again.first_tried_at == first
    assert outgoing.row(number)["in_doubt"]


def test_a_try_that_never_arrived_is_not_in_doubt(outgoing: Outgoing, clock: FakeClock) -> None:
    outgoing.queue("one")
    outgoing.fails(outgoing.claim_one(), DOWN)
    clock.at += MINUTE

    assert outgoing.claim_one().first_tried_at is None


def test_a_throttled_message_waits_for_what_is_asked_and_uses_up_no_attempt(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    number = outgoing.queue("one")
    for _ in range(3 * MOST_ATTEMPTS):
        outgoing.fails(outgoing.claim_one(), Throttled("429", timedelta(seconds=7)))
        clock.at += timedelta(seconds=6, milliseconds=999)
        assert outgoing.claim() == []
        clock.at += timedelta(milliseconds=1)

    outgoing.fails(outgoing.claim_one(), DOWN)

    assert outgoing.state(number) == "queued"
    assert outgoing.row(number)["due_at"] == clock.now() + timedelta(seconds=2)


def test_a_blocked_account_is_written_to_no_more_and_what_waits_for_it_fails(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    _, account_id = account(outgoing.database, clock, "1")
    numbers = [outgoing.queue(text, "1", account_id=account_id) for text in ("a", "b", "c")]
    other = outgoing.queue("d", "2")
    wire, _ = outgoing.claim()
    outgoing.fails(wire, Blocked("bot was blocked by the user"))

    assert [outgoing.state(each) for each in numbers] == ["failed"] * 3
    assert [outgoing.row(each)["reason"] for each in numbers] == [
        "blocked: bot was blocked by the user",
        "blocked",
        "blocked",
    ]
    assert outgoing.state(other) == "on_wire"
    with outgoing.database.read() as connection:
        assert people.shut_since(connection, clock.now()) == [("telegram", "1", clock.now())]


def test_a_room_that_is_gone_is_shut_and_no_account_is(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    card = outgoing.queue("card", "C0CLINICAL")
    outgoing.fails(outgoing.claim_one(), Blocked("not_in_channel"))

    assert outgoing.state(card) == "failed"
    with outgoing.database.read() as connection:
        assert rooms.is_shut(connection, "telegram", "C0CLINICAL", clock.now())
        assert people.shut_since(connection, clock.now()) == []


def test_a_block_that_shows_on_a_message_from_before_the_person_joined_shuts_their_account(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    outgoing.queue("is this your home?", "1")
    account(outgoing.database, clock, "1")

    outgoing.fails(outgoing.claim_one(), Blocked("bot was blocked by the user"))

    with outgoing.database.read() as connection:
        assert people.shut_since(connection, clock.now()) == [("telegram", "1", clock.now())]
        assert not rooms.is_shut(connection, "telegram", "1", clock.now())


def test_a_block_that_shows_on_an_edit_shuts_the_account_that_the_message_went_to(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    _, account_id = account(outgoing.database, clock, "U1")
    original = outgoing.queue("one", "U1", account_id=account_id)
    outgoing.arrives(outgoing.claim_one(), chat="D1")
    outgoing.queue("one, altered", "U1", account_id=account_id, edits_id=original)
    waiting = outgoing.queue("two", "U1", account_id=account_id)

    outgoing.fails(outgoing.claim_one(), Blocked("account_inactive"))

    assert outgoing.state(waiting) == "failed"
    with outgoing.database.read() as connection:
        assert people.shut_since(connection, clock.now()) == [("telegram", "U1", clock.now())]


def test_what_waits_for_somebody_who_left_is_cancelled(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    person_id, account_id = account(outgoing.database, clock, "1")
    number = outgoing.queue("a", "1", account_id=account_id)
    other = outgoing.queue("b", "2")
    with outgoing.database.write() as connection:
        outbox.cancel_waiting(connection, person_id, clock.now())

    assert (outgoing.row(number)["state"], outgoing.row(number)["reason"]) == ("cancelled", "left")
    assert outgoing.state(other) == "queued"


def test_what_a_dead_owner_had_on_the_wire_is_queued_again_in_doubt(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    numbers = [outgoing.queue("x", str(chat)) for chat in range(3)]
    outgoing.claim(2)
    first = clock.now()
    clock.at += MINUTE

    assert outgoing.recover() == 2

    assert [outgoing.row(each)["in_doubt"] for each in numbers] == [True, True, False]
    assert [wire.first_tried_at for wire in outgoing.claim()] == [first, first, None]


@pytest.mark.parametrize("late", [Rejected("chat not found"), DOWN, Blocked("gone")])
def test_what_a_dead_owner_hears_late_undoes_nothing(outgoing: Outgoing, late: Rejected) -> None:
    number = outgoing.queue("one")
    wire = outgoing.claim_one()
    outgoing.recover()
    outgoing.arrives(outgoing.claim_one())
    before = outgoing.row(number)

    outgoing.fails(wire, late)

    assert outgoing.row(number) == before


def test_a_late_word_that_it_arrived_spares_the_repeat(outgoing: Outgoing) -> None:
    number = outgoing.queue("one")
    wire = outgoing.claim_one()
    outgoing.recover()

    outgoing.arrives(wire)

    assert (outgoing.state(number), outgoing.claim()) == ("delivered", [])


def test_what_was_cancelled_while_in_doubt_stays_cancelled(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    person_id, account_id = account(outgoing.database, clock, "1")
    number = outgoing.queue("a", "1", account_id=account_id)
    wire = outgoing.claim_one()
    outgoing.recover()
    with outgoing.database.write() as connection:
        outbox.cancel_waiting(connection, person_id, clock.now())

    outgoing.arrives(wire)

    assert outgoing.state(number) == "cancelled"


def test_a_card_that_somebody_deleted_in_a_room_is_posted_anew_with_what_goes_under_it(
    outgoing: Outgoing,
) -> None:
    old = outgoing.queue("card", "C1", card="escalation:1")
    outgoing.arrives(outgoing.claim_one())
    edit = outgoing.queue("claimed", "C1", edits_id=old)
    wire = outgoing.claim_one()
    under = outgoing.queue("a word of the home", "C1", Priority.ESCALATION, thread_of_id=old)

    outgoing.fails(wire, Missing("message_not_found"))

    anew = outgoing.claim()
    assert [(each.payload, each.message_id) for each in anew[:1]] == [("claimed", "")]
    outgoing.arrives(anew[0])
    (said,) = anew[1:] or outgoing.claim()
    assert (said.delivery_id, said.thread_id) == (under, f"m{edit}")
    with outgoing.database.read() as connection:
        assert [
            each["delivery_id"] for each in outbox.card_messages(connection, "escalation:1")
        ] == [edit]


def test_what_a_person_deleted_in_their_own_chat_stays_deleted(
    outgoing: Outgoing, database: Database, clock: FakeClock
) -> None:
    _, account_id = account(database, clock, "1")
    own = outgoing.queue("card", card="escalation:1", account_id=account_id)
    outgoing.arrives(outgoing.claim_one())
    edit = outgoing.queue("claimed", edits_id=own, account_id=account_id)
    outgoing.fails(outgoing.claim_one(), Missing("message_not_found"))

    assert outgoing.row(edit)["reason"] == "rejected: message_not_found"
    assert outgoing.state(edit) == "failed"
