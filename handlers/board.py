"""The app's own page in Slack: a lead's open cases, a home's open matters."""

from collections.abc import Sequence

from bot.core.cases import Escalation
from bot.core.messages import Button, Message
from bot.core.people import Person
from bot.core.turn import Outcome, ShowBoard, Turn
from handlers.menu import buttons_of
from handlers.open_cases import case_button, case_line, of_homes, of_lead

# A page of Slack's holds so many rows of buttons and stays readable.
MOST_SHOWN = 20


def opened(turn: Turn) -> Outcome:
    """Show the page: the cases with a button each, and under them the menu."""
    person = turn.caller.person
    if person is None or not (person.memberships or person.is_lead):
        return Outcome(at_once=ShowBoard(Message(turn.content.words.board.stranger)))
    parts: list[str] = []
    rows: list[tuple[Button, ...]] = []
    if person.is_lead:
        words, found = turn.content.words.board, of_lead(turn, person)[:MOST_SHOWN]
        lines = [case_line(turn, each) for each in found] or [words.no_cases]
        parts.append("\n".join([words.lead_title.fill(name=person.name), "", *lines]))
        rows += [(case_button(each),) for each in found]
    if person.memberships:
        asked = of_homes(turn, person)[:MOST_SHOWN]
        parts.append(_matters(turn, person, asked))
        rows += [(case_button(each),) for each in asked]
    shown = Message("\n\n".join(parts), (*rows, *buttons_of(turn, person)))
    return Outcome(at_once=ShowBoard(shown))


def _matters(turn: Turn, person: Person, asked: Sequence[Escalation]) -> str:
    words, known = turn.content.words.board, turn.content.questionnaires
    lines = [
        words.open_checkin.fill(
            home=assignment.home.name, title=known[assignment.round.questionnaire_id].title
        )
        for each in person.memberships
        for assignment in turn.look.open_assignments(each.home.home_id)
        if assignment.done_at is None and assignment.round.questionnaire_id in known
    ]
    lines += [case_line(turn, each) for each in asked]
    title = words.home_title.fill(name=person.name)
    return "\n".join([title, "", *(lines or [words.nothing_open])])
