"""What a command says where the config, the content or the database is not as it must be: a sentence, no traceback."""

import shutil
import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from bot.db.database import Database
from tests.support.databases import PostgresServer
from tests.support.operator import ROOT, TELEGRAM, Operator

NOT_READY = "The database is not at the present tables. Run: homeround db upgrade"
NEWS = ["--audience", "all", "--file", "news.md"]
UNREACHED = "The database cannot be reached. Look at [database] url in config.toml."


def at(operator: Operator, url: str) -> Operator:
    """Return the operator with another database's address in the config."""
    text = operator.config.read_text(encoding="utf-8").splitlines()
    operator.config.write_text("\n".join([text[0], f'url = "{url}"', *text[2:]]), encoding="utf-8")
    return operator


def test_a_config_that_is_not_there_is_told(operator: Operator) -> None:
    operator.config.unlink()

    for words in (["homes", "list"], ["db", "upgrade"]):
        assert operator.fails(*words) == ["config.toml: is not there"]
    assert operator.fails("check")[0] == "config.toml: is not there"


def test_every_command_tells_all_faults_of_the_config(operator: Operator) -> None:
    operator.config.write_text('[http]\nport = "x"\nprot = 1\n', encoding="utf-8")
    told = [
        "config.toml:2: http.port: must be a whole number",
        'config.toml:3: http.prot: is not known here (did you mean "port"?)',
    ]

    for words in (["homes", "list"], ["db", "upgrade"], ["broadcast", *NEWS]):
        assert operator.fails(*words) == told


def test_check_tells_all_faults_of_the_config_and_of_the_content_at_once(
    operator: Operator, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "words")
    (tmp_path / "words" / "signpost.md").write_text("")
    (tmp_path / "words" / "notes.txt").write_text("")
    operator.config.write_text('[http]\nport = "x"\n[content]\npath = "words"\n', encoding="utf-8")

    assert operator.fails("check") == [
        "config.toml:2: http.port: must be a whole number",
        "words/notes.txt: is read by nothing",
        "words/signpost.md: is empty",
    ]


def test_check_says_that_all_is_well(operator: Operator) -> None:
    assert operator.does("check").startswith("No faults. Questionnaires: ")


