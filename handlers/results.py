"""What homes said, as leads read it: figures with what they are out of, and never one home alone."""

from collections.abc import Mapping, Sequence
from statistics import median_low

from bot.core.errors import StalePress
from bot.core.figures import AreaFigures, Change, Described, Interval, Report, WaveFigures
from bot.core.messages import Button, File, Message, Press, plain
from bot.core.pictures import PictureKind
from bot.core.questionnaires import BETWEEN, CHOSEN, Kind, Question, Questionnaire
from bot.core.reports import changed
from bot.core.rounds import AnswerState, Round
from bot.core.turn import Outcome, Say, Toast, ToCaller, Turn
from bot.core.words import ResultWords
from handlers.rounds import round_of
from handlers.times import dated

Counted = Mapping[tuple[str, str], int]
# So many texts are read on a telephone; all of them are in the file of the command line.
MOST_TEXTS = 10


def results(turn: Turn) -> Outcome:
    """Show what homes said in a round."""
    found, questionnaire = round_of(turn)
    return Outcome(says=(Say(ToCaller(), draw_results(turn, found, questionnaire)),))


def draw_results(turn: Turn, found: Round, questionnaire: Questionnaire) -> Message:
    """Return what homes said: of a survey its figures, of a check-in how many gave each answer."""
    words, asking = turn.content.words.results, turn.look.asking
    if found.anonymous and found.closed_at is None:
        # Figures before and after one more sheet would tell what that one says.
        return Message(words.after_closing)
    stands = asking.standing(found.round_id)
    counted = asking.results(found)
    parts = [
        words.title.fill(
            title=questionnaire.title,
            when=dated(turn, found.opened_at),
            done=stands.done,
            asked=stands.asked,
        )
    ]
    if stands.carried:
        parts.append(words.carried.fill(number=stands.carried))
    scored: set[str] = set()
    if questionnaire.is_survey:
        report = asking.report(found, questionnaire, public=False)
        parts += _survey(turn, questionnaire, report)
        scored = {each.area for each in report.figures.areas}
        if report.figures.is_of_few:
            scored = {each.id for each in questionnaire.questions}
    for question in questionnaire.questions:
        if question.id not in scored and (not found.asked or question.id in found.asked):
            lines = _question(words, question, counted.get(question.id, {}), stands.asked)
            parts.append("\n".join(lines))
    return with_picture(turn, found, questionnaire, "\n\n".join(parts), _first(questionnaire))


def pictured(turn: Turn) -> Outcome:
    """Show another picture of a round."""
    found, questionnaire = round_of(turn)
    if found.anonymous and found.closed_at is None:
        return Outcome(at_once=Toast(turn.content.words.results.after_closing, alert=True))
    try:
        kind = PictureKind("".join(turn.press.choice))
    except ValueError:
        raise StalePress from None
    shown = with_picture(turn, found, questionnaire, "", kind)
    if shown.file is None:
        return Outcome(at_once=Toast(turn.content.words.charts.nothing_yet, alert=True))
    return Outcome(says=(Say(ToCaller(), shown),))


def with_picture(
    turn: Turn, found: Round, questionnaire: Questionnaire, text: str, kind: PictureKind
) -> Message:
    """Return a text with a picture of the round before it, and a button for each of the others."""
    words, about = turn.content.words.charts, str(found.round_id)
    labels = {
        PictureKind.SPREAD: words.see_spread,
        PictureKind.WAVES: words.see_waves,
        PictureKind.HOMES: words.see_homes,
        PictureKind.TREND: words.see_trend,
    }
    rows = tuple(
        (Button(labels[each], Press("round_picture", about, (each.value,))),)
        for each in _kinds(questionnaire)
        if each is not kind
    )
    picture = turn.look.asking.picture(found, questionnaire, kind)
    if picture is None:
        return Message(text or words.nothing_yet, rows)
    # Said once: under the picture, or after it where there is nothing else to say.
    file = File(picture.name, alt=picture.alt if text else "", drawing=picture.drawing)
    return Message(text or plain(picture.alt), rows, file)


def _kinds(questionnaire: Questionnaire) -> tuple[PictureKind, ...]:
    if questionnaire.is_survey:
        return (PictureKind.SPREAD, PictureKind.WAVES, PictureKind.HOMES)
    return (PictureKind.TREND, PictureKind.HOMES)


def _first(questionnaire: Questionnaire) -> PictureKind:
    return _kinds(questionnaire)[0]


