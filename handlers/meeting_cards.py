"""How a meeting looks: to the homes that are asked to it, and to the leads who ask."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.definitions import Content
from bot.core.meetings import Attendance, Attending, Meeting, Plan, coming, places_left
from bot.core.messages import Button, Message, Press, plain
from bot.core.people import Home, HomeId
from bot.core.sentences import Markup
from bot.core.turn import Turn
from bot.core.words import MeetingWords


def day_of(moment: datetime, zone: ZoneInfo) -> str:
    """Return the local day as people say it, such as ``Tuesday 8 December 2026``."""
    here = moment.astimezone(zone)
    return f"{here:%A} {here.day} {here:%B %Y}"


def when(plan: Plan, words: MeetingWords, zone: ZoneInfo) -> str:
    """Return when the meeting is, in words."""
    start, end = (each.astimezone(zone) for each in (plan.starts_at, plan.ends_at))
    day, last_day = day_of(start, zone), day_of(end, zone)
    if day == last_day:
        return words.when.format(day=day, start=f"{start:%H:%M}", end=f"{end:%H:%M}")
    return words.when_longer.format(
        day=day, start=f"{start:%H:%M}", last_day=last_day, end=f"{end:%H:%M}"
    )


def where(plan: Plan) -> Markup:
    """Return the place, or the link as a link."""
    return Markup(f"<{plan.link}>" if plan.link else plain(plan.place))


def filled(plan: Plan, content: Content, zone: ZoneInfo) -> dict[str, object]:
    """Return the words that sentences about a meeting are filled in with."""
    return {
        "kind": content.meetings.label(plan.kind),
        "title": plan.title,
        "when": when(plan, content.words.meeting, zone),
        "where": where(plan),
    }


def body(plan: Plan, content: Content, zone: ZoneInfo, places: str = "") -> str:
    """Return what every home reads of a meeting; ``places`` says how many are left, where that is known."""
    words = content.words.meeting
    if plan.places is not None and not places:
        places = words.places.fill(places=plan.places)
    told = words.body.fill(**filled(plan, content, zone))
    return "\n\n".join(filter(None, (told, plan.text, places)))


def invitation(
    meeting_id: int, words: MeetingWords, *, full: bool = False
) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons with which a home answers."""
    number = str(meeting_id)
    first = Button(words.coming, Press("attend", number, (Attending.COMING,)), style="primary")
    if full:
        first = Button(words.wait, Press("attend", number, (Attending.WAITING,)), style="primary")
    maybe = Button(words.maybe, Press("attend", number, (Attending.MAYBE,)))
    no = Button(words.not_coming, Press("attend", number, (Attending.NOT_COMING,)))
    ask = Button(words.ask, Press("meeting_ask", number))
    calendar = Button(words.calendar, Press("calendar", number))
    return ((first, maybe, no), (ask, calendar))


def home_card(
    turn: Turn, meeting: Meeting, home_ids: Sequence[HomeId], said: Sequence[Attendance]
) -> Message:
    """Return the meeting as those who run these homes see it; ``said`` is what all homes have said by now."""
    words = turn.content.words.meeting
    if meeting.called_off_at is not None:
        return off_card(turn, meeting)
    mine = [each for each in said if each.home.home_id in home_ids]
    places = _places(meeting, said, words)
    lines = [_line(each, said, words) for each in mine]
    text = "\n\n".join([body(meeting.plan, turn.content, turn.zone, places), *lines])
    if not meeting.is_open(turn.at):
        return Message(f"{text}\n\n{words.is_over}")
    have_places = {each.home.home_id for each in mine if each.attending is Attending.COMING}
    full = places_left(meeting.plan.places, said) == 0 and not have_places.issuperset(home_ids)
    return Message(text, invitation(meeting.meeting_id, words, full=full))


def off_card(turn: Turn, meeting: Meeting) -> Message:
    """Return a meeting that was called off, as homes see it."""
    words = turn.content.words.meeting
    told = filled(meeting.plan, turn.content, turn.zone)
    text = words.called_off.fill(**told, reason=meeting.reason)
    button = Button(words.calendar_off, Press("calendar", str(meeting.meeting_id)))
    return Message(text, ((button,),))


