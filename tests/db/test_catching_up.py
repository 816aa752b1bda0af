"""What comes after sending when two do it at once: one copy a home, one more try, one reminder."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.core.broadcasts import Broadcast, BroadcastState
from bot.core.errors import Overtaken, Rejected
from bot.core.facts import BroadcastDrafted, HomeCaughtUp
from bot.core.kindness import Kindness
from bot.core.people import HomeId
from bot.db import broadcasts, catching_up, corrections, drafts, receipts
from bot.db.copies import Payloads
from bot.db.database import Connection, Database
from bot.db.kindness import Thing
from tests.support.clocks import MONDAY, FakeClock
from tests.support.joined import add_home, join
from tests.support.outgoing import Outgoing

PURSE = (Kindness(), MONDAY)
PARTS: Payloads = {"telegram": ("A storm comes.",)}
MONTH = timedelta(days=31)


@pytest.fixture
def outgoing(postgresql: Database, clock: FakeClock) -> Outgoing:
    """A broadcast to two homes, of which one had joined."""
    outgoing = Outgoing(postgresql, clock)
    with postgresql.write() as connection:
        add_home(connection, "H1")
        add_home(connection, "H2")
        join(connection, "H1", chat="1")
        fact = BroadcastDrafted(1, "all", "A storm comes.", urgent=False, ack=False)
        drafts.draft(connection, fact, None, MONDAY)
        broadcasts.decide(connection, 1, BroadcastState.SENDING)
        broadcasts.queue(connection, sent(connection), PARTS, MONDAY, Kindness())
    return outgoing


def sent(connection: Connection) -> Broadcast:
    found = broadcasts.broadcast(connection, 1)
    assert found
    return found


def at_once(*deeds: Callable[[], None]) -> list[BaseException | None]:
    with ThreadPoolExecutor(len(deeds)) as threads:
        return [each.exception(10) for each in [threads.submit(deed) for deed in deeds]]


def test_of_two_people_of_a_home_that_join_at_once_one_gets_it(outgoing: Outgoing) -> None:
    def joins(chat: str) -> None:
        with outgoing.database.write() as connection:
            join(connection, "H2", chat=chat)
            fact = HomeCaughtUp(HomeId("H2"), MONDAY - MONTH, MONDAY - MONTH)
            catching_up.catch_up(connection, fact, ["telegram"], PURSE)

    faults = at_once(lambda: joins("2"), lambda: joins("3"))

    assert faults == [None, None]
    chats = [wire.chat for wire in outgoing.claim()]
    assert len(chats) == 2
    assert "1" in chats


def test_what_two_leads_try_again_at_once_goes_out_once(outgoing: Outgoing) -> None:
    outgoing.fails(outgoing.claim_one(), Rejected("chat not found"))

    def again() -> None:
        with outgoing.database.write() as connection:
            corrections.hold_alone(connection, 1)
            catching_up.try_again(connection, sent(connection), ["telegram"], PURSE)

    assert at_once(again, again) == [None, None]
    outgoing.arrives(outgoing.claim_one())
    assert outgoing.claim() == []
    with outgoing.database.read() as connection:
        assert receipts.figures(connection, 1).delivered == 1


def test_of_two_leads_that_ask_the_unread_at_once_one_does(outgoing: Outgoing) -> None:
    outgoing.arrives(outgoing.claim_one())
    reminder = Thing("chase:1", "Have you read this?", urgent=False)

    def chases() -> None:
        with outgoing.database.write() as connection:
            asked: Payloads = {"telegram": ("Have you read this?",)}
            catching_up.chase(connection, sent(connection), (reminder, asked), PURSE)

    faults = at_once(chases, chases)

    assert sorted(map(type, faults), key=str) == [type(None), Overtaken]
    assert [wire.payload for wire in outgoing.claim()] == ["Have you read this?"]
