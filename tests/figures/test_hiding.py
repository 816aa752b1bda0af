"""Nothing of a few homes is shown, and nothing of them can be worked out from what is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load_content
from bot.core.figures import FEWEST, FEWEST_IN_PUBLIC, Comparison, Said, Wave
from bot.core.reports import changed
from bot.core.rounds import AnswerState
from bot.figures import changes_in_view, compare, figures_of, in_view
from bot.figures.hiding import HOMES_TOGETHER, hidden
from tests.support.network import ROOT

GROUPS = ("OP", "LD", "MH", "PD", "XX")
sizes = st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 40))


@given(sizes)
def test_taking_what_leads_see_from_the_total_never_leaves_one_group(of: dict[str, int]) -> None:
    hide = hidden(of, FEWEST, HOMES_TOGETHER)

    left = [each for each in hide if of[each]]
    assert all(size >= FEWEST or name in hide for name, size in of.items() if size)
    is_all = not any(of[each] for each in of.keys() - hide)
    assert not left or is_all or (len(left) > 1 and sum(of[each] for each in left) > 2)


@given(sizes)
def test_taking_what_anybody_reads_from_the_total_never_leaves_fewer_than_ten(
    of: dict[str, int],
) -> None:
    hide = hidden(of, FEWEST_IN_PUBLIC, FEWEST_IN_PUBLIC)

    left = sum(of[each] for each in hide)
    assert left == 0 or left >= FEWEST_IN_PUBLIC or left == sum(of.values())


def wave(groups: dict[str, int], score: int = 4, start: int = 0) -> Wave:
    homes = [group for group, size in groups.items() for _ in range(size)]
    asked = {f"H{start + place}": group for place, group in enumerate(homes)}
    said: dict[str, dict[str, Said]] = {home: {"ppe": score} for home in asked}
    return Wave(("ppe",), asked, said)


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    shown = in_view(figures_of(wave({"OP": 20, "LD": 7, "MH": 2})), public=False)

    assert {each.group: each.homes for each in shown.groups} == {"OP": 20, "LD": None, "MH": None}
    assert [each.mean for each in shown.groups] == [4, None, None]


@pytest.mark.parametrize(
    ("homes", "public", "seen"),
    [(4, False, False), (5, False, True), (9, True, False), (10, True, True)],
)
def test_fewer_than_five_homes_are_not_shown_to_leads_nor_fewer_than_ten_to_anybody(
    homes: int, public: bool, seen: bool
) -> None:
    shown = in_view(figures_of(wave({"OP": homes})), public=public)

    (area,) = shown.areas
    assert (area.described is not None, area.spread is not None, area.top2 is not None) == (
        seen,
    ) * 3
    assert (shown.overall is not None, shown.per_answer is not None, bool(shown.groups)) == (
        seen,
    ) * 3
    assert shown.answered.count == homes


def test_an_area_that_few_homes_scored_cannot_be_worked_out_from_all_answers() -> None:
    """All answers pooled, less those of the other areas, would be the answers of the few."""
    said: dict[str, dict[str, Said]] = {
        f"H{place}": {"ppe": 4, "testing": 1 if place < 2 else AnswerState.NOT_APPLICABLE}
        for place in range(20)
    }
    whole = figures_of(Wave(("ppe", "testing"), dict.fromkeys(said, "OP"), said))
    assert whole.per_answer
    ppe, testing = whole.areas
    assert ppe.described
    left = whole.per_answer.mean * whole.per_answer.n - ppe.described.mean * ppe.n
    assert left / testing.n == pytest.approx(1)  # what the attack would find

    shown = in_view(whole, public=False)

    assert shown.per_answer is None
    assert shown.overall is None, "with ppe, of which all gave 4, it would tell as much"
    assert shown.groups == ()
    assert shown.areas[1].described is None
    assert shown.areas[1].not_applicable == 18


def view(before: Wave, after: Wave, *, public: bool) -> Comparison:
    shown = [in_view(figures_of(each), public=public) for each in (before, after)]
    return changes_in_view(compare(before, after), (shown[0], shown[1]), public=public)


def test_what_changed_for_few_homes_is_not_shown() -> None:
    before, after = wave({"OP": 20}), wave({"OP": 20}, start=16)
    assert compare(before, after).overall.matched == 4

    shown = view(before, after, public=False)

    assert (shown.overall.paired, shown.overall.direction) == (None, None)
    assert shown.overall.difference == 0


@pytest.mark.parametrize(("one_wave_only", "seen"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_homes_of_one_wave_only_cannot_be_worked_out(one_wave_only: int, seen: bool) -> None:
    """The change of all homes less that of the homes in both would be that of the homes that left."""
    scores = [4, 5, 3, 4, 5, 4, 3, 4, 5, 4, 2, 5]
    said: dict[str, dict[str, Said]] = {f"H{at}": {"ppe": score} for at, score in enumerate(scores)}
    stayed = len(scores) - one_wave_only
    moved: dict[str, dict[str, Said]] = {
        f"H{at}": {"ppe": 6 - score} for at, score in enumerate(scores[:stayed])
    }
    asked = dict.fromkeys(said, "OP")

    (area,) = view(Wave(("ppe",), asked, said), Wave(("ppe",), asked, moved), public=False).areas

    assert (area.paired is not None) is seen
    assert area.direction == -1, "the verdict is told all the same"
    words = load_content(ROOT / "content").words.results
    assert changed(words, area, "1 May").endswith(words.no_figure) is not seen
