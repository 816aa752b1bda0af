"""An import brings the directory up to a file: nothing is lost, nothing is done twice, nothing by halves."""

import json
from typing import Any

from tests.support.directory_files import OWN, monthly_file, ours, own_file, registered
from tests.support.joined import join
from tests.support.operator import Operator


def homes(operator: Operator) -> dict[str, dict[str, Any]]:
    rows = json.loads(operator.does("homes", "list", "--json"))
    return {row["home_id"]: row for row in rows}


def imports(operator: Operator, text: str, *more: str) -> list[str]:
    """Import a file and return the lines that were printed."""
    path = operator.writes("homes.csv", text)
    return operator.does("homes", "import", path, *more).splitlines()


def test_the_same_file_again_changes_nothing(on_both: Operator) -> None:
    on_both.does("homes", "import", OWN)
    before = homes(on_both)

    printed = on_both.does("homes", "import", OWN)

    assert "0 created, 0 changed, 121 unchanged, 0 rejected, 0 not in the file." in printed
    assert homes(on_both) == before


def test_a_dry_run_shows_field_by_field_what_would_change_and_changes_nothing(
    on_both: Operator,
) -> None:
    first = own_file(
        ours("H1", "Ash Lodge", Care_homes_beds="40"),
        ours("H2", "Birch House"),
        ours("H3", "Cedar Court"),
    )
    imports(on_both, first)
    before = homes(on_both)
    second = own_file(
        ours("H1", "Ash Court", Care_homes_beds="45", Neighbourhood="N1"),
        ours("H2", "Birch House"),
        ours("H4", "Damson View"),
    )

    shown = imports(on_both, second, "--dry-run")

    assert shown == [
        "Read 3 homes from the network's own file.",
        "  new      H4  Damson View",
        "  changed  H1  Ash Lodge: name: Ash Lodge -> Ash Court",
        "  changed  H1  Ash Lodge: area: - -> N1",
        "  changed  H1  Ash Lodge: beds: 40 -> 45",
        "  missing  H3  Cedar Court is not in the file; it stays as it is",
        "1 would be created, 1 would be changed, 1 unchanged, 0 rejected, 1 not in the file.",
    ]
    assert homes(on_both) == before


def test_what_a_dry_run_shows_is_what_the_import_then_does(on_both: Operator) -> None:
    imports(on_both, own_file(ours("H1", "Ash Lodge"), ours("H2", "Birch House")))
    second = own_file(ours("H1", "Ash Court"), ours("H3", "Cedar Court"))
    shown = imports(on_both, second, "--dry-run")

    done = imports(on_both, second)

    assert done == [line.replace("would be ", "") for line in shown if not line.startswith("  new")]
    assert {home_id: home["name"] for home_id, home in homes(on_both).items()} == {
        "H1": "Ash Court",
        "H2": "Birch House",
        "H3": "Cedar Court",
    }


def test_several_settings_may_share_one_location_of_cqcs(on_both: Operator) -> None:
    shared = "1-100000001"
    imports(
        on_both,
        own_file(
            ours("H1", "Ash Flat 1", shared),
            ours("H2", "Ash Flat 2", shared),
            ours("H3", "Birch House", "1-100000002"),
        ),
    )

    printed = imports(
        on_both,
        monthly_file(registered(shared, "Ash Supported Living", Provider_Name="Ash Care Ltd")),
    )

    assert printed[-1] == "0 created, 2 changed, 0 unchanged, 0 rejected, 1 not in the file."
    found = homes(on_both)
    assert [found[each]["name"] for each in ("H1", "H2")] == ["Ash Flat 1", "Ash Flat 2"]
    assert [found[each]["provider"] for each in ("H1", "H2")] == ["Ash Care Ltd"] * 2


