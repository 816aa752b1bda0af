"""The directory brought up to a file: created, changed, unchanged, missing, and never anything removed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.db import directory
from bot.db.database import Database
from bot.db.directory import Changed, Comparison, Described
from bot.db.tables import home_cqc_ids
from tests.support.clocks import MONDAY
from tests.support.joined import join

DAY = timedelta(days=1)


def ours(home_id: str, name: str, cqc: str = "", **more: Any) -> Described:
    """A row of the network's own file."""
    types, tags = more.pop("types", ("nursing",)), more.pop("tags", ())
    return Described(home_id, cqc, {"name": name, **more}, types, tags)


def cqc(location: str, name: str, types: tuple[str, ...] = ("nursing",), **more: Any) -> Described:
    """A row of CQC's file, which knows no id of ours."""
    return Described("", location, {"name": name, **more}, types, ())


def imported(
    database: Database, *described: Described, keep: bool = True, days: int = 0
) -> Comparison:
    with database.write() as connection:
        return directory.compare_and_keep(connection, described, MONDAY + days * DAY, keep=keep)


def listed(database: Database) -> dict[str, dict[str, Any]]:
    with database.read() as connection:
        return {row["home_id"]: row for row in directory.listing(connection)}


def test_the_first_file_creates_every_home(database: Database) -> None:
    found = imported(
        database,
        ours("H2", "Birch House", area="North", beds=40, tags=("pilot",)),
        ours("H1", "Ash Lodge", types=("ld", "nursing")),
    )

    assert found == Comparison((("H2", "Birch House"), ("H1", "Ash Lodge")), (), 0, ())
    homes = listed(database)
    assert list(homes) == ["H1", "H2"]
    assert (homes["H1"]["types"], homes["H1"]["tags"]) == (["ld", "nursing"], [])
    assert (homes["H2"]["area"], homes["H2"]["beds"], homes["H2"]["tags"]) == (
        "North",
        40,
        ["pilot"],
    )
    assert homes["H2"]["imported_at"] == MONDAY


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    rows = ours("H1", "Ash Lodge", "1-1", area="North"), ours("H2", "Birch House", tags=("pilot",))
    imported(database, *rows)
    before = listed(database)

    assert imported(database, *rows, days=1) == Comparison((), (), 2, ())
    assert listed(database) == before


def test_what_a_file_says_otherwise_is_told_field_by_field_and_kept(database: Database) -> None:
    imported(database, ours("H1", "Ash Lodge", area="North", telephone="1"), ours("H2", "Birch"))

    found = imported(
        database,
        ours("H1", "Ash Court", area="South", telephone="1", types=("ld",), tags=("pilot",)),
        ours("H2", "Birch"),
        days=1,
    )

    (changed,) = found.changed
    assert (changed.home_id, changed.name) == ("H1", "Ash Lodge")
    assert set(changed.fields) == {
        ("name", "Ash Lodge", "Ash Court"),
        ("area", "North", "South"),
        ("type", "nursing", "ld"),
        ("tag", "", "pilot"),
    }
    assert found.unchanged == 1
    home = listed(database)["H1"]
    assert (home["name"], home["types"], home["tags"]) == ("Ash Court", ["ld"], ["pilot"])
    assert home["imported_at"] == MONDAY + DAY


def test_an_empty_field_says_nothing(database: Database) -> None:
    imported(database, ours("H1", "Ash Lodge", telephone="020 1", beds=40))

    assert imported(database, ours("H1", "Ash Lodge", telephone="", beds=None)).unchanged == 1
    assert listed(database)["H1"]["telephone"] == "020 1"


def test_a_look_ahead_keeps_nothing(database: Database) -> None:
    imported(database, ours("H1", "Ash Lodge"))
    before = listed(database)

    found = imported(database, ours("H1", "Ash Court"), ours("H2", "Birch"), keep=False)

    assert found.created == (("H2", "Birch"),)
    assert found.changed == (Changed("H1", "Ash Lodge", (("name", "Ash Lodge", "Ash Court"),)),)
    assert listed(database) == before


