"""One wave: who answered, each area, overall, and by care group. Nothing is hidden yet."""

from collections import Counter, defaultdict

import numpy as np

from bot.core.figures import SCORES, AreaFigures, GroupFigures, Wave, WaveFigures
from bot.core.rounds import AnswerState
from bot.figures.describing import described, share

TOP = 2


def figures_of(wave: Wave) -> WaveFigures:
    """Return everything that there is to say of a wave, also of groups that are too small to be shown."""
    population = len(wave.asked)
    homes = means_of(wave)
    every = [score for scores in scores_of(wave).values() for score in scores.values()]
    return WaveFigures(
        answered=share(len(wave.said), population),
        areas=tuple(_area(wave, area) for area in wave.areas),
        overall=described(list(homes.values()), population),
        per_answer=described(every, len(every)),
        groups=_groups(wave, homes),
        partial=sum(0 < len(each) < len(wave.areas) for each in scores_of(wave).values()),
        fewest=0,
    )


def scores_of(wave: Wave) -> dict[str, dict[str, int]]:
    """Return the scores by home and area, without what was no score."""
    return {
        home: {area: each for area, each in said.items() if isinstance(each, int)}
        for home, said in wave.said.items()
    }


def means_of(wave: Wave) -> dict[str, float]:
    """Return each home's mean over the areas that it scored."""
    return {
        home: float(np.mean(list(scores.values())))
        for home, scores in scores_of(wave).items()
        if scores
    }


def _area(wave: Wave, area: str) -> AreaFigures:
    said = Counter(each.get(area) for each in wave.said.values())
    spread = tuple(said[score] for score in SCORES)
    scores = [score for score in SCORES for _ in range(said[score])]
    n = len(scores)
    return AreaFigures(
        area=area,
        n=n,
        not_applicable=said[AnswerState.NOT_APPLICABLE],
        unclear=said[AnswerState.UNCLEAR],
        not_asked=said[AnswerState.NOT_ASKED],
        no_reply=said[None],
        described=described(scores, len(wave.asked)),
        top2=share(sum(spread[-TOP:]), n),
        spread=spread,
    )


def _groups(wave: Wave, means: dict[str, float]) -> tuple[GroupFigures, ...]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for home, group in sorted(wave.asked.items()):
        if home in means:
            found[group].append(home)
    if set(found) == {""}:
        return ()
    every = scores_of(wave)
    return tuple(
        GroupFigures(
            group,
            len(homes),
            float(np.mean([means[home] for home in homes])),
            float(np.mean([score for home in homes for score in every[home].values()])),
        )
        for group, homes in sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    )
