"""Files are kept whole, leave with what they go along with, and are brought to a platform once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.broadcasts import BroadcastState
from bot.core.deliveries import Lane, Result, Sent, Wire
from bot.core.errors import Forgotten, Overtaken
from bot.core.messages import File
from bot.core.people import PersonId
from bot.db import backup, broadcasts, files, outbox
from bot.db.ahead import Ahead
from bot.db.database import Connection, Database
from bot.db.tables import files as table
from tests.support.clocks import MONDAY
from tests.support.joined import add_home, join, take_role
from tests.support.network import AT_ONCE
from tests.support.pictures import picture
from tests.support.told import draft

POSTER = File("poster.png", picture(), "Wash your hands")
LANE = Lane("telegram")


def with_file(connection: Connection, number: int = 1) -> int:
    """Keep a draft with a file, and return the number of the file."""
    draft(connection, number, "Wash your hands.")
    kept = files.keep(connection, POSTER, None, MONDAY)
    files.add(connection, number, kept, POSTER.alt)
    return kept


def sent_to(database: Database, homes: int) -> None:
    with database.write() as connection:
        for place in range(homes):
            add_home(connection, f"H{place}")
            person = join(connection, chat=str(7001 + place))
            take_role(connection, person, f"H{place}")
        with_file(connection)
        broadcasts.decide(connection, 1, BroadcastState.SENDING)
        found = broadcasts.broadcast(connection, 1)
        assert found
        parts = {"telegram": ("file", "text")}
        broadcasts.queue(connection, found, parts, MONDAY, AT_ONCE)


def claimed(database: Database, most: int = 1) -> list[Wire]:
    with database.write() as connection:
        return Ahead(LANE).claim(connection, most, lambda _: False, MONDAY)


def settled(database: Database, *results: Result) -> None:
    with database.write() as connection:
        outbox.settle(connection, LANE, results, MONDAY)


def test_a_broadcast_has_the_file_that_was_added_last_until_it_goes_out(
    database: Database,
) -> None:
    with database.write() as connection:
        with_file(connection)
        leaflet = files.keep(connection, File("leaflet.pdf", b"%PDF-"), None, MONDAY)
        files.add(connection, 1, leaflet, "")
        found = broadcasts.broadcast(connection, 1)
        assert found
        assert found.file == File("leaflet.pdf", file_id=leaflet)

        broadcasts.decide(connection, 1, BroadcastState.SENDING)
        changes: list[Callable[[], None]] = [
            lambda: files.add(connection, 1, 1, ""),
            lambda: files.take_out(connection, 1),
        ]
        for change in changes:
            with pytest.raises(Overtaken):
                change()


def test_it_is_brought_once_and_called_by_its_name_after_that(database: Database) -> None:
    sent_to(database, 3)
    (first,) = claimed(database)
    assert (first.payload, first.content, first.known_as) == ("file", POSTER.content, "")

    settled(database, Result(first, Sent(first.chat, "1", "abc")))
    *_, second = [each for each in claimed(database, 3) if each.payload == "file"]
    assert (second.content, second.known_as) == (b"", "abc")

    settled(database, Result(second, error=Forgotten("file_forgotten")))
    with database.write() as connection:
        assert files.loaded(connection, "telegram", [first])[0].content == POSTER.content
        assert files.loaded(connection, "slack", [first])[0].known_as == ""


def test_text_brings_no_file(database: Database) -> None:
    sent_to(database, 1)
    (file,) = claimed(database)
    settled(database, Result(file, Sent(file.chat, "1", "abc")))

    (text,) = claimed(database)

    assert (text.payload, text.file_id, text.content) == ("text", None, b"")


def test_one_that_platforms_call_by_the_same_name_in_two_tries_is_remembered_once(
    database: Database,
) -> None:
    sent_to(database, 2)
    both = [each for each in claimed(database, 2) if each.payload == "file"]

    settled(
        database, *(Result(each, Sent(each.chat, "1", f"abc{n}")) for n, each in enumerate(both))
    )

    with database.read() as connection:
        (again,) = files.loaded(connection, "telegram", [both[0]])
        assert again.known_as == "abc0"


def test_what_went_along_with_nothing_is_forgotten_and_the_rest_is_kept(
    database: Database,
) -> None:
    later = MONDAY + timedelta(days=8)
    with database.write() as connection:
        used, unused = with_file(connection), files.keep(connection, POSTER, None, MONDAY)
        new = files.keep(connection, POSTER, None, later)

        files.forget_unused(connection, later - timedelta(days=7))

        assert [bool(files.content(connection, each)) for each in (used, unused, new)] == [
            True,
            False,
            True,
        ]


def test_only_who_brought_a_file_may_use_it_and_only_once(database: Database) -> None:
    with database.write() as connection:
        priya = join(connection, name="Priya")
        draft(connection, 1, "One.")
        kept = files.keep(connection, POSTER, priya, MONDAY)
        look = files.FileLook(connection)
        found = replace(POSTER, content=b"", alt="", file_id=kept)
        assert look.brought(kept, priya) == found
        assert look.brought(kept, PersonId(priya + 1)) is None

        files.add(connection, 1, kept, "")
        assert look.brought(kept, priya) is None


def test_a_backup_has_every_file_to_the_last_byte(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        with_file(connection)
    path, copy = tmp_path / "backup.db", Database(f"sqlite:///{tmp_path / 'copy.db'}")

    backup.back_up(database, path, MONDAY, lambda: None)
    backup.restore(path, copy, MONDAY, lambda: None)

    with copy.read() as connection:
        assert connection.execute(select(table.c.content)).scalars().all() == [POSTER.content]
    copy.close()