def test_a_home_that_the_file_does_not_have_is_listed_and_stays(database: Database) -> None:
    imported(database, ours("H1", "Ash Lodge"), ours("H2", "Birch"))

    assert imported(database, ours("H2", "Birch")).missing == (("H1", "Ash Lodge"),)
    assert list(listed(database)) == ["H1", "H2"]


def test_a_home_that_registers_anew_is_found_by_its_former_id_as_well(database: Database) -> None:
    imported(database, ours("H1", "Ash Lodge", "1-100"))
    imported(database, ours("H1", "Ash Lodge", "1-200"), days=1)

    for location in ("1-100", "1-200"):
        found = imported(database, cqc(location, "Ash Lodge"), keep=False)
        assert found.created == ()
        assert found.missing == ()
    with database.read() as connection:
        kept = connection.execute(select(home_cqc_ids.c.cqc_id).order_by(home_cqc_ids.c.cqc_id))
        assert list(kept.scalars()) == ["1-100", "1-200"]
    assert listed(database)["H1"]["cqc_location_id"] == "1-200"


def test_settings_that_share_one_location_take_from_it_only_what_holds_for_all(
    database: Database,
) -> None:
    imported(
        database,
        ours("H1", "Ash Lodge, nursing", "1-1", types=("nursing",), telephone="1"),
        ours("H2", "Ash Lodge, garden flats", "1-1", types=("ld",), telephone="2"),
    )

    found = imported(
        database,
        cqc("1-1", "ASH LODGE", ("residential",), provider="Oak Care", telephone="9"),
    )

    assert {each.home_id: each.fields for each in found.changed} == {
        "H1": (("provider", "", "Oak Care"),),
        "H2": (("provider", "", "Oak Care"),),
    }
    homes = listed(database)
    assert [homes[each]["name"] for each in ("H1", "H2")] == [
        "Ash Lodge, nursing",
        "Ash Lodge, garden flats",
    ]
    assert [homes[each]["types"] for each in ("H1", "H2")] == [["nursing"], ["ld"]]


def test_a_location_that_nobody_knows_becomes_a_home_of_its_own(database: Database) -> None:
    found = imported(database, cqc("1-9", "New Home", area="Bromley"))

    assert found.created == (("C1-9", "New Home"),)
    assert listed(database)["C1-9"]["area"] == "Bromley"
    assert imported(database, cqc("1-9", "New Home", area="Bromley"), days=1).unchanged == 1


def test_the_networks_own_area_and_tags_outlast_cqcs_file(database: Database) -> None:
    imported(database, ours("H1", "Ash Lodge", "1-1", area="Penge", tags=("pilot",)))

    found = imported(database, cqc("1-1", "Ash Lodge", area="Bromley"), days=1)

    assert found.changed == ()
    home = listed(database)["H1"]
    assert (home["area"], home["tags"]) == ("Penge", ["pilot"])


def test_kinds_of_care_that_the_file_does_not_know_of_stay_whatever_else_changes(
    database: Database,
) -> None:
    imported(database, ours("H1", "Ash Lodge", "1-1", types=("ld", "nursing")))

    found = imported(database, cqc("1-1", "Ash Lodge", ("nursing",), telephone="9"), days=1)

    assert [each.fields for each in found.changed] == [(("telephone", "", "9"),)]
    assert listed(database)["H1"]["types"] == ["ld", "nursing"]


def test_the_list_says_how_many_people_have_joined(database: Database) -> None:
    imported(database, ours("H1", "Ash Lodge"), ours("H2", "Birch"))
    with database.write() as connection:
        join(connection, "H1", chat="1")
        join(connection, "H1", chat="2")

    assert {home_id: row["people"] for home_id, row in listed(database).items()} == {
        "H1": 2,
        "H2": 0,
    }
