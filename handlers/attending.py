"""What homes do with a meeting: say whether they come, wait for a place, ask beforehand, take it into a calendar."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import Fact, MeetingAnswered, MeetingQuestionAsked, PlaceGiven
from bot.core.guide import faults_of
from bot.core.meetings import Attendance, Attending, Meeting, becomes, next_in_turn
from bot.core.messages import Button, File, Message, Press, row_number
from bot.core.people import Home, HomeId
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToHome,
    Turn,
)
from handlers.meeting_cards import home_card, homes_that, lead_card, when

# What a button carries in place of one home where all of a person's homes are meant.
ALL = ("", "all")
# A message holds so many buttons, and few people run more homes than this.
MOST_HOMES = 20

Answers = tuple[tuple[HomeId, Attending], ...]


def shown(turn: Turn) -> tuple[Say, ...]:
    """Return the meetings to come of the homes of the person who asks, each as its card."""
    found = []
    for meeting in turn.look.meetings.to_come(turn.at):
        homes = _homes(turn, meeting)
        said = turn.look.meetings.attendances(meeting.meeting_id)
        if homes:
            card = home_card(turn, meeting, _ids(homes), said)
            found.append(Say(ToCaller(), card, card=meeting.home_card))
    none = Say(ToCaller(), Message(turn.content.words.meeting.none_to_come))
    return tuple(found) or (none,)


def answered(turn: Turn) -> Outcome:
    """Keep what a home says; each place goes to one home, and one that comes free to whoever has waited longest."""
    meeting, homes = _meeting(turn, turn.press.number)
    words = turn.content.words.meeting
    value, *which = turn.press.choice or ("",)
    if value not in set(Attending):
        raise StalePress
    if not meeting.is_open(turn.at):
        said = turn.look.meetings.attendances(meeting.meeting_id)
        sentence = words.is_off if meeting.called_off_at else words.is_over
        card = Redraw(home_card(turn, meeting, _ids(homes), said))
        return Outcome(says=(card,), at_once=Toast(sentence, alert=True))
    if not which and len(homes) > 1:
        return _ask_which(turn, meeting, homes, "attend", value)
    chosen = [each for each in homes if not which or tuple(which) == ALL or each.home_id in which]
    if not chosen:
        raise NotAllowed
    return _settled(turn, meeting, chosen, Attending(value))


def _settled(turn: Turn, meeting: Meeting, homes: Sequence[Home], wanted: Attending) -> Outcome:
    words, places = turn.content.words.meeting, meeting.plan.places
    said = list(turn.look.meetings.attendances(meeting.meeting_id))
    facts: list[Fact] = []
    for home in homes:
        attending = becomes(places, said, home.home_id, wanted)
        if attending is not None:
            facts.append(MeetingAnswered(meeting.meeting_id, home.home_id, attending))
            said = _with(turn, said, home, attending)
    given = give_places(turn, meeting, said)
    # Who waits may have another turn now.
    waiting = homes_that(given.said, Attending.WAITING)
    changed = {*_ids(homes), *_ids(waiting), *given.home_ids}
    seen = Redraw(home_card(turn, meeting, _ids(_homes(turn, meeting)), given.said))
    lead = Redraw(lead_card(turn, meeting, given.said), card=meeting.card)
    refused = len(facts) < len(homes)
    toast = Toast(words.all_taken, alert=True) if refused else Toast(words.noted)
    others = tuple(redrawn(turn, meeting, given.said, changed))
    says: tuple[Say | Redraw, ...] = (seen, *others, lead, *given.says)
    return Outcome((*facts, *given.facts), says, toast)


@dataclass(frozen=True, slots=True)
class Given:
    """Places that came free: who has them now, and what all homes have said after that."""

    said: tuple[Attendance, ...]
    home_ids: tuple[HomeId, ...]
    facts: tuple[Fact, ...]
    says: tuple[Say, ...]


def give_places(turn: Turn, meeting: Meeting, said: Sequence[Attendance]) -> Given:
    """Give what places are left to the homes that have waited longest, and tell them."""
    words = turn.content.words.meeting
    homes = next_in_turn(meeting.plan.places, said)
    title, at = meeting.plan.title, when(meeting.plan, words, turn.zone)
    number = str(meeting.meeting_id)
    for home in homes:
        said = _with(turn, said, home, Attending.COMING)
    says = []
    for home in homes:
        no = Press("attend", number, (Attending.NOT_COMING, home.home_id))
        buttons = (
            Button(words.not_coming, no),
            Button(words.calendar, Press("calendar", number)),
        )
        told = Message(words.place_free.fill(home=home.name, title=title, when=at), (buttons,))
        says.append(Say(ToHome(home.home_id), told, Priority.ESCALATION))
    facts = tuple(PlaceGiven(meeting.meeting_id, home.home_id) for home in homes)
    return Given(tuple(said), _ids(homes), facts, tuple(says))


def redrawn(
    turn: Turn,
    meeting: Meeting,
    said: Sequence[Attendance],
    homes: Collection[HomeId] | None = None,
) -> Iterator[Redraw]:
    """Redraw the meeting wherever these homes see it, or all homes where None are named."""
    alike: defaultdict[Answers, list[int]] = defaultdict(list)
    seen_by: dict[Answers, tuple[HomeId, ...]] = {}
    answers = {each.home.home_id: each.attending for each in said}
    for each in turn.look.meetings.cards(meeting, homes):
        # Homes that have said nothing all see the same.
        answered_by = [home_id for home_id in each.home_ids if home_id in answers]
        theirs = tuple((home_id, answers[home_id]) for home_id in answered_by)
        alike[theirs].append(each.delivery_id)
        seen_by.setdefault(theirs, each.home_ids)
    for theirs, deliveries in alike.items():
        drawn = home_card(turn, meeting, seen_by[theirs], said)
        yield Redraw(drawn, deliveries=tuple(deliveries))


def _with(
    turn: Turn, said: Sequence[Attendance], home: Home, attending: Attending
) -> list[Attendance]:
    """Return what all homes have said once this one has said that."""
    before = next((each for each in said if each.home.home_id == home.home_id), None)
    place = None
    if attending is Attending.WAITING:
        last = max((each.turn or 0 for each in said), default=0)
        place = before.turn if before and before.turn else last + 1
    others = [each for each in said if each is not before]
    return [*others, Attendance(home, attending, turn.at, place)]


def ask(turn: Turn) -> Outcome:
    """Open the form for a question beforehand, after the question which home asks where there are several."""
    meeting, homes = _meeting(turn, turn.press.number)
    words = turn.content.words.meeting
    if not meeting.is_open(turn.at):
        sentence = words.is_off if meeting.called_off_at else words.is_over
        return Outcome(at_once=Toast(sentence, alert=True))
    if not turn.press.choice and len(homes) > 1:
        return _ask_which(turn, meeting, homes, "meeting_ask")
    home_id = turn.press.choice[0] if turn.press.choice else homes[0].home_id
    form = turn.content.forms["meeting_question"]
    return Outcome(at_once=OpenForm(replace(form, about=f"{meeting.meeting_id}.{home_id}")))


def asked(turn: Turn) -> Outcome:
    """Put the home's question on the list of whoever leads the meeting."""
    assert isinstance(turn.inbound.what, Submitted)
    about, _, home_id = turn.inbound.what.about.partition(".")
    meeting, homes = _meeting(turn, row_number(about))
    words, values = turn.content.words, turn.inbound.what.values
    form = turn.content.forms["meeting_question"]
    faults = faults_of(form, values, words.forms)
    if not meeting.is_open(turn.at):
        faults["text"] = words.meeting.is_off if meeting.called_off_at else words.meeting.is_over
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    if home_id not in _ids(homes):
        raise NotAllowed
    kept = MeetingQuestionAsked(meeting.meeting_id, HomeId(home_id), values["text"].strip())
    told = Message(words.meeting.question_kept.fill(title=meeting.plan.title))
    said = turn.look.meetings.attendances(meeting.meeting_id)
    lead = Redraw(lead_card(turn, meeting, said, new_questions=1), card=meeting.card)
    return Outcome((kept,), (Say(ToCaller(), told), lead))


