"""Leads run check-ins and surveys: how each stands, opening, reminding, closing."""

from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import RoundClosed, RoundOpened
from bot.core.messages import Button, Message, Press
from bot.core.questionnaires import Questionnaire
from bot.core.recurrence import next_due
from bot.core.rounds import Round
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, Turn
from bot.core.working_days import opening_plan
from handlers.checkin import checkin as answer
from handlers.rounds import draw_calls, reminders, round_of
from handlers.times import in_full


def checkin(turn: Turn) -> Outcome:
    """Show the check-ins that are open for the homes of the person, and to a lead how all of them stand."""
    answered = answer(turn) if turn.person.memberships else Outcome()
    if not (turn.person.is_lead or turn.person.memberships):
        raise NotAllowed
    if not turn.person.is_lead:
        return answered
    return Outcome(says=(*answered.says, _board(turn, surveys=False)))


def survey(turn: Turn) -> Outcome:
    """Show a lead how the surveys stand; to a home, what is open for it."""
    if not turn.person.is_lead:
        return checkin(turn)
    return Outcome(says=(_board(turn, surveys=True),))


def _board(turn: Turn, *, surveys: bool) -> Say:
    words = turn.content.words.round
    found = [each for each in turn.content.questionnaires.values() if each.is_survey is surveys]
    lines: list[str] = []
    rows: list[tuple[Button, ...]] = []
    for each in found:
        newest = turn.look.asking.newest(each.id)
        lines.append(_standing(turn, each, newest))
        rows.append((Button(each.title, Press("round", each.id)),))
    text = "\n\n".join([words.surveys if surveys else words.checkins, *(lines or [words.none])])
    return Say(ToCaller(), Message(text, tuple(rows)))


def _standing(turn: Turn, questionnaire: Questionnaire, newest: Round | None) -> str:
    words, title = turn.content.words.round, questionnaire.title
    if newest is None or newest.closed_at is not None:
        opens = _opens(turn, questionnaire)
        if opens:
            return words.opens_at.fill(title=title, when=opens)
        return words.not_open.fill(title=title)
    stands = turn.look.asking.standing(newest.round_id)
    told = {"title": title, "done": stands.done, "asked": stands.asked}
    if newest.due_at is None:
        return words.open.fill(**told)
    when = in_full(turn, newest.due_at)
    late = newest.is_late(turn.at)
    return (words.was_due if late else words.open_until).fill(when=when, **told)


def _opens(turn: Turn, questionnaire: Questionnaire) -> str:
    if not questionnaire.opens:
        return ""
    plan = opening_plan(questionnaire.opens, turn.look.holiday)
    return in_full(turn, next_due(plan, turn.at, turn.zone)[1])


def show(turn: Turn) -> Outcome:
    """Show how one questionnaire stands, with what can be done."""
    assert turn.lead
    questionnaire = turn.content.questionnaire(turn.press.about)
    return Outcome(says=(Redraw(_draw(turn, questionnaire)),))


def _draw(turn: Turn, questionnaire: Questionnaire) -> Message:
    words = turn.content.words.round
    newest = turn.look.asking.newest(questionnaire.id)
    text = _standing(turn, questionnaire, newest)
    rows: list[tuple[Button, ...]] = []
    if newest is not None:
        about = str(newest.round_id)
        rows.append((Button(words.results, Press("round_results", about)),))
        rows.append((Button(words.how_understood, Press("round_quality", about)),))
        if not newest.anonymous:
            rows.append((Button(words.we_did, Press("you_said", about)),))
        if newest.closed_at is None:
            stands = turn.look.asking.standing(newest.round_id)
            text += "\n\n" + words.details.fill(
                begun=stands.begun,
                late=stands.late,
                silent=stands.asked - stands.done - stands.begun,
            )
            rows += [
                (Button(words.remind, Press("round_remind", about)),),
                (Button(words.whom_to_ring, Press("round_calls", about)),),
                (Button(words.close, Press("round_close", about)),),
            ]
    if newest is None or newest.closed_at is not None:
        rows.append((Button(words.open_it, Press("round_open", questionnaire.id)),))
    return Message(text, tuple(rows))


def calls(turn: Turn) -> Outcome:
    """Show whom to ring."""
    found, questionnaire = round_of(turn)
    return Outcome(says=(Say(ToCaller(), draw_calls(turn, found, questionnaire)),))


def remind(turn: Turn) -> Outcome:
    """Remind those who have not answered, once a day at most."""
    found, questionnaire = round_of(turn)
    words = turn.content.words.round
    if found.closed_at is not None:
        return Outcome(at_once=Toast(words.is_closed, alert=True))
    pushes = reminders(turn, found, questionnaire, turn.at.date().isoformat())
    told = words.reminded.fill(number=len(pushes)) if pushes else words.nobody_to_remind
    return Outcome(says=pushes, at_once=Toast(told, alert=not pushes))


def open_(turn: Turn) -> Outcome:
    """Ask whether to open a round now, and open it when that was pressed."""
    assert turn.lead
    words = turn.content.words.round
    questionnaire = turn.content.questionnaire(turn.press.about)
    if not turn.look.is_live():
        return Outcome(at_once=Toast(words.on_trial, alert=True))
    # First of all: where two open it at once, the second waits here and then sees the first one's.
    number = turn.number("round") if turn.press.choice else 0
    newest = turn.look.asking.newest(questionnaire.id)
    if newest is not None and newest.closed_at is None:
        told = Toast(words.is_open.fill(title=questionnaire.title), alert=True)
        return Outcome(says=(Redraw(_draw(turn, questionnaire)),), at_once=told)
    if turn.press.choice != ("yes",):
        return Outcome(says=(Redraw(_asked(turn, questionnaire)),))
    fact = RoundOpened(number, questionnaire.id)
    told_it = words.opened.fill(title=questionnaire.title, name=turn.lead.name)
    status = Button(words.status, Press("round", questionnaire.id))
    return Outcome((fact,), (Redraw(Message(told_it, ((status,),))),))


def _asked(turn: Turn, questionnaire: Questionnaire) -> Message:
    words = turn.content.words.round
    reach = turn.look.reach(questionnaire.audience)
    cost = turn.look.cost(questionnaire.audience)
    text = words.really_open.fill(
        title=questionnaire.title, homes=reach.homes, reached=reach.reached
    )
    if cost.over:
        text += "\n\n" + words.some_later.fill(number=cost.over)
    yes = Button(words.open_now, Press("round_open", questionnaire.id, ("yes",)), style="primary")
    no = Button(words.not_now, Press("round", questionnaire.id))
    return Message(text, ((yes, no),))


def close(turn: Turn) -> Outcome:
    """Ask whether to close a round, and close it when that was pressed."""
    found, questionnaire = round_of(turn)
    words, lead = turn.content.words.round, turn.lead
    if found.closed_at is not None:
        return Outcome(at_once=Toast(words.is_closed, alert=True))
    if turn.press.choice != ("yes",):
        if turn.press.choice:
            raise StalePress
        yes = Press("round_close", str(found.round_id), ("yes",))
        no = Button(words.not_now, Press("round", questionnaire.id))
        asked = words.really_close.fill(title=questionnaire.title)
        return Outcome(says=(Redraw(Message(asked, ((Button(words.close, yes), no),))),))
    told = words.closed.fill(title=questionnaire.title, name=lead.name)
    results = Button(words.results, Press("round_results", str(found.round_id)))
    return Outcome((RoundClosed(found.round_id),), (Redraw(Message(told, ((results,),))),))
