"""A home's record: what it was told of guidance, and when it confirmed that, for whoever inspects it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.guidance import Decision, Told
from bot.core.people import Home
from bot.core.sentences import Markup
from bot.core.turn import Turn
from bot.core.words import GuidanceWords
from handlers.times import on_day


def record_of(told: Sequence[Told], home: Home, turn: Turn) -> tuple[str, str]:
    """Return the title and the text of the record, the newest first."""
    return written(told, home, turn.content.words.guidance, turn.zone, turn.at)


def written(
    told: Sequence[Told], home: Home, words: GuidanceWords, zone: ZoneInfo, now: datetime
) -> tuple[str, str]:
    """Return the title and the text of a home's record as of now, in times of this zone."""

    def day(moment: datetime) -> str:
        here = moment.astimezone(zone)
        return f"{on_day(here.date())}, {here:%H:%M}"

    parts = [words.record_made.fill(day=day(now))]
    parts += ["\n\n".join(_lines(each, words, day)) for each in told] or [words.record_none]
    return words.record_title.format(home=home.name), "\n\n".join(parts)


def _lines(each: Told, words: GuidanceWords, day: Callable[[datetime], str]) -> list[str]:
    change = each.change
    in_newsletter = change.decision is Decision.NEWSLETTER
    sent = words.record_in_newsletter if in_newsletter else words.record_line
    lines = [
        sent.fill(title=change.title, version=change.version, day=day(each.sent_at)),
        words.record_page.fill(
            publisher=change.guidance.publisher, url=Markup(f"<{change.guidance.url}>")
        ),
    ]
    if not in_newsletter:  # whose item says what to do
        action = words.record_action.fill(text=change.action)
        lines.append(action if change.action else words.information)
    lines += [words.record_before.fill(day=day(at), name=name) for at, name in each.before]
    if each.confirmed_at:
        said = words.record_confirmed.fill(day=day(each.confirmed_at), name=each.confirmed_by)
    elif change.material and change.confirm_by:
        said = words.record_open.fill(day=day(change.confirm_by))
    else:
        said = words.record_not_asked
    return [*lines, said]
