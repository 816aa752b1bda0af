"""``homeround invite``: codes that open what they say, written down or not made at all."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.codes import hash_code
from bot.db.database import Database
from tests.support.directory_files import ours, own_file
from tests.support.operator import TELEGRAM, Operator

COLUMNS = ["home_id", "home_name", "role", "code", "telegram_link", "expires"]
NOBODY = "There are no homes yet. Import them: homeround homes import FILE"


def kept(operator: Operator) -> dict[str, tuple[str, str | None, str | None]]:
    """Return the role, home and team of each invite in the database, by the hash of its code."""
    with operator.database.read() as connection:
        query = "SELECT code_hash, role, home_id, team FROM invites"
        return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(query)}


def read(text: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    assert reader.fieldnames == COLUMNS
    return list(reader)


def test_codes_for_some_homes_are_printed_once_and_kept_only_hashed(on_both: Operator) -> None:
    rows = read(on_both.does("invite", "--home", "H2", "--home", "H1", "--home", "H2"))

    assert [(row["home_id"], row["home_name"], row["role"]) for row in rows] == [
        ("H1", "Ash Lodge", "manager"),
        ("H2", "Birch House", "manager"),
    ]
    assert kept(on_both) == {
        hash_code(row["code"]): ("manager", row["home_id"], None) for row in rows
    }
    for row in rows:
        code = row["code"].replace("-", "")
        assert row["telegram_link"] == f"https://t.me/north_bot?start={code}"


def test_every_home_gets_a_code_in_a_file(on_both: Operator, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"

    printed = on_both.does("invite", "--all-homes", "--deputy", "--csv", path)

    assert printed == f"Wrote 3 invites to {path}.\n"
    rows = read(path.read_text(encoding="utf-8"))
    assert [row["role"] for row in rows] == ["deputy"] * 3
    assert len(kept(on_both)) == 3


def test_a_lead_gets_a_code_for_the_team(on_both: Operator) -> None:
    (row,) = read(on_both.does("invite", "--lead", " Łucja ", "--team", "clinical"))

    assert (row["home_id"], row["home_name"], row["role"]) == ("", "Łucja", "lead")
    assert kept(on_both) == {hash_code(row["code"]): ("lead", None, "clinical")}


def test_a_code_expires_after_fourteen_days_by_the_networks_calendar(operator: Operator) -> None:
    (row,) = read(operator.does("invite", "--home", "H1"))

    with operator.database.read() as connection:
        query = "SELECT expires_at FROM invites"
        (expires,) = connection.exec_driver_sql(query).scalars()
    moment = datetime.fromisoformat(expires).replace(tzinfo=UTC)
    left = moment - datetime.now(UTC)
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    assert row["expires"] == str(moment.astimezone(ZoneInfo("Europe/London")).date())


def test_without_telegram_there_is_no_link(tmp_path: Path, sqlite: Database) -> None:
    operator = Operator(tmp_path, sqlite, more="")
    operator.does("homes", "import", operator.writes("o.csv", own_file(ours("H1", "Ash Lodge"))))

    (row,) = read(operator.does("invite", "--home", "H1"))

    assert row["telegram_link"] == ""


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+44", "-2", "@cmd", "＝1+1", '=HYPERLINK("http://x","y")'],  # noqa: RUF001
)
def test_a_spreadsheet_works_out_no_name(operator: Operator, name: str) -> None:
    operator.does("homes", "import", operator.writes("o.csv", own_file(ours("H1", name))))

    (row,) = read(operator.does("invite", "--home", "H1"))
    (lead,) = read(operator.does("invite", "--lead", name, "--team", "clinical"))

    assert row["home_name"] == lead["home_name"] == f"'{name}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--home", "H9", "--home", "H1", "--home", "H8"), "No home has the id H8, H9."),
        (
            ("--lead", "Priya", "--team", "none"),
            "There is no team none; content/teams.toml has coordinators, infection, clinical.",
        ),
    ],
)
def test_what_nobody_has_makes_no_code(
    operator: Operator, words: tuple[str, ...], told: str
) -> None:
    assert operator.fails("invite", *words) == [told]
    assert kept(operator) == {}


def test_before_there_are_homes_nobody_can_be_invited(tmp_path: Path, sqlite: Database) -> None:
    assert Operator(tmp_path, sqlite).fails("invite", "--all-homes") == [NOBODY]


@pytest.mark.parametrize("option", ["--csv", "--sheet"])
@pytest.mark.parametrize(
    ("place", "why"), [("none/codes", "No such file or directory"), (".", "Is a directory")]
)
def test_codes_that_cannot_be_written_down_are_not_made(
    on_both: Operator, tmp_path: Path, option: str, place: str, why: str
) -> None:
    path = tmp_path / place

    assert on_both.fails("invite", "--all-homes", option, path) == [
        f"{path} cannot be written ({why}), so nothing was done."
    ]
    assert kept(on_both) == {}


def test_where_one_of_two_files_cannot_be_written_the_other_goes_again(
    operator: Operator, tmp_path: Path
) -> None:
    codes, sheet = tmp_path / "codes.csv", tmp_path / "none" / "sheet.pdf"

    operator.fails("invite", "--all-homes", "--csv", codes, "--sheet", sheet)

    assert not codes.exists()
    assert kept(operator) == {}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            "",
            "No channel is on, so there is nothing to join by.",
        ),
        (
            "[telegram]\nenabled = true\n",
            "The sheet needs the bot's name: set bot_name in [telegram] of config.toml.",
        ),
    ],
)
def test_a_sheet_that_would_lead_nowhere_is_not_made(
    tmp_path: Path, sqlite: Database, more: str, told: str
) -> None:
    operator = Operator(tmp_path, sqlite, more)
    operator.does("homes", "import", operator.writes("o.csv", own_file(ours("H1", "Ash Lodge"))))

    (fault,) = operator.fails("invite", "--all-homes", "--sheet", tmp_path / "s.pdf")
    assert fault.startswith(told)
    assert kept(operator) == {}


def test_an_invitation_stands_in_the_audit_log_without_code_or_name(operator: Operator) -> None:
    operator.does("invite", "--all-homes")
    operator.does("invite", "--lead", "Priya", "--team", "clinical")

    with operator.database.read() as connection:
        query = "SELECT actor, action, about FROM audit WHERE action = 'invited' ORDER BY audit_id"
        rows = connection.exec_driver_sql(query).all()
    assert [tuple(row) for row in rows] == [
        ("operator", "invited", "3 invites for homes"),
        ("operator", "invited", "1 invite for team clinical"),
    ]


def test_the_link_is_that_of_the_config(tmp_path: Path, sqlite: Database) -> None:
    operator = Operator(tmp_path, sqlite, TELEGRAM.replace("north", "south"))
    operator.does("homes", "import", operator.writes("o.csv", own_file(ours("H1", "Ash Lodge"))))

    (row,) = read(operator.does("invite", "--all-homes"))

    assert row["telegram_link"].startswith("https://t.me/south_bot?start=")


def test_a_name_that_says_who_a_resident_is_makes_no_code(operator: Operator) -> None:
    (told,) = operator.fails("invite", "--lead", "Priya 943 476 5919", "--team", "clinical")

    assert told == "--lead seems to hold an NHS number, so nothing was kept."
    assert kept(operator) == {}