def calendar(turn: Turn) -> Outcome:
    """Send the meeting as a calendar file: it goes in, moves, or goes out where it was called off."""
    meeting = turn.look.meetings.meeting(turn.press.number)
    if meeting is None:
        raise StalePress
    if not (turn.person.is_lead or _homes(turn, meeting)):
        raise NotAllowed
    words = turn.content.words.meeting
    sentence = words.calendar_off_file if meeting.called_off_at else words.calendar_file
    name = f"{meeting.plan.kind}-{meeting.meeting_id}.ics"
    file = File(name, turn.look.meetings.calendar(meeting))
    told = Message(sentence.fill(title=meeting.plan.title), file=file)
    return Outcome(says=(Say(ToCaller(), told),))


def _ask_which(
    turn: Turn, meeting: Meeting, homes: Sequence[Home], action: str, value: str = ""
) -> Outcome:
    words, number = turn.content.words.meeting, str(meeting.meeting_id)
    chosen = (value,) if value else ()
    rows = [
        (Button(home.name, Press(action, number, (*chosen, home.home_id))),)
        for home in homes[:MOST_HOMES]
    ]
    if value:
        rows.append((Button(words.all_homes, Press(action, number, (*chosen, *ALL))),))
    asked_which = Message(words.which_home.fill(title=meeting.plan.title), tuple(rows))
    return Outcome(says=(Say(ToCaller(), asked_which),))


def _meeting(turn: Turn, meeting_id: int) -> tuple[Meeting, tuple[Home, ...]]:
    """Return the meeting and those of the caller's homes that it is for; a button gives nobody the right to it."""
    meeting = turn.look.meetings.meeting(meeting_id)
    if meeting is None or not meeting.asked:
        raise StalePress
    homes = _homes(turn, meeting)
    if not homes:
        raise NotAllowed
    return meeting, homes


def _homes(turn: Turn, meeting: Meeting) -> tuple[Home, ...]:
    mine = [each.home.home_id for each in turn.person.memberships]
    return turn.look.meetings.homes_asked(meeting, mine) if mine else ()


def _ids(homes: Sequence[Home]) -> tuple[HomeId, ...]:
    return tuple(each.home_id for each in homes)