def test_a_home_that_registers_anew_keeps_its_id_its_people_and_its_former_id(
    on_both: Operator,
) -> None:
    imports(on_both, monthly_file(registered("1-100000001", "Ash Lodge")))
    with on_both.database.write() as connection:
        join(connection, "C1-100000001")

    anew = monthly_file(registered("1-200000002", "ASH  LODGE", Provider_Name="New Care Ltd"))
    printed = imports(on_both, anew)

    location = "cqc_location_id: 1-100000001 -> 1-200000002"
    assert f"  changed  C1-100000001  Ash Lodge: {location}" in printed
    assert printed[-1] == "0 created, 1 changed, 0 unchanged, 0 rejected, 0 not in the file."
    home = homes(on_both)["C1-100000001"]
    assert (home["people"], home["provider"]) == (1, "New Care Ltd")
    # It is known by both from now on, and neither file changes it again.
    assert imports(on_both, anew)[-1].startswith("0 created, 0 changed, 1 unchanged")
    old = monthly_file(registered("1-100000001", "ASH LODGE", Provider_Name="New Care Ltd"))
    assert imports(on_both, old)[-1].startswith("0 created, 0 changed, 1 unchanged")
    assert homes(on_both)["C1-100000001"]["cqc_location_id"] == "1-200000002"


def test_a_file_that_has_the_former_and_the_present_registration_goes_by_the_present_one(
    on_both: Operator,
) -> None:
    imports(on_both, own_file(ours("H1", "Ash Lodge", "1-100000001")))
    imports(on_both, own_file(ours("H1", "Ash Lodge", "1-200000002")))
    both = monthly_file(
        registered("1-200000002", "Ash Lodge", Provider_Name="New Care Ltd"),
        registered("1-100000001", "Ash Lodge", Provider_Name="Old Care Ltd"),
    )

    imports(on_both, both)

    assert homes(on_both)["H1"]["provider"] == "New Care Ltd"
    assert imports(on_both, both)[-1].startswith("0 created, 0 changed, 1 unchanged")


def test_two_registrations_at_one_place_are_two_homes(on_both: Operator) -> None:
    imports(on_both, monthly_file(registered("1-100000001", "Ash Lodge")))

    printed = imports(
        on_both,
        monthly_file(
            registered("1-100000001", "Ash Lodge"), registered("1-200000002", "Ash Lodge")
        ),
    )

    assert printed[-1] == "1 created, 0 changed, 1 unchanged, 0 rejected, 0 not in the file."


def test_where_it_is_not_plain_which_home_registered_anew_the_import_does_not_guess(
    on_both: Operator,
) -> None:
    imports(on_both, monthly_file(registered("1-100000001", "Ash Lodge")))

    printed = imports(
        on_both,
        monthly_file(
            registered("1-200000002", "Ash Lodge"), registered("1-300000003", "Ash Lodge")
        ),
    )

    assert printed[-1] == "2 created, 0 changed, 0 unchanged, 0 rejected, 1 not in the file."


def test_another_home_with_the_same_name_elsewhere_is_another_home(on_both: Operator) -> None:
    imports(on_both, monthly_file(registered("1-100000001", "Ash Lodge")))

    elsewhere = registered("1-200000002", "Ash Lodge", Location_Postal_Code="BR9 2BB")
    printed = imports(on_both, monthly_file(elsewhere))

    assert printed[-1].startswith("1 created, 0 changed")


def test_an_import_stands_in_the_audit_log_and_a_dry_run_does_not(operator: Operator) -> None:
    imports(operator, own_file(ours("H1", "Ash Lodge")), "--dry-run")
    with operator.database.read() as connection:
        query = "SELECT action, about FROM audit"
        assert connection.exec_driver_sql(query).all() == []

    imports(operator, own_file(ours("H1", "Ash Lodge")))

    with operator.database.read() as connection:
        assert connection.exec_driver_sql(query).all() == [("homes imported", "1 homes")]


def test_a_file_that_says_who_a_resident_is_is_not_imported(operator: Operator) -> None:
    path = operator.writes("homes.csv", own_file(ours("H9", "Ash Lodge, Mrs Doe in room 4")))
    before = homes(operator)

    (told,) = operator.fails("homes", "import", path)

    assert told == "The row of H9 seems to hold a name and a room, so nothing was kept."
    assert homes(operator) == before
