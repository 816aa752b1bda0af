"""A figure reaches its mark or misses it, and the table, the JSON and the picture all say so."""

import json
from pathlib import Path

import pytest

from bench.figure import Figure, growth, percentile
from bench.report import show, write

RATE = Figure("broadcast", 3000, "messages/s", 1000, "the bare client", at_least=2.5)
SLOW = Figure("homes list", 530, "ms", 200, "plain SQL", at_most=2)
START = Figure("start", 2.5, "s", at_most=3)
PACE = Figure("pace", 30.6, "messages/s", 30, "the limit", at_least=0.99, at_most=1)
CORES = Figure("cores", 2, "cores", note="of this machine")
FOUND = {"sending": [RATE, PACE], "reading": [SLOW, START, CORES]}


@pytest.mark.parametrize(
    ("figure", "value", "reached"),
    [(RATE, 3.0, True), (SLOW, 2.65, False), (START, 2.5, True), (PACE, 1.02, False)],
    ids=lambda each: getattr(each, "what", ""),
)
def test_a_figure_is_compared_with_its_ceiling_where_it_has_one(
    figure: Figure, value: float, reached: bool
) -> None:
    assert figure.value == pytest.approx(value)
    assert figure.is_reached is reached


def test_a_figure_without_a_mark_is_neither_reached_nor_missed() -> None:
    assert CORES.is_reached is None


def test_what_costs_ten_times_as_much_for_ten_times_as_many_grows_linearly() -> None:
    assert growth((1_000, 10_000, 100_000), (1, 10, 100)) == pytest.approx(1.0)
    assert growth((1_000, 10_000, 100_000), (1, 100, 10_000)) == pytest.approx(2.0)


def test_one_in_a_hundred_waits_longer_than_the_percentile() -> None:
    assert percentile(range(1, 1001), 0.99) == 991
    assert percentile([7.0], 0.99) == 7.0


def test_the_table_fits_a_terminal_and_says_of_each_row_what_it_reached(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(FOUND)

    lines = capsys.readouterr().out.splitlines()
    verdicts = {line.split()[0]: line.split()[-1] for line in lines if line.startswith("  b")}
    assert max(map(len, lines)) <= 100
    assert verdicts == {"broadcast": "reached"}
    assert [line.split()[0] for line in lines if line.endswith("missed")] == ["pace", "homes"]
    assert "      the bare client" in lines
    assert lines[-1] == "Reached: 2 of 4."


def test_programs_find_every_figure_by_its_group(tmp_path: Path) -> None:
    write(FOUND, tmp_path / "new" / "folder")

    told = json.loads((tmp_path / "new" / "folder" / "bench.json").read_text(encoding="utf-8"))
    assert {group: [each["what"] for each in figures] for group, figures in told.items()} == {
        "sending": ["broadcast", "pace"],
        "reading": ["homes list", "start", "cores"],
    }
    assert told["reading"][0] == {
        "what": "homes list",
        "ours": 530,
        "unit": "ms",
        "ceiling": 200,
        "ceiling_is": "plain SQL",
        "at_least": None,
        "at_most": 2,
        "note": "",
        "value": pytest.approx(2.65),
        "is_reached": False,
    }


def test_the_picture_has_a_place_for_each_figure_with_a_mark(tmp_path: Path) -> None:
    write({"reading": [START]}, tmp_path / "few")
    write(FOUND, tmp_path / "many")

    few, many = (tmp_path / name / "bench.png" for name in ("few", "many"))
    assert few.read_bytes().startswith(b"\x89PNG")
    assert _height(many) > _height(few)


def _height(picture: Path) -> int:
    return int.from_bytes(picture.read_bytes()[20:24], "big")
