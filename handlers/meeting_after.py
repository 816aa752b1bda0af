"""After a meeting: who came, and a note to those who did or to all who were asked."""

from dataclasses import replace

from bot.core.broadcasts import Broadcast, BroadcastState
from bot.core.events import Submitted
from bot.core.facts import BroadcastDrafted, CameNoted
from bot.core.guide import faults_of
from bot.core.meetings import Attendance, Attending, Meeting
from bot.core.messages import Button, Message, Press, row_number
from bot.core.people import HomeId
from bot.core.sentences import Markup
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, Toast, ToCaller, Turn
from handlers.broadcast import first_seen
from handlers.meeting_cards import lead_card
from handlers.meetings import for_its_lead

# Buttons of one message; Slack shows 25 in a row, and a hand on a telephone wants fewer.
PAGE = 15
EVERYBODY = ("", "everybody")


def came(turn: Turn) -> Outcome:
    """Show who came, a button a home, and note what was pressed."""
    meeting = for_its_lead(turn, turn.press.number)
    if turn.at < meeting.plan.starts_at:
        return Outcome(at_once=Toast(turn.content.words.meeting_lead.nobody_came, alert=True))
    said = list(turn.look.meetings.attendances(meeting.meeting_id))
    page, *which = turn.press.choice or ("0",)
    noted = _noted(meeting, said, tuple(which))
    for each in noted:
        said = [
            replace(old, came=each.came) if old.home.home_id in each.home_ids else old
            for old in said
        ]
    drawn = _list(turn, meeting, said, row_number(page))
    if not turn.press.choice:
        return Outcome(says=(Say(ToCaller(), drawn),))
    lead = Redraw(lead_card(turn, meeting, said), card=meeting.card)
    return Outcome(tuple(noted), (Redraw(drawn), lead))


def _noted(meeting: Meeting, said: list[Attendance], which: tuple[str, ...]) -> list[CameNoted]:
    if which == EVERYBODY:
        coming = tuple(each.home.home_id for each in said if each.attending is Attending.COMING)
        return [CameNoted(meeting.meeting_id, coming, came=True)]
    if len(which) != 2:  # noqa: PLR2004 - a home, and what is noted of it
        return []
    home_id, noted = which
    return [CameNoted(meeting.meeting_id, (HomeId(home_id),), came=noted == "yes")]


def _list(turn: Turn, meeting: Meeting, said: list[Attendance], page: int) -> Message:
    """Return one page of the homes that answered, those who said that they come first."""
    words, number = turn.content.words.meeting_lead, str(meeting.meeting_id)
    order = list(Attending)
    homes = sorted(said, key=lambda each: (order.index(each.attending), each.home.name))
    pages = max(-(-len(homes) // PAGE), 1)
    page = min(page, pages - 1)
    rows = []
    for each in homes[page * PAGE : (page + 1) * PAGE]:
        sentence = words.home_came if each.came else words.home_did_not
        choice = (str(page), each.home.home_id, "no" if each.came else "yes")
        label = sentence.format(home=each.home.name)
        rows.append((Button(label, Press("meeting_came", number, choice)),))
    everybody = Press("meeting_came", number, (str(page), *EVERYBODY))
    rows.append((Button(words.everybody, everybody, style="primary"),))
    if pages > 1:
        following = Press("meeting_came", number, (str((page + 1) % pages),))
        rows.append((Button(words.next_homes, following),))
    text = words.who_came.fill(title=meeting.plan.title, place=page + 1, of=pages)
    return Message(text, tuple(rows))


def note(turn: Turn) -> Outcome:
    """Open the form for a note."""
    meeting = for_its_lead(turn, turn.press.number)
    form = turn.content.forms["meeting_note"]
    return Outcome(at_once=OpenForm(replace(form, about=str(meeting.meeting_id))))


def noted(turn: Turn) -> Outcome:
    """Keep the note as a broadcast's draft, and show it exactly as homes will read it, with who it reaches."""
    assert isinstance(turn.inbound.what, Submitted)
    meeting = for_its_lead(turn, row_number(turn.inbound.what.about))
    values, words = turn.inbound.what.values, turn.content.words
    form = turn.content.forms["meeting_note"]
    faults = faults_of(form, values, words.forms)
    audience = meeting.plan.audience
    if values.get("who") == "came":
        audience = _who_came(turn, meeting)
        if not audience:
            faults.setdefault("who", words.meeting_lead.nobody_came)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    written = Markup(values["text"].strip())
    text = words.meeting_lead.note.fill(title=meeting.plan.title, text=written)
    drafted = BroadcastDrafted(
        turn.number("broadcast"), audience, text, urgent=False, ack=False, title=meeting.plan.title
    )
    draft = Broadcast(
        drafted.broadcast_id,
        turn.lead.person_id,
        audience,
        text,
        urgent=False,
        ack=False,
        state=BroadcastState.DRAFT,
        title=drafted.title,
    )
    return Outcome((drafted,), first_seen(turn, draft, turn.look.reach(audience)))


def _who_came(turn: Turn, meeting: Meeting) -> str:
    """Return the audience of the homes that came, empty where none did."""
    said = turn.look.meetings.attendances(meeting.meeting_id)
    names = ",".join(f'"{each.home.home_id}"' for each in said if each.came)
    return f"home:{names}" if names else ""