def test_a_command_does_nothing_while_the_content_has_faults(
    operator: Operator, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    text = operator.config.read_text(encoding="utf-8")
    operator.config.write_text(text.replace(str(ROOT / "content"), "empty"), encoding="utf-8")

    assert "empty/teams.toml: is not there" in operator.fails("round", "open", "weekly")


def test_a_database_that_is_not_there_is_told_and_not_made(
    operator: Operator, tmp_path: Path
) -> None:
    at(operator, f"sqlite:///{tmp_path}/none.db")

    told = operator.fails("homes", "list")

    assert told == [f"There is no database {tmp_path}/none.db yet. Make it: homeround db upgrade"]
    assert not (tmp_path / "none.db").exists()


def test_a_database_without_tables_is_told_and_can_be_upgraded_twice(
    operator: Operator, tmp_path: Path
) -> None:
    (tmp_path / "empty.db").touch()
    at(operator, f"sqlite:///{tmp_path}/empty.db")
    assert operator.fails("homes", "list") == [NOT_READY]

    for _ in range(2):
        assert operator.does("db", "upgrade") == "The database is ready.\n"

    assert operator.does("homes", "list").startswith("There are no homes yet.")


def test_upgrade_makes_a_database_and_leaves_what_is_in_one(
    operator: Operator, tmp_path: Path
) -> None:
    before = operator.does("homes", "list", "--json")
    operator.does("db", "upgrade")
    assert operator.does("homes", "list", "--json") == before

    at(operator, f"sqlite:///{tmp_path}/new.db").does("db", "upgrade")

    assert operator.does("homes", "list", "--json") == "[]\n"


def test_upgrade_makes_the_tables_on_postgresql_too(
    operator: Operator, postgres_server: PostgresServer
) -> None:
    with postgres_server.empty() as empty:
        at(operator, empty.url.render_as_string(hide_password=False))
        assert operator.fails("homes", "list") == [NOT_READY]

        for _ in range(2):
            assert operator.does("db", "upgrade") == "The database is ready.\n"

        assert operator.does("homes", "list", "--json") == "[]\n"


def test_a_database_of_a_newer_version_is_told(operator: Operator) -> None:
    with operator.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert operator.fails("homes", "list") == [NOT_READY]
    assert operator.fails("db", "upgrade") == [
        "The database was made by a newer Homeround; install that one."
    ]


@pytest.mark.parametrize(
    ("name", "upgrade"),
    [
        ("junk.db", "file is not a database"),
        ("folder.db", "unable to open database file"),
        ("none/none.db", "unable to open database file"),
    ],
)
def test_a_file_that_can_be_no_database_is_told(
    operator: Operator, tmp_path: Path, name: str, upgrade: str
) -> None:
    (tmp_path / "junk.db").write_text("x" * 5000)
    (tmp_path / "folder.db").mkdir()
    at(operator, f"sqlite:///{tmp_path}/{name}")

    assert len(operator.fails("homes", "list")) == 1
    told = f"The database could not be used: {upgrade}. Try: homeround doctor"
    assert operator.fails("db", "upgrade") == [told]


def test_a_database_that_cannot_be_written_is_told_and_can_be_read(operator: Operator) -> None:
    before = operator.does("homes", "list", "--json")
    path = operator.database.url.database
    at(operator, f"sqlite:///file:{path}?mode=ro&uri=true")

    assert operator.does("homes", "list", "--json") == before
    assert operator.fails("invite", "--all-homes") == [
        "The database could not be used: attempt to write a readonly database. Try: homeround doctor"
    ]


def test_a_command_waits_for_its_turn_with_a_locked_database(operator: Operator) -> None:
    path = operator.database.url.database
    assert path is not None
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    ran: list[str] = []

    command = Thread(target=lambda: ran.append(operator.does("round", "open", "weekly")))
    command.start()
    command.join(0.2)
    assert ran == []
    holder.execute("COMMIT")
    command.join(30)

    assert ran == [
        "Weekly check-in is open: 0 of 3 homes are asked. The others cannot be reached yet.\n"
    ]
    holder.close()


def test_a_postgresql_that_is_down_is_told(operator: Operator) -> None:
    # Port 1 is nobody's.
    at(operator, "postgresql://bot@127.0.0.1:1/homes")

    assert operator.fails("homes", "list") == [UNREACHED]
    (told,) = operator.fails("db", "upgrade")
    assert told.startswith("The database could not be used: connection failed")


@pytest.mark.parametrize("url", ["postgresql://[", "sqlite+nothing:///x.db"])
def test_an_address_that_names_no_database_is_told(operator: Operator, url: str) -> None:
    at(operator, url)

    for words in (["homes", "list"], ["db", "upgrade"], ["doctor"]):
        ran = operator.runs(*words)
        assert ran.code == 1
        assert "Traceback" not in ran.err + ran.out


@pytest.mark.acceptance
def test_run_says_what_it_cannot_run_without(tmp_path: Path, sqlite: Database) -> None:
    told = {}
    for more in ("", TELEGRAM):
        operator = Operator(tmp_path, sqlite, more)
        ran = operator.runs_as_process("run")
        told[more] = (ran.code, ran.faults)

    assert told == {
        "": (1, ["No channel is on. Set enabled = true in [telegram] or [slack] of config.toml."]),
        TELEGRAM: (1, ["These are not set in the environment: HOMEROUND_TELEGRAM_TOKEN."]),
    }


def test_doctor_tells_the_faults_of_config_and_content_as_findings(
    operator: Operator, tmp_path: Path
) -> None:
    operator.config.write_text('[http]\nport = "x"\n', encoding="utf-8")
    ran = operator.runs("doctor")
    assert (ran.code, ran.err) == (1, "")
    assert "must be a whole number" in ran.out

    (tmp_path / "empty").mkdir()
    operator.config.write_text(
        f'[database]\nurl = "sqlite:///{tmp_path}/none.db"\n[content]\npath = "empty"\n',
        encoding="utf-8",
    )
    ran = operator.runs("doctor")
    assert ran.code == 1
    assert "empty/teams.toml" in ran.out
