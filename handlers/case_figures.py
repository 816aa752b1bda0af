"""How long homes waited, as a lead reads it: in working hours and on the clock, by category, with its picture."""

from datetime import timedelta

from bot.core.case_figures import CategoryFigures, Waits, figures
from bot.core.case_pictures import HOUR, waits_picture
from bot.core.messages import File, Message
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Say, ToCaller, Turn
from handlers.case_cards import category_name, hours_of

# Of cases raised in so many days.
DAYS = 90


def waits(turn: Turn) -> Outcome:
    """Show how long homes waited whose cases went to the caller's teams; to a coordinator, of all."""
    words, lead = turn.content.words, turn.lead
    sees_all, since = coordinates(lead, turn.content), turn.at - timedelta(days=DAYS)
    mine = [
        (each, lines)
        for each, lines in turn.look.cases.timelines(since)
        if each.raised_at >= since and (sees_all or each.team in lead.teams)
    ]
    if not mine:
        none = Message(words.waits.none.fill(days=DAYS))
        return Outcome(says=(Say(ToCaller(), none),))
    found = figures(mine, lambda each: hours_of(turn, each.team), turn.at)
    picture = waits_picture(
        found, lambda category: category_name(turn, category), DAYS, words.charts
    )
    parts = [words.waits.title.fill(days=DAYS), *(_category(turn, each) for each in found)]
    # The text says all that the picture shows.
    file = File(picture.name, drawing=picture.drawing)
    return Outcome(says=(Say(ToCaller(), Message("\n\n".join(parts), file=file)),))


def _category(turn: Turn, each: CategoryFigures) -> str:
    words, charts = turn.content.words.waits, turn.content.words.charts
    heading = words.category.fill(
        label=category_name(turn, each.category), cases=each.cases, reopened=each.reopened
    )
    still_open = words.still_open.fill(
        a_day=each.open_a_day, a_week=each.open_a_week, longer=each.open_longer
    )
    lines = [
        _wait(turn, what, waited)
        for what, waited in (
            (charts.first_word, each.first_word),
            (charts.claim, each.claim),
            (charts.resolve, each.resolve),
        )
    ]
    return "\n".join([heading, "", *lines, still_open])


def _wait(turn: Turn, what: str, waited: Waits) -> str:
    words = turn.content.words.waits
    lengths = {
        "middle": waited.working.median,
        "ninth": waited.working.ninth_of_ten,
        "clock_middle": waited.clock.median,
        "clock_ninth": waited.clock.ninth_of_ten,
    }
    hours = {name: f"{length / HOUR:.1f}" for name, length in lengths.items() if length is not None}
    if not hours:
        return words.never.fill(what=what)
    return words.line.fill(what=what, **hours)
