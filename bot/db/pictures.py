"""Pictures of rounds: what each shows is read here and said in words; ``bot/charts/`` draws it when it leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core.figures import Described, Report
from bot.core.pictures import Bar, Cell, Dot, Drawing, Grid, Line, Pair, Picture, PictureKind, Trend
from bot.core.questionnaires import BETWEEN, CHOSEN, Question, Questionnaire
from bot.core.rounds import AnswerState, Round
from bot.core.words import ChartWords
from bot.db import history
from bot.db.rounds import rounds_until

# More rows than this are no picture on a phone.
MOST_HOMES = 60
# What a platform takes as the words of a picture: 1,024 on Telegram (core.telegram.org/bots/api#sendphoto).
MOST_ALT = 1000


class Sitter(NamedTuple):
    """What a picture is of, and how it is said: the round, its questionnaire, the words and the zone of days."""

    round: Round
    questionnaire: Questionnaire
    words: ChartWords
    zone: ZoneInfo


def spread(sitter: Sitter, report: Report) -> Picture:
    """Return how the scores of a wave spread."""
    words, figures = sitter.words, report.figures
    bars = [
        Bar(
            _text(sitter, each.area),
            each.spread,
            words.scored.format(n=each.n) if each.spread else "",
        )
        for each in figures.areas
    ]
    title = words.spread.format(
        title=sitter.questionnaire.title,
        when=_day(sitter, sitter.round.opened_at, year=True),
        n=figures.answered.count,
        of=figures.answered.of,
    )
    silent = figures.answered.of - figures.answered.count
    said = (
        words.alt_bar.format(
            label=bar.label,
            counts=_listed(bar.counts, words),
            not_applicable=area.not_applicable,
            unclear=area.unclear,
            not_asked=area.not_asked,
            no_reply=area.no_reply + silent,
        )
        for bar, area in zip(bars, figures.areas, strict=True)
    )
    shows = {"bars": [asdict(each) for each in bars]}
    return _picture(sitter, PictureKind.SPREAD, title, shows, said)


def waves(sitter: Sitter, report: Report, told: Sequence[str]) -> Picture | None:
    """Return two waves side by side; ``told`` says of each area what changed. None without a wave before."""
    if report.before is None or report.before_at is None:
        return None
    words = sitter.words
    before = {each.area: each.described for each in report.before.areas}
    pairs = [
        Pair(_text(sitter, each.area), _dot(before.get(each.area)), _dot(each.described), said)
        for each, said in zip(report.figures.areas, told, strict=True)
    ]
    title = words.waves.format(title=sitter.questionnaire.title)
    moments = (report.before_at, sitter.round.opened_at)
    first, second = (_day(sitter, each, year=True) for each in moments)
    said = (
        words.alt_pair.format(
            label=each.label,
            before=_mean(each.before, words),
            after=_mean(each.after, words),
            told=each.told,
        )
        for each in pairs
    )
    shows = {"pairs": [asdict(each) for each in pairs], "names": [first, second]}
    return _picture(sitter, PictureKind.WAVES, title, shows, said)


def homes(connection: Connection, sitter: Sitter) -> Picture:
    """Return which homes answered which rounds, those that missed most first."""
    words = sitter.words
    these, found = history.became(connection, sitter.round)
    rows = [(name, tuple(cells.get(each.round_id) for each in these)) for name, cells in found]
    rows.sort(key=lambda row: -sum(cell in (Cell.SILENT, Cell.BEGUN) for cell in row[1]))
    shown = tuple(rows[:MOST_HOMES])
    title = words.homes.format(title=sitter.questionnaire.title, shown=len(shown), of=len(rows))
    grid = Grid(tuple(_day(sitter, each.opened_at) for each in these), shown)
    newest = [cells[-1] for _, cells in rows]
    late = newest.count(Cell.LATE)
    said = words.alt_homes.format(
        title=sitter.questionnaire.title,
        when=_day(sitter, sitter.round.opened_at, year=True),
        done=newest.count(Cell.DONE) + late,
        late=late,
        begun=newest.count(Cell.BEGUN),
        silent=newest.count(Cell.SILENT),
    )
    return _picture(sitter, PictureKind.HOMES, title, asdict(grid), [said])


def trend(connection: Connection, sitter: Sitter) -> Picture | None:
    """Return how many homes gave each answer, round by round; None where no question has answers to choose from."""
    words = sitter.words
    these = rounds_until(connection, sitter.round, history.MOST_ROUNDS)
    counted = history.counted(connection, these)
    asked = history.asked(connection, these)
    trends = [
        _trend(sitter, each, these, (counted, asked))
        for each in sitter.questionnaire.questions
        if each.kind in CHOSEN
    ]
    trends = [each for each in trends if each.columns]
    if not trends:
        return None
    title = words.trend.format(title=sitter.questionnaire.title)
    said = (
        f"{each.question} "
        + ", ".join(
            words.alt_line.format(label=line.label, number=line.counts[-1]) for line in each.lines
        )
        for each in trends
    )
    shows = {"trends": [asdict(each) for each in trends]}
    return _picture(sitter, PictureKind.TREND, title, shows, said)


def _trend(
    sitter: Sitter,
    question: Question,
    these: Sequence[Round],
    of: tuple[history.Counted, Mapping[int, int]],
) -> Trend:
    counted, asked = of
    rounds = [each for each in these if not each.asked or question.id in each.asked]
    found = [counted.get((each.round_id, question.id), {}) for each in rounds]
    lines = [
        Line(option.label, tuple(_chose(each, option.value) for each in found))
        for option in question.options
    ]
    words = sitter.words
    silent = (
        asked.get(each.round_id, 0) - sum(its.values())
        for each, its in zip(rounds, found, strict=True)
    )
    states = (
        (words.not_applicable, (each.get((AnswerState.NOT_APPLICABLE, ""), 0) for each in found)),
        (words.unclear, (each.get((AnswerState.UNCLEAR, ""), 0) for each in found)),
        (words.silent, silent),
    )
    for label, counts in states:
        line = Line(label, tuple(counts), is_state=True)
        lines += [line] if any(line.counts) else []
    days = tuple(_day(sitter, each.opened_at) for each in rounds)
    return Trend(question.text, days, tuple(lines))


def _chose(counted: Mapping[tuple[str, str], int], option: str) -> int:
    """Return how many homes chose the option, alone or among several."""
    return sum(
        number
        for (state, value), number in counted.items()
        if state == AnswerState.ANSWERED and option in value.split(BETWEEN)
    )


def _picture(
    sitter: Sitter, kind: PictureKind, title: str, shows: Mapping[str, Any], said: Iterable[str]
) -> Picture:
    alt = "\n".join([title, *said])
    short = alt if len(alt) <= MOST_ALT else f"{alt[: MOST_ALT - 1]}…"
    drawing = Drawing(kind, title, shows, asdict(sitter.words))
    return Picture(f"{sitter.questionnaire.id}-{kind}.png", drawing, short)


def _text(sitter: Sitter, area: str) -> str:
    # What stands before the colon names the area: "Testing: how good is the support you get?"
    return sitter.questionnaire.question(area).text.partition(":")[0]


def _dot(described: Described | None) -> Dot | None:
    if described is None:
        return None
    interval = described.interval
    low, high = (interval.low, interval.high) if interval else (described.mean, described.mean)
    return Dot(described.mean, low, high)


def _mean(dot: Dot | None, words: ChartWords) -> str:
    return f"{dot.mean:.2f}" if dot else words.hidden


def _listed(counts: Sequence[int] | None, words: ChartWords) -> str:
    return ", ".join(map(str, counts)) if counts else words.hidden


def _day(sitter: Sitter, moment: datetime, *, year: bool = False) -> str:
    here = moment.astimezone(sitter.zone)
    return f"{here.day} {here:%b}" + (f" {here.year}" if year else "")
