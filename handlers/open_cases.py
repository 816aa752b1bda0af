"""Open cases to look at: the list of a lead's and of a home's, and one of them with everything that was written."""

from bot.core.cases import CaseState, Entry, EntryKind, Escalation
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Pressed
from bot.core.messages import Button, Message, Press
from bot.core.people import Person
from bot.core.sentences import Sentence
from bot.core.turn import Outcome, Say, ToCaller, Turn
from handlers.case_cards import category_label, draw_card, may_lead, pace_of, stands
from handlers.menu import menu
from handlers.times import in_full, local

# What is read on a telephone, and as many buttons as stand under it.
MOST_SHOWN = 10
MOST_LINES = 15
# What a home reads of a timeline; the rest is the leads' own.
_OF_HOME = frozenset(
    {EntryKind.CLAIMED, EntryKind.TO_HOME, EntryKind.FROM_HOME, EntryKind.RESOLVED}
)


def cases(turn: Turn) -> Outcome:
    """Show what is open: for a lead of their teams, for a home what it asked for."""
    person = turn.caller.person
    if person is None or not (person.memberships or person.is_lead):
        return menu(turn)
    says = [Say(ToCaller(), _of_homes(turn, person))] if person.memberships else []
    says += [Say(ToCaller(), _of_teams(turn, person))] if person.is_lead else []
    return Outcome(says=tuple(says))


def of_lead(turn: Turn, person: Person) -> list[Escalation]:
    """Return the open cases that are a lead's business: their own first, then the oldest."""
    found = [each for each in turn.look.open_escalations() if may_lead(turn, person, each)]
    return sorted(found, key=lambda each: each.owner_id != person.person_id)


def of_homes(turn: Turn, person: Person) -> list[Escalation]:
    """Return what is open for the homes of a person, the oldest first."""
    homes = [each.home.home_id for each in person.memberships]
    return [each for home in homes for each in turn.look.open_escalations(home_id=home)]


def case_line(turn: Turn, escalation: Escalation) -> str:
    """Return a case in a line: what it is, who has it, and whether its home waits for word."""
    words = turn.content.words.board
    line = words.case_line_asked if escalation.ladder.asked else words.case_line
    return line.fill(
        reference=escalation.reference,
        home=escalation.home.name,
        category=category_label(turn, escalation),
        owner=escalation.owner_name or words.nobody,
    )


def case_button(escalation: Escalation) -> Button:
    """Return the button that shows the case."""
    label = f"{escalation.reference} {escalation.home.name}"
    return Button(label, Press("case", str(escalation.escalation_id)))


def _of_teams(turn: Turn, person: Person) -> Message:
    words = turn.content.words.board
    found = of_lead(turn, person)
    start = turn.press.number if _is_further(turn) else 0
    shown = found[start : start + MOST_SHOWN]
    lines = [case_line(turn, each) for each in shown] or [words.no_cases]
    rows = [(case_button(each),) for each in shown]
    if (left := len(found) - start - len(shown)) > 0:
        more = Press("cases", str(start + MOST_SHOWN))
        rows.append((Button(words.more.format(count=left), more),))
    rows.append((Button(turn.content.words.waits.see, Press("waits")),))
    text = "\n".join([words.lead_title.fill(name=person.name), "", *lines])
    return Message(text, tuple(rows))


def _is_further(turn: Turn) -> bool:
    return isinstance(turn.inbound.what, Pressed) and bool(turn.press.about)


def _of_homes(turn: Turn, person: Person) -> Message:
    words = turn.content.words
    found = of_homes(turn, person)[:MOST_SHOWN]
    lines = [case_line(turn, each) for each in found] or [words.board.nothing_asked]
    text = "\n".join([words.board.asked_title.fill(name=person.name), "", *lines])
    rows = [(case_button(each),) for each in found]
    rows.append((Button(words.menu.ask_for_help, Press("help")),))
    return Message(text, tuple(rows))


def case(turn: Turn) -> Outcome:
    """Show one case: to a lead its card with its timeline, to its home what was written between them."""
    escalation = turn.look.escalation(turn.press.number)
    if escalation is None:
        raise StalePress
    if turn.person.is_lead and may_lead(turn, turn.person, escalation):
        card = draw_card(turn, escalation)
        parts = [card.text, *_timeline(turn, escalation, frozenset(EntryKind))]
        shown = Message("\n\n".join(parts), card.buttons)
        # It is the card, so it shows whatever becomes of the case.
        return Outcome(says=(Say(ToCaller(), shown, Priority.REPLY, escalation.card),))
    if turn.person.runs(escalation.home.home_id):
        return Outcome(says=(Say(ToCaller(), _for_home(turn, escalation)),))
    raise NotAllowed


def _for_home(turn: Turn, escalation: Escalation) -> Message:
    words, number = turn.content.words, str(escalation.escalation_id)
    parts = [case_line(turn, escalation), words.case.card_said.fill(summary=escalation.summary)]
    parts.append(stands(turn, escalation))
    if escalation.state is CaseState.OPEN:
        by = pace_of(turn, escalation).expected_by(escalation.moved_at)
        if by > turn.at:
            parts.append(words.case.expected.fill(when=in_full(turn, by)))
    parts += _timeline(turn, escalation, _OF_HOME)
    if escalation.state is CaseState.RESOLVED:
        again = Button(words.case.not_solved, Press("reopen", number))
        return Message("\n\n".join(parts), ((again,),))
    return Message("\n\n".join(parts), ((Button(words.case.write, Press("reply", number)),),))


def _timeline(turn: Turn, escalation: Escalation, kinds: frozenset[EntryKind]) -> list[str]:
    sentences = _sentences(turn)
    lines = [
        _line(turn, sentences[each.kind], each)
        for each in turn.look.timeline(escalation.escalation_id)
        if each.kind in kinds and each.kind in sentences
    ]
    return ["\n".join(lines[-MOST_LINES:])] if lines else []


def _line(turn: Turn, sentence: Sentence, entry: Entry) -> str:
    # The step of a ladder has a name of its own before the names of people.
    text = entry.text.partition(": ")[2] if entry.kind is EntryKind.TOLD else entry.text
    return sentence.fill(when=local(turn, entry.at), name=entry.by_name, text=text)


def _sentences(turn: Turn) -> dict[EntryKind, Sentence]:
    """Return what is said of each kind of line; how it was raised stands in the card."""
    words = turn.content.words.timeline
    return {
        EntryKind.CHANGED: words.changed,
        EntryKind.TOLD: words.told,
        EntryKind.CLAIMED: words.claimed,
        EntryKind.ASKED: words.asked,
        EntryKind.RELEASED: words.released,
        EntryKind.HANDED_ON: words.handed_on,
        EntryKind.SNOOZED: words.snoozed,
        EntryKind.TO_HOME: words.to_home,
        EntryKind.FROM_HOME: words.from_home,
        EntryKind.PROMISED: words.promised,
        EntryKind.DONE: words.done,
        EntryKind.DROPPED: words.dropped,
        EntryKind.RESOLVED: words.resolved,
        EntryKind.REOPENED: words.reopened,
    }
