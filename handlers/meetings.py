"""Meetings as their leads see them: planned, asked to by a broadcast, listed, and watched."""

from dataclasses import replace

from bot.core.broadcasts import Broadcast, BroadcastKind, BroadcastState, Reach
from bot.core.errors import BadAudience, NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import BroadcastDrafted, MeetingPlanned
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.meetings import Attending, Meeting, Plan
from bot.core.messages import Button, Message, Press, row_number
from bot.core.turn import FormFaults, OpenForm, Outcome, Say, ToCaller, ToPerson, Turn
from handlers.attending import shown
from handlers.broadcast import first_seen
from handlers.meeting_cards import body, homes_that, lead_card, line
from handlers.meeting_fields import read_plan

# How many meetings that are over a list still shows, for notes and for who came.
PAST = 5


def meetings(turn: Turn) -> Outcome:
    """Show the meetings: to a home as cards, to a lead as a list with a button each."""
    if not (turn.person.memberships or turn.person.is_lead):
        raise NotAllowed
    cards = shown(turn) if turn.person.memberships else ()
    lists = (Say(ToCaller(), _list(turn)),) if turn.person.is_lead else ()
    return Outcome(says=(*cards, *lists))


def _list(turn: Turn) -> Message:
    words, look = turn.content.words.meeting_lead, turn.look.meetings
    to_come, past = look.to_come(turn.at), look.past(turn.at, PAST)
    parts = []
    for title, found in ((words.to_come, to_come), (words.past, past)):
        if found:
            parts.append("\n".join([title, "", *(line(turn, each) for each in found)]))
    plan = Button(words.plan, Press("plan"), style="primary")
    rows = [
        (Button(words.show.format(title=each.plan.title), Press("meeting", str(each.meeting_id))),)
        for each in (*to_come, *past)
    ]
    return Message("\n\n".join(parts) or words.none, ((plan,), *rows))


def plan(turn: Turn) -> Outcome:
    """Open the form for a new meeting."""
    assert turn.lead
    return Outcome(at_once=OpenForm(_form(turn)))


def planned(turn: Turn) -> Outcome:
    """Keep the meeting and its broadcast as a draft, and show it exactly as homes will see it, with who it reaches."""
    assert turn.lead
    assert isinstance(turn.inbound.what, Submitted)
    values, words, form = turn.inbound.what.values, turn.content.words, _form(turn)
    read, faults = read_plan(turn, values)
    faults |= faults_of(form, values, words.forms)
    reach: Reach | None = None
    try:
        reach = turn.look.reach(values.get("audience", ""))
    except BadAudience as fault:
        faults.setdefault("audience", words.broadcast.bad_audience.fill(part=fault.part))
    if reach is not None and not reach.homes:
        faults.setdefault("audience", words.broadcast.nobody)
    if read is None or reach is None or faults:
        return Outcome(at_once=FormFaults(faults, form))
    draft = _draft(turn, read)
    assert draft.meeting_id is not None
    drafted = BroadcastDrafted(
        draft.broadcast_id,
        draft.audience,
        draft.text,
        draft.urgent,
        draft.ack,
        draft.kind,
        draft.title,
    )
    kept = MeetingPlanned(draft.meeting_id, draft.broadcast_id, read)
    return Outcome((drafted, kept), first_seen(turn, draft, reach))


def _draft(turn: Turn, read: Plan) -> Broadcast:
    """Return the broadcast that asks homes to what is planned."""
    return Broadcast(
        turn.number("broadcast"),
        turn.lead.person_id,
        read.audience,
        body(read, turn.content, turn.zone),
        urgent=False,
        ack=False,
        state=BroadcastState.DRAFT,
        kind=BroadcastKind.MEETING,
        title=read.title,
        meeting_id=turn.number("meeting"),
        of_use_until=read.starts_at,
    )


def asked(turn: Turn) -> Outcome:
    """Show the lead the meeting with its numbers, once its broadcast has gone out, whichever way that came about."""
    meeting = turn.look.meetings.meeting(row_number(turn.came.about))
    if meeting is None or not meeting.asked or meeting.author_id is None:
        return Outcome()
    said = turn.look.meetings.attendances(meeting.meeting_id)
    card = lead_card(turn, meeting, said)
    return Outcome(says=(Say(ToPerson(meeting.author_id), card, card=meeting.card),))


def show(turn: Turn) -> Outcome:
    """Show a lead one meeting with its numbers."""
    meeting = for_lead(turn, turn.press.number)
    said = turn.look.meetings.attendances(meeting.meeting_id)
    return Outcome(says=(Say(ToCaller(), lead_card(turn, meeting, said), card=meeting.card),))


def who(turn: Turn) -> Outcome:
    """List the homes by what they said."""
    meeting, words = for_lead(turn, turn.press.number), turn.content.words.meeting_lead
    said = turn.look.meetings.attendances(meeting.meeting_id)
    sentences = (
        (Attending.COMING, words.who_coming),
        (Attending.MAYBE, words.who_maybe),
        (Attending.WAITING, words.who_waiting),
        (Attending.NOT_COMING, words.who_not_coming),
    )
    parts = [
        sentence.fill(names=", ".join(each.name for each in homes))
        for attending, sentence in sentences
        if (homes := homes_that(said, attending))
    ]
    return Outcome(says=(Say(ToCaller(), Message("\n\n".join(parts) or words.who_nobody)),))


def questions(turn: Turn) -> Outcome:
    """List what homes asked beforehand."""
    meeting, words = for_lead(turn, turn.press.number), turn.content.words.meeting_lead
    lines = [
        words.question_line.fill(home=each.home.name, name=each.person_name, text=each.text)
        for each in turn.look.meetings.questions(meeting.meeting_id)
    ]
    title = words.questions_title.fill(title=meeting.plan.title)
    text = "\n".join([title, "", *lines]) if lines else words.no_questions
    return Outcome(says=(Say(ToCaller(), Message(text)),))


def for_lead(turn: Turn, meeting_id: int) -> Meeting:
    """Return a meeting for a lead, who may see any; a button gives nobody the right to it."""
    assert turn.lead
    meeting = turn.look.meetings.meeting(meeting_id)
    if meeting is None:
        raise StalePress
    return meeting


def for_its_lead(turn: Turn, meeting_id: int) -> Meeting:
    """Return a meeting for whoever may change it: the one who asked homes to it, or a coordinator."""
    meeting = for_lead(turn, meeting_id)
    coordinates = any(
        team.coordinates and team.id in turn.lead.teams for team in turn.content.teams.values()
    )
    if meeting.author_id != turn.lead.person_id and not coordinates:
        raise NotAllowed
    return meeting


def _form(turn: Turn) -> Form:
    """Return the form with the kinds of meetings that there are."""
    form = turn.content.forms["meeting"]
    kinds = tuple(Choice(each, label) for each, label in turn.content.meetings.kinds.items())
    fields = (replace(each, choices=kinds) if each.id == "kind" else each for each in form.fields)
    return replace(form, fields=tuple(fields))
