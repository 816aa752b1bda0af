"""The figures of waves of any kind, beside what scipy says by another way."""

import math
import random
from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from bot.core.figures import Change, Described, Said, Wave
from bot.core.rounds import AnswerState
from bot.figures import compare, figures_of

SEEDS = range(100)  # two waves each
AREAS = tuple("abcde")
NOT_SCORES = (AnswerState.NOT_APPLICABLE, AnswerState.UNCLEAR, None)


def waves(seed: int) -> tuple[Wave, Wave]:
    rng = random.Random(seed)
    homes = [f"H{place}" for place in range(rng.choice([1, 2, 3, 10, 60, 200]))]
    asked = {home: rng.choice(["OP", "LD", "MH", "PD", ""]) for home in homes}
    return wave(rng, asked), wave(rng, asked)


def wave(rng: random.Random, asked: dict[str, str]) -> Wave:
    middle, width = rng.uniform(1, 5), rng.choice([0, 0.1, 1, 3])
    said: dict[str, dict[str, Said]] = {}
    for home in asked:
        if rng.random() < 0.8:
            said[home] = {}
            for area in AREAS:
                each = (
                    NOT_SCORES[rng.randrange(3)]
                    if rng.random() < 0.2
                    else score(middle, width, rng)
                )
                if each is not None:
                    said[home][area] = each
    return Wave(AREAS, asked, said)


def score(middle: float, width: float, rng: random.Random) -> int:
    return min(5, max(1, round(rng.gauss(middle, width))))


def of(area: str, wave: Wave) -> dict[str, int]:
    return {home: said[area] for home, said in wave.said.items() if isinstance(said.get(area), int)}  # type: ignore[misc]


def is_described(found: Described | None, scores: Sequence[float], population: int) -> None:
    if not scores:
        assert found is None
        return
    assert found
    assert found.n == len(scores)
    assert found.mean == pytest.approx(stats.tmean(scores))
    if len(scores) == 1:
        assert (found.sd, found.interval, found.interval_here) == (None, None, None)
        return
    assert found.interval
    assert found.interval_here
    if np.ptp(scores) < 1e-9:
        assert found.sd == pytest.approx(0, abs=1e-9)
        assert found.interval.high == found.interval_here.low == pytest.approx(found.mean)
        return
    assert found.sd == pytest.approx(stats.tstd(scores))
    half = stats.t.ppf(0.975, len(scores) - 1) * stats.sem(scores)
    assert found.interval.high - found.mean == pytest.approx(half)
    narrowed = half * math.sqrt((population - len(scores)) / (population - 1))
    assert found.mean - found.interval_here.low == pytest.approx(narrowed, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wave_is_described_as_scipy_describes_it(seed: int) -> None:
    for wave in waves(seed):
        figures, population = figures_of(wave), len(wave.asked)
        for area in figures.areas:
            scores = list(of(area.area, wave).values())
            is_described(area.described, scores, population)
            assert area.n + area.not_applicable + area.unclear + area.no_reply == len(wave.said)
            assert area.spread == tuple(scores.count(each) for each in (1, 2, 3, 4, 5))
            assert area.top2
            if scores:
                assert area.top2.interval
                share, n, z = area.top2.count / len(scores), len(scores), stats.norm.ppf(0.975)
                middle = (share + z * z / (2 * n)) / (1 + z * z / n)
                low, high = area.top2.interval.low, area.top2.interval.high
                assert (low + high) / 2 == pytest.approx(middle)
        means = [
            float(np.mean(each))
            for said in wave.said.values()
            if (each := [score for score in said.values() if isinstance(score, int)])
        ]
        is_described(figures.overall, means, population)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_waves_are_compared_as_scipy_compares_them(seed: int) -> None:
    before, after = waves(seed)
    comparison = compare(before, after)
    for change in comparison.areas:
        is_compared(change, of(change.area, before), of(change.area, after))
    is_adjusted(comparison.areas)


def is_compared(change: Change, first: dict[str, int], second: dict[str, int]) -> None:
    both = first.keys() & second.keys()
    differences = [second[home] - first[home] for home in both]
    assert (change.before, change.after, change.matched) == (len(first), len(second), len(both))
    if len(set(differences)) > 1:
        alone = stats.ttest_1samp(differences, 0)
        assert change.paired
        assert change.paired.p == pytest.approx(alone.pvalue)
        assert change.paired.interval.low == pytest.approx(alone.confidence_interval().low)
    else:
        assert change.paired is None
        assert change.direction is None
    if change.welch:
        told = [
            (np.mean(each), np.std(each, ddof=1), len(each))
            for each in map(list, (second.values(), first.values()))
        ]
        other = stats.ttest_ind_from_stats(*told[0], *told[1], equal_var=False)
        assert change.welch.p == pytest.approx(other.pvalue)
    if change.ranks:
        wins = sum((b > a) + (b == a) / 2 for a in first.values() for b in second.values())
        assert change.ranks.u == wins


def is_adjusted(changes: Sequence[Change]) -> None:
    alone = sorted(each.paired.p for each in changes if each.paired)
    many = len(alone)
    for change in changes:
        if change.paired:
            below = alone[: alone.index(change.paired.p) + 1]
            should = max(min(1, (many - place) * p) for place, p in enumerate(below))
            assert change.adjusted_p == pytest.approx(should)
