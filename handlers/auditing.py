"""The auditor of ladders: every morning it works out anew what was due, and tells what came late or not at all."""

from datetime import timedelta

from bot.core.auditing import Late, late
from bot.core.cases import Escalation
from bot.core.deliveries import Priority
from bot.core.messages import Message
from bot.core.turn import Outcome, Say, ToCoordinators, Turn
from handlers.case_cards import hours_of
from handlers.times import in_full

# What was due before this was told of by the audit of the day before.
LOOKED_BACK = timedelta(days=1)
MOST_SHOWN = 10


def audited(turn: Turn) -> Outcome:
    """Tell the coordinators of each step that came late since yesterday or has not come; else nothing."""
    since = turn.at - LOOKED_BACK
    found = [
        (escalation, each)
        for escalation, lines in turn.look.cases.timelines(since)
        for each in late(escalation, lines, hours_of(turn, escalation.team), turn.at)
        if each.at is None or each.at > since
    ]
    if not found:
        return Outcome()
    words = turn.content.words.case
    lines = [_line(turn, *each) for each in found[:MOST_SHOWN]]
    told = "\n".join([words.audit_late.fill(count=len(found)), *lines])
    return Outcome(says=(Say(ToCoordinators(), Message(told), Priority.ESCALATION),))


def _line(turn: Turn, escalation: Escalation, each: Late) -> str:
    words, due = turn.content.words.case, in_full(turn, each.due_at)
    reference, home = escalation.reference, escalation.home.name
    if each.at is None:
        return words.audit_missing.fill(reference=reference, home=home, due=due)
    at = in_full(turn, each.at)
    return words.audit_line.fill(reference=reference, home=home, due=due, at=at)
