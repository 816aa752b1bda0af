"""What changes about a meeting that homes were asked to: its time or place, that it is on at all, and its day comes."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.core.deliveries import Priority
from bot.core.events import Submitted
from bot.core.facts import MeetingCalledOff, MeetingChanged
from bot.core.guide import faults_of
from bot.core.meetings import Attendance, Attending, Meeting, Plan
from bot.core.messages import Button, Message, Press, row_number
from bot.core.people import Home
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Push,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToHome,
    Turn,
)
from handlers.attending import give_places, redrawn
from handlers.meeting_cards import (
    body,
    day_of,
    filled,
    homes_that,
    invitation,
    lead_card,
    off_card,
)
from handlers.meeting_fields import changed_plan
from handlers.meetings import for_its_lead

ALL_WHO_MAY_COME = (Attending.COMING, Attending.MAYBE, Attending.WAITING)


def change(turn: Turn) -> Outcome:
    """Open the form with what is so now; what is left empty stays as it is."""
    meeting = for_its_lead(turn, turn.press.number)
    fault = _closed(turn, meeting)
    if fault:
        return Outcome(at_once=Toast(fault, alert=True))
    form = turn.content.forms["meeting_change"]
    if turn.inbound.can_open_form:
        # A modal shows the fields; a dialogue would not ask for what it has already.
        now = _written(turn, meeting.plan)
        fields = tuple(replace(each, value=now[each.id][: each.limit]) for each in form.fields)
        form = replace(form, fields=fields)
    about = f"{meeting.meeting_id}.{meeting.version}"
    return Outcome(at_once=OpenForm(replace(form, about=about)))


def _written(turn: Turn, plan: Plan) -> dict[str, str]:
    starts_at = plan.starts_at.astimezone(turn.zone)
    return {
        "when": f"{day_of(plan.starts_at, turn.zone)} {starts_at:%H:%M}",
        "minutes": str(round((plan.ends_at - plan.starts_at).total_seconds() / 60)),
        "where": plan.link or plan.place,
        "places": str(plan.places or ""),
        "text": plan.text,
    }


def changed(turn: Turn) -> Outcome:
    """Change the meeting: everybody who answered is told, every card shows it, places that come free are given."""
    meeting, version, values = _submitted(turn)
    words, form = turn.content.words, turn.content.forms["meeting_change"]
    said = turn.look.meetings.attendances(meeting.meeting_id)
    plan, faults = changed_plan(turn, meeting.plan, values, said)
    faults |= faults_of(form, values, words.forms)
    fault = _closed(turn, meeting, version)
    if fault:
        faults["when"] = fault
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    if plan == meeting.plan:
        return Outcome(says=(Say(ToCaller(), Message(words.meeting_lead.nothing_changed)),))
    drawn = Message(
        body(plan, turn.content, turn.zone), invitation(meeting.meeting_id, words.meeting)
    )
    fact = MeetingChanged(meeting.meeting_id, meeting.version, plan, drawn)
    now = replace(meeting, plan=plan, version=meeting.version + 1, changed_at=turn.at)
    given = give_places(turn, now, said)
    moved = _when_and_where(plan) != _when_and_where(meeting.plan)
    told = _tell(turn, now, [each.home for each in said] if moved else [])
    lead = Redraw(lead_card(turn, now, given.said), card=now.card)
    done = words.meeting_lead.is_changed.fill(title=plan.title, told=len(told))
    return Outcome(
        (fact, *given.facts),
        (
            Say(ToCaller(), Message(done)),
            lead,
            *told,
            *given.says,
            *redrawn(turn, now, given.said),
        ),
    )


def _when_and_where(plan: Plan) -> tuple[object, ...]:
    return plan.starts_at, plan.ends_at, plan.place, plan.link


def _tell(turn: Turn, meeting: Meeting, homes: Collection[Home]) -> list[Say]:
    words = turn.content.words.meeting
    told = filled(meeting.plan, turn.content, turn.zone)
    del told["kind"]
    message = Message(words.changed.fill(**told), invitation(meeting.meeting_id, words))
    return [Say(ToHome(each.home_id), message, Priority.ESCALATION) for each in homes]


def call_off(turn: Turn) -> Outcome:
    """Open the form for the reason."""
    meeting = for_its_lead(turn, turn.press.number)
    fault = _closed(turn, meeting)
    if fault:
        return Outcome(at_once=Toast(fault, alert=True))
    about = f"{meeting.meeting_id}.{meeting.version}"
    form = turn.content.forms["meeting_off"]
    return Outcome(at_once=OpenForm(replace(form, about=about)))


def called_off(turn: Turn) -> Outcome:
    """Call the meeting off: whoever might have come is told why, and every card says so."""
    meeting, version, values = _submitted(turn)
    words, form = turn.content.words, turn.content.forms["meeting_off"]
    faults = faults_of(form, values, words.forms)
    fault = _closed(turn, meeting, version)
    if fault:
        faults["reason"] = fault
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    reason = values["reason"].strip()
    now = replace(meeting, version=meeting.version + 1, called_off_at=turn.at, reason=reason)
    said = turn.look.meetings.attendances(meeting.meeting_id)
    homes = [home for each in ALL_WHO_MAY_COME for home in homes_that(said, each)]
    message = off_card(turn, now)
    fact = MeetingCalledOff(meeting.meeting_id, meeting.version, reason, message)
    told = [Say(ToHome(each.home_id), message, Priority.ESCALATION) for each in homes]
    lead = Redraw(lead_card(turn, now, said), card=now.card)
    done = words.meeting_lead.is_called_off.fill(title=now.plan.title, told=len(told))
    first = Say(ToCaller(), Message(done))
    says: tuple[Say | Redraw, ...] = (first, lead, *told, *redrawn(turn, now, said))
    return Outcome((fact,), says)


def remind(turn: Turn) -> Outcome:
    """Remind the homes that come or may come, on the day before; who has just heard of it is not told again."""
    meeting = turn.look.meetings.meeting(row_number(turn.came.about))
    if meeting is None or not meeting.is_open(turn.at) or turn.at >= meeting.plan.starts_at:
        return Outcome()
    due = meeting.reminder_at(turn.content.meetings.remind, turn.zone)
    if due > turn.at or (meeting.changed_at is not None and meeting.changed_at >= due):
        return Outcome()
    said = turn.look.meetings.attendances(meeting.meeting_id)
    day = meeting.plan.starts_at.astimezone(turn.zone).date()
    about, title = f"reminder:{meeting.meeting_id}.{day}", meeting.plan.title
    return Outcome(
        says=tuple(
            Push(each.home.home_id, about, title, _reminder(turn, meeting), meeting.plan.starts_at)
            for each in _to_remind(said)
            if each.at < due
        )
    )


def _to_remind(said: Sequence[Attendance]) -> list[Attendance]:
    return [each for each in said if each.attending in (Attending.COMING, Attending.MAYBE)]


def _reminder(turn: Turn, meeting: Meeting) -> Message:
    words, number = turn.content.words.meeting, str(meeting.meeting_id)
    no = Button(words.not_coming, Press("attend", number, (Attending.NOT_COMING,)))
    calendar = Button(words.calendar, Press("calendar", number))
    told = words.reminder.fill(**filled(meeting.plan, turn.content, turn.zone))
    return Message(told, ((no, calendar),))


def _submitted(turn: Turn) -> tuple[Meeting, int, dict[str, str]]:
    """Return the meeting, its version when the form was opened, and what was filled in."""
    assert isinstance(turn.inbound.what, Submitted)
    about, _, version = turn.inbound.what.about.partition(".")
    meeting = for_its_lead(turn, row_number(about))
    return meeting, row_number(version), dict(turn.inbound.what.values)


def _closed(turn: Turn, meeting: Meeting, version: int | None = None) -> str:
    """Return why the meeting cannot be changed, empty where it can."""
    words = turn.content.words
    if meeting.called_off_at is not None:
        return words.meeting.is_off
    if not meeting.asked:
        return words.meeting_lead.not_asked
    if turn.at >= meeting.plan.starts_at:
        return words.meeting.is_over
    return words.meeting_lead.changed_since if version not in (None, meeting.version) else ""