def _places(meeting: Meeting, said: Sequence[Attendance], words: MeetingWords) -> str:
    places = meeting.plan.places
    left = places_left(places, said)
    if places is None or left is None:
        return ""
    if left:
        return words.places_left.fill(left=left, places=places)
    waiting = sum(each.attending is Attending.WAITING for each in said)
    if waiting:
        return words.full_waiting.fill(places=places, waiting=waiting)
    return words.full.fill(places=places)


def _line(mine: Attendance, said: Sequence[Attendance], words: MeetingWords) -> str:
    sentence = {
        Attending.COMING: words.said_coming,
        Attending.MAYBE: words.said_maybe,
        Attending.NOT_COMING: words.said_not_coming,
        Attending.WAITING: words.said_waiting,
    }[mine.attending]
    if mine.attending is not Attending.WAITING:
        return sentence.fill(home=mine.home.name)
    before = sum(
        each.attending is Attending.WAITING and (each.turn or 0) <= (mine.turn or 0)
        for each in said
    )
    return sentence.fill(home=mine.home.name, place=before)


def homes_that(said: Sequence[Attendance], attending: Attending) -> list[Home]:
    """Return the homes that said this; those who wait, in their turn."""
    found = [each for each in said if each.attending is attending]
    return [each.home for each in sorted(found, key=lambda each: each.turn or 0)]


def lead_card(
    turn: Turn, meeting: Meeting, said: Sequence[Attendance], *, new_questions: int = 0
) -> Message:
    """Return the meeting as its leads see it, with the numbers of what homes have said by now."""
    words = turn.content.words.meeting_lead
    told = [words.card.fill(**filled(meeting.plan, turn.content, turn.zone))]
    if meeting.called_off_at is not None:
        return Message("\n\n".join([*told, words.is_off.fill(reason=meeting.reason)]))
    if not meeting.asked:
        return Message("\n\n".join([*told, words.not_asked]))
    told += _numbers(turn, meeting, said)
    asked = len(turn.look.meetings.questions(meeting.meeting_id)) + new_questions
    told.append(words.questions.fill(count=asked))
    has_begun = turn.at >= meeting.plan.starts_at
    came = sum(bool(each.came) for each in said)
    if has_begun:
        told.append(words.came.fill(came=came, said=len(said)))
    return Message("\n\n".join(told), _lead_buttons(turn, meeting, has_begun=has_begun))


def _numbers(turn: Turn, meeting: Meeting, said: Sequence[Attendance]) -> list[str]:
    words = turn.content.words.meeting_lead
    counted = {each: len(homes_that(said, each)) for each in Attending}
    waiting = counted.pop(Attending.WAITING)
    asked = turn.look.meetings.number_asked(meeting)
    # Homes may have left the audience since they answered.
    silent = max(asked - len(said), 0)
    lines = [words.numbers.fill(**counted, silent=silent, homes=asked)]
    left = places_left(meeting.plan.places, said)
    if left is not None:
        lines.append(words.places.fill(left=left, places=meeting.plan.places, waiting=waiting))
    return lines


def _lead_buttons(
    turn: Turn, meeting: Meeting, *, has_begun: bool
) -> tuple[tuple[Button, ...], ...]:
    words, number = turn.content.words.meeting_lead, str(meeting.meeting_id)
    who = Button(words.who_button, Press("meeting_who", number))
    questions = Button(words.questions_button, Press("meeting_questions", number))
    if has_begun:
        came = Button(words.came_button, Press("meeting_came", number))
        note = Button(words.note_button, Press("meeting_note", number))
        return ((who, questions), (came, note))
    change = Button(words.change_button, Press("meeting_change", number))
    off = Button(words.off_button, Press("meeting_off", number), style="danger")
    return ((who, questions), (change, off))


def line(turn: Turn, meeting: Meeting) -> str:
    """Return the meeting as a line of a list."""
    said = turn.look.meetings.attendances(meeting.meeting_id)
    return turn.content.words.meeting_lead.line.fill(
        title=meeting.plan.title,
        when=when(meeting.plan, turn.content.words.meeting, turn.zone),
        coming=coming(said),
    )
