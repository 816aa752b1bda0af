"""The three shapes of file, and what each says of a home."""

import json
from typing import Any

import pytest

from tests.support.directory_files import (
    MONTHLY,
    OWN,
    WEEKLY,
    listed,
    monthly_file,
    ours,
    own_file,
    registered,
    rows_of,
    weekly_file,
)
from tests.support.operator import Operator


def homes(operator: Operator) -> dict[str, dict[str, Any]]:
    rows = json.loads(operator.does("homes", "list", "--json"))
    return {row["home_id"]: row for row in rows}


def test_the_networks_own_file_makes_every_setting_a_home(on_both: Operator) -> None:
    printed = on_both.does("homes", "import", OWN)

    assert "Read 121 homes from the network's own file." in printed
    assert "121 created, 0 changed, 0 unchanged, 0 rejected, 0 not in the file." in printed
    found = homes(on_both)
    assert set(found) == {row["Setting ID"] for row in rows_of(OWN)}
    first = rows_of(OWN)[0]
    home = found[first["Setting ID"]]
    assert home["name"] == first["Setting name"]
    assert home["cqc_location_id"] == first["Location ID"]
    assert home["postcode"] == first["Location Postal Code"]
    assert home["telephone"] == first["Location Telephone Number"]
    assert home["area"] == first["Neighbourhood"]
    assert home["beds"] == int(first["Care homes beds"])
    # "Abbeyfold, Samir" in the file.
    assert home["manager"] == " ".join(reversed(first["Registered manager"].split(", ")))
    assert home["types"] == ["care_home", "dementia", "older"]
    assert home["tags"] == ["weekly"]


@pytest.mark.parametrize(
    ("sample", "shape", "name", "location"),
    [
        (WEEKLY, "CQC's weekly directory", "Name", "CQC Location ID (for office use only)"),
        (MONTHLY, "CQC's monthly care directory", "Location Name", "Location ID"),
    ],
)
def test_a_file_of_cqcs_makes_every_location_a_home(
    on_both: Operator, sample: Any, shape: str, name: str, location: str
) -> None:
    rows = rows_of(sample)

    printed = on_both.does("homes", "import", sample)

    assert f"Read {len(rows)} homes from {shape}." in printed
    found = homes(on_both)
    assert {home_id: home["name"] for home_id, home in found.items()} == {
        f"C{row[location]}": row[name] for row in rows
    }


def test_all_three_shapes_speak_of_the_same_homes(operator: Operator) -> None:
    operator.does("homes", "import", OWN)
    ours_before = homes(operator)

    for sample in (WEEKLY, MONTHLY):
        printed = operator.does("homes", "import", sample)
        assert "0 created" in printed

    assert set(homes(operator)) == set(ours_before)


def test_both_files_of_cqcs_say_the_same_of_a_home(operator: Operator) -> None:
    operator.does("homes", "import", WEEKLY)
    operator.does("homes", "import", MONTHLY)
    monthly = homes(operator)

    operator.does("homes", "import", WEEKLY)

    assert {each: (row["telephone"], row["address"], row["types"]) for each, row in homes(operator).items()} == {
        each: (row["telephone"], row["address"], row["types"]) for each, row in monthly.items()
    }  # fmt: skip


def test_columns_may_stand_in_any_order_and_lines_before_the_header_are_passed_over(
    operator: Operator,
) -> None:
    text = weekly_file(listed("1-100000001", "Ash Lodge"))
    without_preamble = "".join(text.splitlines(keepends=True)[4:])
    turned = own_file(ours("H1", "Birch"))
    header, row = (line.split(",") for line in turned.splitlines())
    backwards = "\n".join(",".join(reversed(cells)) for cells in (header, row))

    assert "1 created" in operator.does(
        "homes", "import", operator.writes("w.csv", without_preamble)
    )
    assert "1 created" in operator.does("homes", "import", operator.writes("o.csv", backwards))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_programs_line_ends_and_a_byte_order_mark_are_read(
    operator: Operator, end: str, mark: bytes
) -> None:
    text = own_file(ours("H1", "Łucja's Ash Lodge"), ours("H2", "Birch"))
    path = operator.writes("homes.csv", mark + text.replace("\n", end).encode())

    operator.does("homes", "import", path)

    assert [home["name"] for home in homes(operator).values()] == ["Birch", "Łucja's Ash Lodge"]


def test_spaces_are_set_right_and_what_does_not_show_is_left_out(operator: Operator) -> None:
    messy = own_file(ours(" H1 ", "\u00a0Ash\u00a0 \t Lodge,\nthe\u200b new\u00ad one "))

    operator.does("homes", "import", operator.writes("homes.csv", messy))

    assert homes(operator)["H1"]["name"] == "Ash Lodge, the new one"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2079460379", "02079460379"),
        ("02079460379", "02079460379"),
        ("+442079460379", "+442079460379"),
        ("(020) 7946 0379", "(020) 7946 0379"),
        ("", ""),
    ],
)
def test_a_telephone_number_gets_back_the_zero_that_a_spreadsheet_dropped(
    operator: Operator, written: str, read: str
) -> None:
    row = listed("1-100000001", "Ash Lodge", Phone_number=written)

    operator.does("homes", "import", operator.writes("w.csv", weekly_file(row)))

    assert homes(operator)["C1-100000001"]["telephone"] == read


def test_cqcs_other_services_are_no_homes(operator: Operator) -> None:
    dentist = {"Service type - Care home service without nursing": "", "Care home?": "N"}
    text = monthly_file(
        registered("1-100000001", "Ash Lodge"),
        registered("1-100000002", "Birch Dental") | dentist,
    )
    weekly = weekly_file(listed("1-100000003", "Dr Cedar", Service_types="Doctors/GPs"))

    monthly_said = operator.does("homes", "import", operator.writes("m.csv", text))
    weekly_said = operator.does("homes", "import", operator.writes("w.csv", weekly))

    assert "Passed over as other services than homes: 1 rows." in monthly_said
    assert "Passed over as other services than homes: 1 rows." in weekly_said
    assert list(homes(operator)) == ["C1-100000001"]


def test_only_the_networks_areas_are_taken_from_cqcs_files(operator: Operator) -> None:
    operator.config.write_text(
        operator.config.read_text() + '[network]\nareas = ["bexley"]\n', encoding="utf-8"
    )
    text = monthly_file(
        registered("1-100000001", "Ash Lodge"),
        registered("1-100000002", "Birch", Location_Local_Authority="Bexley"),
    )

    said = operator.does("homes", "import", operator.writes("m.csv", text))

    assert "Passed over as outside the network's areas: 1 rows." in said
    assert [home["name"] for home in homes(operator).values()] == ["Birch"]


def test_a_kind_of_care_that_has_no_short_name_is_kept_under_its_own(operator: Operator) -> None:
    row = ours("H1", "Ash Lodge", Care_groups="LD|Autism | ", Newsletter_streams=" weekly | ")

    operator.does("homes", "import", operator.writes("o.csv", own_file(row)))

    home = homes(operator)["H1"]
    assert home["types"] == ["Autism", "care_home", "ld"]
    assert home["tags"] == ["weekly"]
