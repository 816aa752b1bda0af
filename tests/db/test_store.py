"""What a turn decides is written once, for whoever comes first, and numbered without gaps."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Never

import pytest
from sqlalchemy import select

from bot.content import load_content
from bot.core.codes import hash_code, new_code
from bot.core.errors import Overtaken
from bot.core.facts import (
    AccountOpened,
    AccountShut,
    ConversationKept,
    Joined,
    Left,
    LinkCodeMade,
)
from bot.core.people import HomeId, Role
from bot.core.turn import Caller
from bot.db import audit, inbox, invites, people
from bot.db.database import Connection, Database
from bot.db.record import record
from bot.db.store import Desk, Store
from bot.db.tables import accounts
from bot.db.tables import audit as audit_table
from bot.db.tables import invites as invites_table
from tests.support import needs
from tests.support.channels import TextPainter
from tests.support.clocks import MONDAY
from tests.support.joined import add_home, join
from tests.support.outgoing import Outgoing

HOUR = timedelta(hours=1)
RAISED = needs.raised(1, "H1", "power", "clinical", "No power.")


@pytest.fixture(scope="module")
def desk() -> Desk:
    def draws_nothing(*_about: object, **_more: object) -> Never:
        raise AssertionError

    content = load_content(Path(__file__).parents[2] / "content")
    return Desk(
        content,
        {"telegram": TextPainter()},
        draws_nothing,
        draws_nothing,
        draws_nothing,
        draws_nothing,
    )


def store(connection: Connection, desk: Desk, chat: str = "1", hours: int = 0) -> Store:
    return Store(connection, desk, "telegram", chat, MONDAY + hours * HOUR)


def caller(at: Store) -> Caller:
    account = at.account()
    return Caller(at.person(account.person_id), account) if account else Caller()


def test_numbers_of_a_series_have_no_gaps_also_where_a_turn_is_rolled_back(
    database: Database, desk: Desk
) -> None:
    def overtaken_turn() -> None:
        with database.write() as connection:
            assert store(connection, desk).number("escalation") == 1
            raise Overtaken

    with pytest.raises(Overtaken):
        overtaken_turn()
    with database.write() as connection:
        numbers = [store(connection, desk).number("escalation") for _ in range(3)]
        assert store(connection, desk).number("broadcast") == 1

    assert numbers == [1, 2, 3]


def test_two_processes_never_get_one_number(database: Database, desk: Desk) -> None:
    start = threading.Barrier(4)
    numbers: list[int] = []

    def take() -> None:
        start.wait()
        for _ in range(5):
            with database.write() as connection:
                numbers.append(store(connection, desk).number("escalation"))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(numbers) == list(range(1, 21))


def test_an_invite_joins_the_first_who_uses_it_and_overtakes_the_second(
    database: Database, desk: Desk
) -> None:
    with database.write() as connection:
        add_home(connection, "H1", "Ash Lodge")
        (made,), _ = invites.for_homes(connection, ["H1"], Role.MANAGER, MONDAY)
        first, second = store(connection, desk, "1"), store(connection, desk, "2")
        invite = first.invite(hash_code(made.code))
        assert invite
        fact = Joined(invite.invite_id, "Samir")

        record(first, Caller(), fact)
        with pytest.raises(Overtaken):
            record(second, Caller(), fact)

        joined = caller(first).person
        assert joined
        assert (joined.name, joined.runs(HomeId("H1"))) == ("Samir", True)
        assert caller(second) == Caller()


def test_an_invite_that_ran_out_meanwhile_joins_nobody(database: Database, desk: Desk) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        (made,), _ = invites.for_homes(connection, ["H1"], Role.MANAGER, MONDAY)
        late = store(connection, desk, hours=14 * 24)
        invite = late.invite(hash_code(made.code))
        assert invite

        with pytest.raises(Overtaken):
            record(late, Caller(), Joined(invite.invite_id, "Samir"))


def test_who_joins_a_second_home_stays_the_same_person(database: Database, desk: Desk) -> None:
    with database.write() as connection:
        for home_id in ("H1", "H2"):
            add_home(connection, home_id)
        samir = join(connection, "H1", chat="1")
        (made,), _ = invites.for_homes(connection, ["H2"], Role.DEPUTY, MONDAY)
        at = store(connection, desk)
        invite = at.invite(hash_code(made.code))
        assert invite

        record(at, caller(at), Joined(invite.invite_id, "Sam"))

        person = caller(at).person
        assert person
        assert (person.person_id, person.name, len(person.memberships)) == (samir, "Samir", 2)


def test_a_link_code_gives_the_person_a_second_account_and_is_kept_hashed(
    database: Database, desk: Desk
) -> None:
    code = new_code()
    with database.write() as connection:
        samir = join(connection, chat="1")
        at, other = store(connection, desk, "1"), store(connection, desk, "2", hours=1)
        record(at, caller(at), LinkCodeMade(hash_code(code)))
        invite = other.invite(hash_code(code))
        assert invite

        record(other, Caller(), Joined(invite.invite_id, invite.name))

        linked = caller(other).person
        assert linked
        assert linked.person_id == samir
        kept = connection.execute(select(invites_table)).mappings().one()
        assert code not in map(str, kept.values())


def test_who_returns_is_written_to_again_but_who_left_is_not(
    database: Database, desk: Desk
) -> None:
    with database.write() as connection:
        join(connection, chat="1")
        people.end(connection, join(connection, chat="2"), MONDAY)
        for chat in ("1", "2"):
            at = store(connection, desk, chat)
            record(at, caller(at), AccountShut())
            record(at, caller(at), AccountOpened())

        shut = connection.execute(select(accounts.c.shut_reason).order_by(accounts.c.account_id))
        assert list(shut.scalars()) == ["", "left"]


def test_what_still_waits_for_who_leaves_is_cancelled(outgoing: Outgoing, desk: Desk) -> None:
    with outgoing.database.write() as connection:
        samir = join(connection, chat="1")
        account = people.account_at(connection, "telegram", "1")
    assert account
    number = outgoing.queue("news", "1", account_id=account.account_id)
    with outgoing.database.write() as connection:
        at = store(connection, desk)
        record(at, caller(at), Left(samir))

    assert outgoing.state(number) == "cancelled"


def test_a_dialogue_is_replaced_whole_and_forgotten(database: Database, desk: Desk) -> None:
    with database.write() as connection:
        at = store(connection, desk)
        for state in ({"form": "help", "at": 1}, {"form": "help"}, {}):
            record(at, Caller(), ConversationKept(state))

            assert inbox.conversations_in(connection, ["telegram"], ["1"]) == {
                ("telegram", "1"): state
            }


def test_what_a_lead_does_is_in_the_audit_log_and_no_text_with_it(
    database: Database, desk: Desk
) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        manager = store(connection, desk, "1")
        join(connection, "H1", chat="1")
        lead = store(connection, desk, "2", hours=1)
        priya = join(connection, "clinical", chat="2", name="Priya", role=Role.LEAD)
        record(manager, caller(manager), LinkCodeMade(hash_code(new_code())))
        record(lead, caller(lead), ConversationKept({"form": "help"}))
        record(lead, caller(lead), RAISED)

        rows = connection.execute(select(audit_table)).mappings().all()
        assert audit.first_altered(connection) is None

    (line,) = rows
    assert (line["actor"], line["person_id"], line["at"]) == (
        f"person:{priya}",
        priya,
        MONDAY + HOUR,
    )
    assert (line["action"], line["about"]) == ("EscalationRaised", "escalation_id=1")
