"""The connection: whole transactions, moments that are never naive, and plain words where it cannot be opened."""

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.core.errors import Overtaken
from bot.db.database import IDLE_SECONDS, Database, DatabaseError, Outage
from bot.db.tables import leases, memberships
from tests.support.clocks import MONDAY
from tests.support.databases import ON_SQLITE
from tests.support.processes import another


def keep(database: Database, name: str, until: datetime = MONDAY) -> None:
    with database.write() as connection:
        connection.execute(insert(leases).values(name=name, owner="one", until=until))


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(leases.c.name).order_by(leases.c.name)).scalars())


def test_what_happens_inside_is_kept_together_or_not_at_all(database: Database) -> None:
    def turn() -> None:
        with database.write() as connection:
            connection.execute(insert(leases).values(name="b", owner="one", until=MONDAY))
            raise Overtaken

    keep(database, "a")
    with pytest.raises(Overtaken):
        turn()

    assert names(database) == ["a"]


def test_a_reader_neither_waits_for_a_writer_nor_sees_what_is_not_committed(
    database: Database,
) -> None:
    with database.write() as connection:
        connection.execute(insert(leases).values(name="a", owner="one", until=MONDAY))
        assert names(database) == []

    assert names(database) == ["a"]


def test_writers_who_meet_follow_one_another(database: Database) -> None:
    threads = [
        threading.Thread(target=keep, args=(database, f"lease {number}")) for number in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(names(database)) == 8


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    keep(database, "a", summer)

    with database.read() as connection:
        found = connection.execute(select(leases.c.until)).scalar_one()
    assert (found, found.tzinfo) == (summer, UTC)


def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError):
        keep(database, "a", MONDAY.replace(tzinfo=None))

    assert names(database) == []


def test_a_row_cannot_point_at_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(
            insert(memberships).values(home_id="H9", person_id=9, role="manager", since=MONDAY)
        )


async def test_work_is_done_beside_the_loop_and_its_error_comes_back(database: Database) -> None:
    def thread() -> str:
        return threading.current_thread().name

    def fail() -> None:
        raise Overtaken

    ran = await asyncio.gather(*(database.run(thread) for _ in range(3)))

    assert all(each.startswith("database") for each in ran)
    with pytest.raises(Overtaken):
        await database.run(fail)


async def test_short_work_can_be_done_where_it_is_asked_for(database: Database) -> None:
    here = threading.current_thread().name

    assert await database.run_here(lambda: threading.current_thread().name) == here


@ON_SQLITE
def test_threads_that_write_at_once_take_turns(database: Database) -> None:
    writers = [threading.Thread(target=keep, args=(database, str(number))) for number in range(10)]

    for each in writers:
        each.start()
    for each in writers:
        each.join()

    assert sorted(names(database)) == [str(number) for number in range(10)]


def test_it_answers_and_tells_the_time(database: Database) -> None:
    assert database.answers()
    assert abs(database.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_database_that_is_gone_does_not_answer(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/missing/homeround.db")

    assert not database.answers()
    database.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("not a url", "the database url cannot be read"),
        (
            "mysql://localhost/homeround",
            "the database url names mysql; Homeround runs on sqlite and postgresql",
        ),
    ],
)
def test_a_url_that_cannot_be_used_gets_one_plain_sentence(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseError) as error:
        Database(url)

    assert str(error.value) == sentence


@pytest.mark.parametrize("name", ["postgresql", "postgresql+asyncpg", "postgresql+psycopg"])
def test_any_way_of_writing_a_postgresql_url_is_understood(name: str) -> None:
    database = Database(f"{name}://somebody@localhost/homeround")

    assert database.url.drivername == "postgresql+psycopg"
    assert not database.is_sqlite
    database.close()


def cut(database: Database) -> None:
    """Let the server end every connection to the database, as a restart does."""
    with another(database) as other, other.write() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def test_a_connection_that_was_cut_while_it_lay_idle_is_made_anew(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(postgresql, "a")
    cut(postgresql)
    now = time.monotonic()
    monkeypatch.setattr("bot.db.database.monotonic", lambda: now + IDLE_SECONDS + 1)

    assert names(postgresql) == ["a"]


def test_one_that_is_cut_in_use_is_an_outage_and_the_next_is_made_anew(
    postgresql: Database,
) -> None:
    keep(postgresql, "a")
    cut(postgresql)

    with pytest.raises(Outage):
        names(postgresql)

    assert names(postgresql) == ["a"]
