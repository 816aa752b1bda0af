"""You said, we did: what was done about an answer goes to the homes that gave it first, and into a newsletter."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.core.editions import Item
from bot.core.errors import StalePress
from bot.core.events import Submitted
from bot.core.facts import ConversationKept, ItemAdded, ThemeTied
from bot.core.figures import FEWEST
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.messages import Message, row_number
from bot.core.questionnaires import BETWEEN, CHOSEN, Questionnaire
from bot.core.rounds import AnswerState, Round
from bot.core.turn import FormFaults, OpenForm, Outcome, Push, Say, Toast, ToCaller, Turn
from handlers.rounds import round_of

FORM = "you_said"
_LABEL = 64
# What a list of choices shows on every platform.
_MOST = 25


def ask(turn: Turn) -> Outcome:
    """Open the form for what was done about something that homes said in a round."""
    found, questionnaire = round_of(turn)
    form = _form(turn, found, questionnaire)
    if found.anonymous or not all(each.choices for each in form.fields if each.id != "text"):
        return Outcome(at_once=Toast(turn.content.words.round.nothing_said, alert=True))
    return Outcome(at_once=OpenForm(form))


def _form(turn: Turn, found: Round, questionnaire: Questionnaire) -> Form:
    form = turn.content.forms[FORM]
    choices = {
        "theme": tuple(_themes(turn, found, questionnaire))[:_MOST],
        "section": tuple(
            Choice(f"{each.id}.{section.id}", f"{each.title}: {section.title}"[:_LABEL])
            for each in turn.content.editions.values()
            for section in each.sections
        )[:_MOST],
    }
    fields = tuple(replace(each, choices=choices.get(each.id, ())) for each in form.fields)
    return replace(form, fields=fields, about=str(found.round_id))


def _themes(turn: Turn, found: Round, questionnaire: Questionnaire) -> Iterator[Choice]:
    """Yield what homes have said, with how many did: of most homes first."""
    results = turn.look.asking.results(found)
    counted = [
        (number, f"{question.id}.{option.value}", f"{option.label} - {question.text}")
        for question in questionnaire.questions
        if question.kind in CHOSEN and _may_tell(questionnaire, results.get(question.id, {}))
        for option in question.options
        if (
            number := sum(
                count
                for (state, value), count in results.get(question.id, {}).items()
                if state == AnswerState.ANSWERED and option.value in value.split(BETWEEN)
            )
        )
    ]
    for number, value, label in sorted(counted, key=lambda each: -each[0]):
        yield Choice(value, f"{number}: {label}"[:_LABEL])


def _may_tell(questionnaire: Questionnaire, counted: Mapping[tuple[str, str], int]) -> bool:
    """Say whether counts may be shown: of a survey none of few homes."""
    answered = sum(n for (state, _), n in counted.items() if state == AnswerState.ANSWERED)
    return not questionnaire.is_survey or answered >= FEWEST


def told(turn: Turn) -> Outcome:
    """Tell the homes that said it, and put it into the newsletter that was chosen."""
    assert turn.lead
    assert isinstance(turn.inbound.what, Submitted)
    found = turn.look.asking.round(row_number(turn.inbound.what.about))
    if found is None or found.anonymous:
        raise StalePress
    questionnaire = turn.content.questionnaire(found.questionnaire_id)
    form, values = _form(turn, found, questionnaire), turn.inbound.what.values
    faults = faults_of(form, values, turn.content.words.forms)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    question_id, _, value = values["theme"].partition(".")
    option = questionnaire.question(question_id).option(value)
    edition_id, _, section_id = values["section"].partition(".")
    words, text = turn.content.words.round, values["text"].strip()
    title = words.you_said_title.format(theme=option.label)
    item = Item(turn.number("item"), edition_id, section_id, title, text)
    homes = turn.look.asking.homes_that_said(found, question_id, value)
    first = Message(words.you_said.fill(theme=option.label, text=text))
    pushes = [Push(each, f"item:{item.item_id}", title, first) for each in homes]
    done = words.you_said_done.fill(
        number=len(homes), edition=turn.content.edition(edition_id).title
    )
    tied = ThemeTied(item.item_id, found.round_id, question_id, value)
    return Outcome(
        (ItemAdded(item), tied, ConversationKept({})), (Say(ToCaller(), Message(done)), *pushes)
    )
