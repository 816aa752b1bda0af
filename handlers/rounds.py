"""Rounds from the first question to the last: they open, remind, and end with a list of whom to ring."""

from bot.core.asking import Call
from bot.core.errors import StalePress
from bot.core.facts import RoundOpened
from bot.core.messages import Button, Message, Press, row_number
from bot.core.questionnaires import Questionnaire
from bot.core.rounds import Assignment, Round
from bot.core.sentences import Markup
from bot.core.turn import Outcome, Push, Say, ToCoordinators, Turn
from bot.core.words import RoundWords
from handlers.questions import copy_of, draw, draw_assignment

# More homes than this make no list that anybody reads on a telephone; the command line has all of them.
MOST_CALLS = 30


def opened(turn: Turn) -> Outcome:
    """Open the round that is due; the one before it closes. On trial none opens."""
    if not turn.look.is_live():
        return Outcome()
    questionnaire = turn.content.questionnaire(turn.came.about)
    return Outcome((RoundOpened(turn.number("round"), questionnaire.id),))


def remind(turn: Turn) -> Outcome:
    """Remind the homes that have not answered, and no other."""
    found, questionnaire = _round(turn)
    if found is None or questionnaire is None:
        return Outcome()
    return Outcome(says=reminders(turn, found, questionnaire, turn.at.date().isoformat()))


def reminders(
    turn: Turn, found: Round, questionnaire: Questionnaire, mark: str
) -> tuple[Push, ...]:
    """Return a reminder for each home that may be reminded now; ``mark`` tells it from others of the round."""
    about = f"round:{found.round_id}.{mark}"
    return tuple(
        Push(
            each.home.home_id,
            about,
            questionnaire.title,
            _reminder(turn, each, may_carry=may_carry),
            card=each.card,
        )
        for each, may_carry in turn.look.asking.to_remind(found, questionnaire.carry)
    )


def _reminder(turn: Turn, assignment: Assignment, *, may_carry: bool) -> Message:
    copy = copy_of(assignment, turn.content)
    question = copy.open
    if question is None or not assignment.answers:
        shown = draw_assignment(assignment, turn.content, may_carry=may_carry)
    else:
        shown = draw(copy, question)
    return Message(f"{turn.content.words.round.reminder}\n\n{shown.text}", shown.buttons)


def ended(turn: Turn) -> Outcome:
    """Tell the coordinators how the round stands now that answers are due, and whom to ring."""
    found, questionnaire = _round(turn)
    if found is None or questionnaire is None:
        return Outcome()
    return Outcome(says=(Say(ToCoordinators(), draw_calls(turn, found, questionnaire)),))


def _round(turn: Turn) -> tuple[Round | None, Questionnaire | None]:
    """Return the round that a moment is about and its questionnaire, unless it has closed or its file has gone."""
    found = turn.look.asking.round(row_number(turn.came.about))
    if found is None or found.closed_at is not None:
        return None, None
    return found, turn.content.questionnaires.get(found.questionnaire_id)


def draw_calls(turn: Turn, found: Round, questionnaire: Questionnaire) -> Message:
    """Return whom to ring: who has fallen silent, who asked for help, who has not answered."""
    words, look = turn.content.words.round, turn.look.asking
    stands = look.standing(found.round_id)
    calls = look.calls(found)
    heading = words.due if found.is_late(turn.at) else words.open
    parts = [heading.fill(title=questionnaire.title, done=stands.done, asked=stands.asked)]
    groups = (
        (words.fell_silent, [each for each in calls if each.silent]),
        (words.asked_for_help, [each for each in calls if each.reference]),
        (words.not_answered, [each for each in calls if not (each.silent or each.reference)]),
    )
    left = MOST_CALLS
    for title, group in groups:
        if group:
            lines = [_line(words, each) for each in group[:left]]
            if len(group) > left:
                lines.append(words.and_more.fill(number=len(group) - left, name=questionnaire.id))
            left = max(left - len(group), 0)
            parts.append("\n".join([title, "", *lines]))
    if not calls:
        parts.append(words.nobody_to_ring)
    about = str(found.round_id)
    buttons = (
        Button(words.remind, Press("round_remind", about)),
        Button(words.results, Press("round_results", about)),
    )
    return Message("\n\n".join(parts), (buttons,) if calls else ((buttons[1],),))


def _line(words: RoundWords, call: Call) -> str:
    reference = words.with_reference.fill(reference=call.reference) if call.reference else ""
    return words.call_line.fill(
        home=call.home.name, telephone=call.telephone or words.no_telephone, more=Markup(reference)
    )


def round_of(turn: Turn) -> tuple[Round, Questionnaire]:
    """Return the round that a lead's button is about.

    Raises:
        StalePress: There is none, or its file has gone.
        NotAllowed: The caller is no lead.
    """
    assert turn.lead
    found = turn.look.asking.round(turn.press.number)
    if found is None:
        raise StalePress
    return found, turn.content.questionnaire(found.questionnaire_id)
