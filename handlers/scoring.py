"""How it went, as a home says once its case is resolved: a number with a tap, and a comment where it likes."""

from dataclasses import replace

from bot.core.cases import CaseState, Escalation
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import CaseScored
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.people import Person
from bot.core.promises import LOW, SCORES
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Say,
    To,
    Toast,
    ToCaller,
    ToCoordinators,
    ToPerson,
    Turn,
)
from handlers.case_cards import team_name


def score_buttons(turn: Turn, escalation: Escalation) -> tuple[Button, ...]:
    """Return a button for each score."""
    number, label = str(escalation.escalation_id), turn.content.words.case.score
    return tuple(
        Button(label.format(score=each, of=SCORES[-1]), Press("score", number, (str(each),)))
        for each in SCORES
    )


def scored(turn: Turn) -> Outcome:
    """Keep the score, thank for it, and ask for a word; a low one is told to whoever leads the team."""
    words, escalation = turn.content.words.case, _for_home(turn, turn.press.number)
    score = "".join(turn.press.choice)
    if not (score.isascii() and score.isdigit() and int(score) in SCORES):
        raise StalePress
    if escalation.state is not CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_open, alert=True))
    fact = CaseScored(escalation.escalation_id, int(score))
    why = Button(words.score_why, Press("why_score", str(escalation.escalation_id), (score,)))
    thanks = Message(words.score_thanks.fill(score=score, of=SCORES[-1]), ((why,),))
    told = _low(turn, escalation, int(score), "") if int(score) <= LOW else ()
    return Outcome((fact,), (Say(ToCaller(), thanks), *told))


def why(turn: Turn) -> Outcome:
    """Open the form for a comment."""
    escalation = _for_home(turn, turn.press.number)
    score = "".join(turn.press.choice)
    form = turn.content.forms["score"]
    about = f"{escalation.escalation_id}.{score}"
    return Outcome(at_once=OpenForm(replace(form, about=about)))


def commented(turn: Turn) -> Outcome:
    """Keep the comment beside the score, and bring it to whoever leads the team."""
    assert isinstance(turn.inbound.what, Submitted)
    words, values = turn.content.words, turn.inbound.what.values
    number, _, score = turn.inbound.what.about.partition(".")
    escalation, form = _for_home(turn, row_number(number)), turn.content.forms["score"]
    if row_number(score) not in SCORES:
        raise StalePress
    if faults := faults_of(form, values, words.forms):
        return Outcome(at_once=FormFaults(faults, form))
    text = values["text"].strip()
    fact = CaseScored(escalation.escalation_id, int(score), text)
    thanks = Say(ToCaller(), Message(words.case.comment_thanks))
    return Outcome((fact,), (thanks, *_low(turn, escalation, int(score), text)))


def _low(turn: Turn, escalation: Escalation, score: int, text: str) -> tuple[Say, ...]:
    words = turn.content.words.case
    sentence = words.score_comment if text else words.score_low
    told = sentence.fill(
        reference=escalation.reference,
        home=escalation.home.name,
        team=team_name(turn, escalation),
        score=score,
        of=SCORES[-1],
        text=text,
    )
    return (Say(_manager(turn, escalation), Message(told), Priority.ESCALATION),)


def _manager(turn: Turn, escalation: Escalation) -> To:
    """Return whoever leads the team by ``teams.toml``; the coordinators where nobody there does."""
    team = turn.content.teams.get(escalation.team)
    name = team.manager.casefold() if team else ""
    people: tuple[Person, ...] = turn.look.cases.on_hand(tuple(turn.content.teams))
    for each in people:
        if name and each.name.casefold() == name:
            return ToPerson(each.person_id)
    return ToCoordinators()


def _for_home(turn: Turn, number: int) -> Escalation:
    escalation = turn.look.escalation(number)
    if escalation is None:
        raise StalePress
    if not turn.person.runs(escalation.home.home_id):
        raise NotAllowed
    return escalation
