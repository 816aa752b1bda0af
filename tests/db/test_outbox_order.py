"""What leaves when: by priority and age, one at a time to any chat, edits after what they change."""

from datetime import timedelta

import pytest

from bot.core.deliveries import Lane, Operation, Priority
from bot.core.errors import Blocked, Rejected, SendError, Throttled, Unreachable
from bot.db import outbox
from bot.db.database import Database
from bot.db.outbox import Post
from tests.support.clocks import FakeClock
from tests.support.outgoing import Outgoing


def test_the_most_urgent_goes_first_and_among_equals_the_oldest(outgoing: Outgoing) -> None:
    outgoing.queue("news 1", "1", Priority.BROADCAST)
    outgoing.queue("news 2", "2", Priority.BROADCAST)
    outgoing.queue("storm", "3", Priority.URGENT)
    outgoing.queue("case", "4", Priority.ESCALATION)
    outgoing.queue("answer 1", "5", Priority.REPLY)
    outgoing.queue("answer 2", "6", Priority.REPLY)

    first, then = outgoing.claim(4), outgoing.claim(4)

    assert [wire.payload for wire in first] == ["answer 1", "answer 2", "case", "storm"]
    assert [wire.payload for wire in then] == ["news 1", "news 2"]


def test_no_more_are_claimed_than_there_is_room_for(outgoing: Outgoing) -> None:
    for chat in range(7):
        outgoing.queue("x", str(chat))

    assert [len(outgoing.claim(3)) for _ in range(4)] == [3, 3, 1, 0]


def test_a_chat_gets_its_messages_one_after_the_other(outgoing: Outgoing) -> None:
    for payload in ("one", "two", "three"):
        outgoing.queue(payload)

    arrived = []
    while wires := outgoing.claim():
        arrived += [wire.payload for wire in wires]
        assert outgoing.claim() == []
        outgoing.arrives(wires[0])

    assert arrived == ["one", "two", "three"]


def test_what_is_on_its_way_to_one_chat_holds_up_no_other(outgoing: Outgoing) -> None:
    outgoing.queue("one", "1")
    outgoing.claim_one()
    outgoing.queue("two", "1")
    outgoing.queue("three", "2")

    assert outgoing.claim_one().payload == "three"


def test_a_chat_that_had_a_message_a_moment_ago_waits_and_the_others_do_not(
    outgoing: Outgoing,
) -> None:
    for _ in range(60):
        outgoing.queue("for the busy one", "1")
    outgoing.queue("for the other", "2")

    assert [wire.chat for wire in outgoing.claim(2, busy={"1"})] == ["2"]


def test_an_edit_does_not_wait_for_a_busy_chat(outgoing: Outgoing) -> None:
    original = outgoing.queue("one")
    outgoing.arrives(outgoing.claim_one())
    outgoing.queue("one, altered", edits_id=original)

    (wire,) = outgoing.claim(busy={"1"})

    assert (wire.operation, wire.message_id) == (Operation.EDIT, f"m{original}")


def test_an_edit_waits_until_what_it_changes_has_arrived(outgoing: Outgoing) -> None:
    original = outgoing.queue("one", "U1")
    outgoing.queue("one, altered", "U1", edits_id=original)
    wire = outgoing.claim_one()
    assert (wire.payload, outgoing.claim()) == ("one", [])

    outgoing.arrives(wire, chat="D1")

    edit = outgoing.claim_one()
    assert (edit.payload, edit.chat, edit.message_id) == ("one, altered", "D1", f"m{original}")


def test_an_answer_hangs_under_the_message_that_it_answers(outgoing: Outgoing) -> None:
    original = outgoing.queue("card", "C1")
    outgoing.queue("line", "C1", thread_of_id=original)
    outgoing.arrives(outgoing.claim_one())

    wire = outgoing.claim_one()

    assert (wire.operation, wire.thread_id, wire.message_id) == (
        Operation.SEND,
        f"m{original}",
        "",
    )


def test_what_changes_or_answers_a_message_that_never_arrived_is_cancelled(
    outgoing: Outgoing,
) -> None:
    original = outgoing.queue("one")
    edit = outgoing.queue("one, altered", edits_id=original)
    line = outgoing.queue("under it", thread_of_id=original)
    outgoing.fails(outgoing.claim_one(), Rejected("chat not found"))

    assert outgoing.claim() == []

    assert [outgoing.state(each) for each in (edit, line)] == ["cancelled", "cancelled"]
    assert outgoing.row(edit)["reason"] == "original_not_delivered"


