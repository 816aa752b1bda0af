"""How well a question is understood: its owner hears when homes do not, and may pause it."""

from bot.core.errors import StalePress
from bot.core.facts import QuestionPaused, QuestionResumed
from bot.core.messages import Button, Message, Press
from bot.core.questionnaires import Question, Questionnaire
from bot.core.rounds import Answer, AnswerState, Round
from bot.core.turn import Outcome, Redraw, Say, To, ToCoordinators, ToTeam, Turn
from handlers.questions import Copy

# As many homes that call a question unclear in one round are no accident.
MANY = 3


def unclear(turn: Turn, copy: Copy, answers: tuple[Answer, ...]) -> tuple[Say, ...]:
    """Tell the owner of a question when so many homes have called it unclear in this round, once."""
    says = []
    for answer in answers:
        known = copy.answers.get(answer.question_id)
        if answer.state is not AnswerState.UNCLEAR or (known and known.state is answer.state):
            continue
        round_id = copy.assignment.round.round_id
        if turn.look.asking.unclear(round_id, answer.question_id) + 1 == MANY:
            question = copy.questionnaire.question(answer.question_id)
            card = card_of(round_id, question.id)
            message = _draw(turn, copy.questionnaire, question, round_id)
            says.append(Say(owner_of(turn, question), message, card=card))
    return tuple(says)


def card_of(round_id: int, question_id: str) -> str:
    """Return the name under which what was said of an unclear question is found again."""
    return f"unclear:{round_id}:{question_id}"


def owner_of(turn: Turn, question: Question) -> To:
    """Return who hears of a question: its team, or the coordinators where it has none."""
    team = turn.content.teams.get(question.owner) if question.owner else None
    return ToTeam(team.id) if team else ToCoordinators()


def _draw(turn: Turn, questionnaire: Questionnaire, question: Question, round_id: int) -> Message:
    words = turn.content.words.round
    told = words.unclear.fill(number=MANY, title=questionnaire.title, question=question.text)
    pause = Button(words.pause, Press("pause", str(round_id), (question.id,)))
    return Message(told, ((pause,),))


def paused(turn: Turn) -> Outcome:
    """Ask the question no more, until somebody lets it be asked again."""
    found, question = _named(turn)
    words, lead = turn.content.words.round, turn.lead
    again = Button(words.resume, Press("resume", str(found.round_id), (question.id,)))
    told = words.paused.fill(name=lead.name, question=question.text)
    shown = Message(told, ((again,),))
    card = card_of(found.round_id, question.id)
    fact = QuestionPaused(found.round_id, question.id)
    return Outcome((fact,), (Redraw(shown), Redraw(shown, card=card)))


def resumed(turn: Turn) -> Outcome:
    """Let the question be asked again, from the next round on."""
    found, question = _named(turn)
    words, lead = turn.content.words.round, turn.lead
    told = Message(words.resumed.fill(name=lead.name, question=question.text))
    card = card_of(found.round_id, question.id)
    fact = QuestionResumed(found.round_id, question.id)
    return Outcome((fact,), (Redraw(told), Redraw(told, card=card)))


def _named(turn: Turn) -> tuple[Round, Question]:
    """Return the round and the question that a lead's button names."""
    assert turn.lead
    found = turn.look.asking.round(turn.press.number)
    if found is None:
        raise StalePress
    questionnaire = turn.content.questionnaire(found.questionnaire_id)
    return found, questionnaire.question("".join(turn.press.choice))
