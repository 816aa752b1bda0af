"""The figures of the sample, to six decimals."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.figures import Change, Described, Difference, Interval, Share
from bot.figures import compare, figures_of, in_view
from tests.support.waves import AREAS, expected, sample

WAVES = ("2021-01", "2022-03")


def six(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def pair(interval: Interval | None) -> list[float | None]:
    return [six(interval.low), six(interval.high)] if interval else []


def as_expected(found: Described | None) -> dict[str, Any]:
    assert found
    return {
        "n": found.n,
        "mean": six(found.mean),
        "median": found.median,
        "sd": six(found.sd),
        "ci95_t": pair(found.interval),
        "fpc": six(found.fpc),
        "ci95_t_fpc": pair(found.interval_here),
    }


def top2(found: Share | None) -> dict[str, Any]:
    assert found
    return {
        "top2": found.count,
        "top2_share": six(found.share),
        "top2_wilson95": pair(found.interval),
    }


@pytest.mark.parametrize("name", WAVES)
def test_the_response_rate_is_of_the_homes_that_were_asked(name: str) -> None:
    answered, should = figures_of(sample(name)).answered, expected()["waves"][name]

    assert (answered.of, answered.count) == (should["asked"], should["answered"])
    assert six(answered.share) == should["response_rate"]
    assert pair(answered.interval) == should["response_rate_wilson95"]


@pytest.mark.parametrize("name", WAVES)
def test_each_area_has_its_figures(name: str) -> None:
    figures, should = figures_of(sample(name)), expected()["waves"][name]["areas"]

    found = {each.area: as_expected(each.described) | top2(each.top2) for each in figures.areas}

    assert found == should
    assert all(
        each.n + each.not_applicable + each.no_reply == figures.answered.count
        for each in figures.areas
    )
    assert [sum(each.spread or ()) for each in figures.areas] == [each.n for each in figures.areas]


@pytest.mark.parametrize("name", WAVES)
def test_overall_is_the_mean_of_the_homes_and_the_pooled_answers_stand_beside_it(name: str) -> None:
    figures, should = figures_of(sample(name)), expected()["waves"][name]

    assert as_expected(figures.overall) == should["all_areas_per_home"]
    assert figures.per_answer
    pooled = should["all_areas_per_answer"]
    assert (figures.per_answer.n, six(figures.per_answer.mean)) == (pooled["n"], pooled["mean"])


@pytest.mark.parametrize("name", WAVES)
def test_care_groups_of_fewer_than_five_homes_are_hidden(name: str) -> None:
    should = expected()["waves"][name]["by_care_group"]

    shown = in_view(figures_of(sample(name)), public=False).groups

    for group in shown:
        if should[group.group]["mean"] == "not shown":
            assert (group.homes, group.mean, group.per_answer) == (None, None, None)
        else:
            found = {"homes": group.homes, "mean": six(group.per_answer)}
            assert found == should[group.group]
    assert {each.group for each in shown} == {each for each in should if each != "_secondary"}


def test_wave_against_wave_is_paired_and_all_homes_stand_beside_it() -> None:
    comparison = compare(*(sample(name) for name in WAVES))
    changes = {each.area: each for each in comparison.areas}
    assert set(changes) == set(AREAS)
    should: Mapping[str, Any] = expected()["compare"]

    for area, change in (*changes.items(), ("all_areas_per_home", comparison.overall)):
        assert compared(change) == should[area], area


def compared(change: Change) -> dict[str, Any]:
    assert change.welch
    assert change.ranks
    assert change.paired
    note = "tie-corrected normal approximation with continuity correction"
    return {
        "difference": six(change.difference),
        "welch": as_tested(change.welch),
        "mann_whitney": {"U": change.ranks.u, "p": six(change.ranks.p), "note": note},
        "matched": change.matched,
        "paired": {"mean_difference": six(change.paired.difference)} | as_tested(change.paired),
    }


def as_tested(found: Difference) -> dict[str, Any]:
    return {
        "t": six(found.statistic),
        "df": six(found.df),
        "p": six(found.p),
        "ci95": pair(found.interval),
    }


def test_two_waves_that_both_average_the_same_are_no_clear_change() -> None:
    comparison = compare(*(sample(name) for name in WAVES))

    assert {each.direction for each in (*comparison.areas, comparison.overall)} == {0}