def test_a_newer_edit_takes_the_place_of_one_that_still_waits(outgoing: Outgoing) -> None:
    original = outgoing.queue("0 of 3")
    first = outgoing.queue("1 of 3", edits_id=original)
    assert outgoing.queue("2 of 3", edits_id=original) == first
    outgoing.arrives(outgoing.claim_one())

    assert [wire.payload for wire in outgoing.claim()] == ["2 of 3"]
    assert len(outgoing.rows()) == 2


def test_a_newer_edit_follows_one_that_is_on_its_way(outgoing: Outgoing) -> None:
    original = outgoing.queue("0 of 3")
    outgoing.arrives(outgoing.claim_one())
    outgoing.queue("1 of 3", edits_id=original)
    wire = outgoing.claim_one()
    outgoing.queue("2 of 3", edits_id=original)

    assert outgoing.claim() == []
    outgoing.arrives(wire)

    assert [each.payload for each in outgoing.claim()] == ["2 of 3"]


def test_two_edits_of_one_message_in_one_turn_leave_the_last(outgoing: Outgoing) -> None:
    original = outgoing.queue("0 of 3")
    outgoing.arrives(outgoing.claim_one())
    posts = [
        Post("telegram", "1", payload, Priority.REPLY, edits_id=original)
        for payload in ("1 of 3", "2 of 3")
    ]
    with outgoing.database.write() as connection:
        outbox.queue(connection, posts, outgoing.clock.now())

    assert outgoing.claim_one().payload == "2 of 3"


def test_nothing_leaves_before_it_is_due(outgoing: Outgoing, clock: FakeClock) -> None:
    outgoing.queue("one")
    outgoing.fails(outgoing.claim_one(), Unreachable("timeout", in_doubt=False))
    assert outgoing.claim() == []

    clock.at += timedelta(seconds=2)

    assert outgoing.claim_one().attempts == 2


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("timeout", in_doubt=False),
        Throttled("ratelimited", timedelta(seconds=2), whole_lane=False),
    ],
)
def test_nothing_overtakes_in_its_chat_what_is_tried_again_unless_it_is_more_urgent(
    outgoing: Outgoing, clock: FakeClock, error: SendError
) -> None:
    for payload in ("part 1", "part 2", "part 3"):
        outgoing.queue(payload, "1", Priority.BROADCAST)
    outgoing.queue("part 1", "2", Priority.BROADCAST)
    first, other = outgoing.claim()
    outgoing.arrives(other)
    outgoing.fails(first, error)
    outgoing.queue("answer", "1", Priority.REPLY)
    reply = outgoing.claim_one()
    outgoing.arrives(reply)
    assert (reply.payload, outgoing.claim()) == ("answer", [])

    clock.at += timedelta(seconds=2)

    assert outgoing.claim_one().payload == "part 1"


def test_each_lane_takes_its_own_chats_and_together_they_take_all(
    database: Database, clock: FakeClock
) -> None:
    lanes = [Outgoing(database, clock, Lane("telegram", number, 3)) for number in range(3)]
    slack = Outgoing(database, clock, Lane("slack"))
    for chat in range(30):
        lanes[0].queue("x", str(chat))
    slack.queue("y", "U1")

    claimed = [{wire.chat for wire in lane.claim(30)} for lane in lanes]

    assert set.union(*claimed) == {str(chat) for chat in range(30)}
    assert sum(map(len, claimed)) == 30
    assert all(claimed)
    assert [wire.chat for wire in slack.claim()] == ["U1"]


def test_what_waits_is_counted_by_channel_with_the_oldest_moment(
    outgoing: Outgoing, clock: FakeClock
) -> None:
    since = clock.now()
    outgoing.queue("one", "1")
    clock.at += timedelta(minutes=5)
    outgoing.queue("two", "2")
    gone = outgoing.queue("three", "3", Priority.REPLY)
    wires = {wire.delivery_id: wire for wire in outgoing.claim()}
    outgoing.fails(wires[gone], Blocked("bot was blocked by the user"))
    outgoing.recover()

    with outgoing.database.read() as connection:
        assert outbox.waiting(connection) == [("telegram", 2, since)]
        assert outbox.by_state(connection) == {"queued": 2, "failed": 1}


def test_what_another_transaction_is_changing_leaves_as_that_one_wrote_it(
    postgresql: Database, clock: FakeClock
) -> None:
    outgoing = Outgoing(postgresql, clock)
    original = outgoing.queue("0 of 3")
    outgoing.arrives(outgoing.claim_one())
    outgoing.queue("1 of 3", edits_id=original)

    with postgresql.write() as connection:
        newer = Post("telegram", "1", "2 of 3", Priority.REPLY, edits_id=original)
        outbox.queue(connection, [newer], clock.now())
        assert outgoing.claim() == []

    assert outgoing.claim_one().payload == "2 of 3"
