"""The app's own page in Slack: a lead's open cases, a home's open matters."""

from bot.core.cases import Escalation
from bot.core.messages import Message
from bot.core.people import Person
from bot.core.turn import Outcome, ShowBoard, Turn
from handlers.case_cards import may_lead
from handlers.menu import buttons_of

# A page of Slack's holds so many rows of buttons and stays readable.
MOST_SHOWN = 20


def opened(turn: Turn) -> Outcome:
    """Show the page."""
    person = turn.caller.person
    if person is None or not (person.memberships or person.is_lead):
        return Outcome(at_once=ShowBoard(Message(turn.content.words.board.stranger)))
    parts = [_cases(turn, person)] if person.is_lead else []
    parts += [_matters(turn, person)] if person.memberships else []
    return Outcome(at_once=ShowBoard(Message("\n\n".join(parts), buttons_of(turn, person))))


def _cases(turn: Turn, person: Person) -> str:
    words = turn.content.words.board
    found = [
        each
        for each in turn.look.open_escalations()
        if each.owner_id == person.person_id or may_lead(turn, person, each)
    ]
    lines = [_line(turn, each) for each in found[:MOST_SHOWN]]
    return "\n".join([words.lead_title.fill(name=person.name), "", *(lines or [words.no_cases])])


def _line(turn: Turn, escalation: Escalation) -> str:
    category = turn.content.categories.get(escalation.category)
    return turn.content.words.board.case_line.fill(
        reference=escalation.reference,
        home=escalation.home.name,
        category=category.label if category else escalation.category,
        owner=escalation.owner_name or turn.content.words.board.nobody,
    )


def _matters(turn: Turn, person: Person) -> str:
    words, known = turn.content.words.board, turn.content.questionnaires
    lines = [
        words.open_checkin.fill(
            home=assignment.home.name, title=known[assignment.round.questionnaire_id].title
        )
        for each in person.memberships
        for assignment in turn.look.open_assignments(each.home.home_id)
        if assignment.done_at is None and assignment.round.questionnaire_id in known
    ]
    title = words.home_title.fill(name=person.name)
    return "\n".join([title, "", *(lines or [words.nothing_open])])