def _question(words: ResultWords, question: Question, counted: Counted, asked: int) -> list[str]:
    said = {value: number for (state, value), number in counted.items() if state == "answered"}
    states = {state: number for (state, _), number in counted.items()}
    lines = [words.question.fill(question=question.text), "", *_said(words, question, said)]
    lines.append(
        words.states.fill(
            not_applicable=states.get(AnswerState.NOT_APPLICABLE, 0),
            unclear=states.get(AnswerState.UNCLEAR, 0),
            not_asked=states.get(AnswerState.NOT_ASKED, 0),
            no_reply=asked - sum(counted.values()),
        )
    )
    return lines


def _said(words: ResultWords, question: Question, said: Mapping[str, int]) -> list[str]:
    if question.kind in CHOSEN:
        counts = {each.value: 0 for each in question.options}
        for value, number in said.items():
            for each in value.split(BETWEEN):
                counts[each] = counts.get(each, 0) + number
        labels = {each.value: each.label for each in question.options}
        return [
            words.option.fill(label=labels.get(value, value), number=number)
            for value, number in counts.items()
        ]
    if question.kind is Kind.NUMBER and said:
        numbers = sorted(int(value) for value, count in said.items() for _ in range(count))
        return [
            words.numbers.fill(
                number=len(numbers),
                middle=median_low(numbers),
                lowest=numbers[0],
                highest=numbers[-1],
            )
        ]
    texts = sorted(filter(None, said))
    lines = [words.text.fill(text=each) for each in texts[:MOST_TEXTS]]
    if len(texts) > MOST_TEXTS:
        lines.append(words.more_texts.fill(number=len(texts) - MOST_TEXTS))
    return lines


def _survey(turn: Turn, questionnaire: Questionnaire, report: Report) -> list[str]:
    words, figures = turn.content.words.results, report.figures
    parts = [_rate(words, figures.answered.count, figures.answered.of, figures.answered.interval)]
    if figures.is_of_few:
        return [*parts, words.too_few.fill(fewest=figures.fewest)]
    if figures.overall is not None:
        parts.append(words.overall.fill(**_mean(figures.overall)))
    else:
        parts.append(words.no_overall)
    changes: dict[str, Change] = {}
    if report.comparison is not None and report.before_at is not None:
        since = dated(turn, report.before_at)
        parts.append(changed(words, report.comparison.overall, since))
        changes = {each.area: each for each in report.comparison.areas}
    for area in figures.areas:
        question = questionnaire.question(area.area)
        lines = [
            words.question.fill(question=question.text),
            "",
            *_area(words, area, figures),
        ]
        change = changes.get(area.area)
        if change is not None and area.described is not None and report.before_at is not None:
            lines.append("- " + changed(words, change, dated(turn, report.before_at)))
        parts.append("\n".join(lines))
    groups = _groups(words, report)
    return [*parts, groups] if groups else parts


def _rate(words: ResultWords, count: int, of: int, interval: Interval | None) -> str:
    if interval is None:
        return words.nobody_asked
    return words.rate.fill(
        count=count,
        of=of,
        share=_percent(count / of),
        low=_percent(interval.low),
        high=_percent(interval.high),
    )


def _area(words: ResultWords, area: AreaFigures, figures: WaveFigures) -> Sequence[str]:
    rest = words.states.fill(
        not_applicable=area.not_applicable,
        unclear=area.unclear,
        not_asked=area.not_asked,
        # With the homes that answered nothing at all.
        no_reply=area.no_reply + figures.answered.of - figures.answered.count,
    )
    if area.described is None or area.top2 is None:
        return (words.hidden.fill(fewest=figures.fewest), rest)
    return (
        words.area.fill(top=area.top2.count, **_mean(area.described)),
        rest,
    )


def _mean(described: Described) -> dict[str, object]:
    interval = described.interval_here or Interval(described.mean, described.mean)
    return {
        "mean": f"{described.mean:.2f}",
        "low": f"{max(interval.low, 1):.2f}",
        "high": f"{min(interval.high, 5):.2f}",
        "n": described.n,
    }


def _groups(words: ResultWords, report: Report) -> str:
    """Return the means by care group; those that are hidden are named, without a figure."""
    names = {
        "older": words.group_older,
        "ld": words.group_ld,
        "mh": words.group_mh,
        "pd": words.group_pd,
        "": words.group_other,
    }
    lines = [
        words.group.fill(
            group=names.get(each.group, each.group), mean=f"{each.mean:.2f}", n=each.homes
        )
        if each.mean is not None
        else words.group_hidden.fill(group=names.get(each.group, each.group))
        for each in report.figures.groups
    ]
    return "\n".join([words.groups, "", *lines]) if lines else ""


def _percent(share: float) -> int:
    return round(100 * share)
