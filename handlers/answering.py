"""What a lead and a home write to each other about an escalation; nothing is relayed that was not sent on purpose."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.cases import CaseState, EntryKind, Escalation
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import ConversationKept, EntryAdded, EscalationMoved
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.sentences import Markup
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
from handlers.case_cards import (
    category_label,
    escalation_for_lead,
    heard_from_home,
    noted_by_lead,
    pace_of,
    team_name,
)
from handlers.escalation import taken_by

# As many as a home is likely to have open; any other is found under /cases.
MOST_OFFERED = 6
# What a button shows on a telephone.
LABEL = 64
# What a form for a word to the home notes where it corrects an earlier one.
_CORRECTION = "correction"


def write_to_home(turn: Turn) -> Outcome:
    """Open the form for a message to the home, with the names of those who will read it."""
    words = turn.content.words.case
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_resolved, alert=True))
    readers = ", ".join(each.name for each in turn.look.people_of(escalation.home.home_id))
    if not readers:
        nobody = words.nobody_to_read.fill(home=escalation.home.name)
        return Outcome(at_once=Toast(nobody, alert=True))
    intro = words.form_intro.fill(
        home=escalation.home.name,
        people=readers,
        message=Markup(_as_read(turn, escalation, words.form_text)),
    )
    form = turn.content.forms["to_home"]
    return Outcome(at_once=OpenForm(replace(form, intro=intro, about=turn.press.about)))


def correct(turn: Turn) -> Outcome:
    """Open the form for a correction of what the lead last wrote to the home."""
    words = turn.content.words.case
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_resolved, alert=True))
    written = [
        each.text
        for each in turn.look.timeline(escalation.escalation_id)
        if each.kind is EntryKind.TO_HOME and each.by_name == turn.lead.name
    ]
    if not written:
        return Outcome(at_once=Toast(words.nothing_to_correct, alert=True))
    form = turn.content.forms["to_home"]
    # A modal shows what was written; a dialogue would not ask for what it has already.
    value = written[-1] if turn.inbound.can_open_form else ""
    fields = tuple(replace(each, value=value) for each in form.fields)
    intro = words.correct_intro.fill(text=written[-1])
    about = f"{escalation.escalation_id}.{_CORRECTION}"
    return Outcome(at_once=OpenForm(replace(form, fields=fields, intro=intro, about=about)))


def sent_to_home(turn: Turn) -> Outcome:
    """Send the lead's words to the home; an escalation that nobody had is the lead's from now on."""
    words, text = turn.content.words, _text(turn)
    number, _, kind = _noted(turn).partition(".")
    escalation = escalation_for_lead(turn, row_number(number))
    form = turn.content.forms["to_home"]
    faults = faults_of(form, _values(turn), words.forms)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=FormFaults({"text": words.case.is_resolved}))
    return word(turn, escalation, text, corrects=kind == _CORRECTION)


def word(turn: Turn, escalation: Escalation, text: str, *, corrects: bool = False) -> Outcome:
    """Bring the lead's words to the home of an escalation that is not resolved, and note them in its thread."""
    words = turn.content.words
    taken = taken_by(turn, escalation) if escalation.state is CaseState.OPEN else Outcome()
    lead, home = turn.lead, escalation.home
    # Word to the home: its owner is asked for the next when as much time has passed again.
    moved = EscalationMoved(
        escalation.escalation_id,
        escalation.version + len(taken.facts),
        CaseState.CLAIMED,
        escalation.owner_id or lead.person_id,
        EntryKind.TO_HOME,
        pace_of(turn, escalation).owned(turn.at),
        text=text,
    )
    told = _as_read(turn, escalation, text, corrects=corrects)
    reply = Button(words.case.reply, Press("reply", str(escalation.escalation_id)))
    noted = words.case.sent_line.fill(name=lead.name, text=text)
    again = Button(words.case.correct, Press("correct_word", str(escalation.escalation_id)))
    return Outcome(
        (*taken.facts, moved),
        (
            *taken.says,
            Say(ToHome(home.home_id), Message(told, ((reply,),)), Priority.ESCALATION),
            *noted_by_lead(turn, escalation, Message(noted, ((again,),))),
        ),
    )


def _as_read(turn: Turn, escalation: Escalation, text: str, *, corrects: bool = False) -> str:
    """Return the message as the home reads it."""
    words = turn.content.words.case
    sentence = words.corrected if corrects else words.to_home
    return sentence.fill(
        name=turn.lead.name,
        team=team_name(turn, escalation),
        reference=escalation.reference,
        text=text,
    )


def reply(turn: Turn) -> Outcome:
    """Open the form for a home's reply, with the name of the one who will read it."""
    words = turn.content.words.case
    escalation = _for_home(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_resolved, alert=True))
    intro = words.reply_intro.fill(
        reference=escalation.reference, name=escalation.owner_name or words.your_team
    )
    form = turn.content.forms["from_home"]
    return Outcome(at_once=OpenForm(replace(form, intro=intro, about=turn.press.about)))


def replied(turn: Turn) -> Outcome:
    """Bring the home's words to the escalation's thread, and to the lead who has it."""
    words, text = turn.content.words, _text(turn)
    escalation = _for_home(turn, _about(turn))
    form = turn.content.forms["from_home"]
    faults = faults_of(form, _values(turn), words.forms)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=FormFaults({"text": words.case.is_resolved}))
    sent = _from_home(turn, escalation, text)
    return Outcome(sent.facts, (Say(ToCaller(), _told(turn, escalation)), *sent.says))


def offer(turn: Turn, found: Sequence[Escalation], text: str, *, corrects: bool = False) -> Outcome:
    """Ask whether a text that was simply written is meant for an escalation's lead, and of several for whose.

    One that was changed after it was written goes as a correction.
    """
    limit = turn.content.forms["from_home"].fields[0].limit
    if len(text) > limit:
        told = turn.content.words.forms.too_long.fill(length=len(text), limit=limit)
        return Outcome(says=(Say(ToCaller(), Message(told)),))
    words, mark, first = turn.content.words.case, tied_to(text), found[0]
    if len(found) == 1:
        name = first.owner_name or words.your_team
        sentence = words.offer_corrected if corrects else words.offer
        question = sentence.fill(name=name, reference=first.reference, text=text)
        labels = [words.offer_send.format(name=name)]
    else:
        question = words.offer_several.fill(text=text)
        labels = [_named(turn, each) for each in found[:MOST_OFFERED]]
    rows = [
        (Button(label, _offered(each, "send", mark), style="primary"),)
        for each, label in zip(found, labels, strict=False)
    ]
    # It may be about something new, or another home of theirs: who has several is asked which.
    rows.append((Button(turn.content.words.menu.ask_for_help, Press("help")),))
    rows.append((Button(words.offer_no, _offered(first, "no", mark)),))
    asked = Message(question, tuple(rows))
    kept = ConversationKept({"draft": text, "corrects": corrects})
    return Outcome((kept,), (Say(ToCaller(), asked),))


def _named(turn: Turn, escalation: Escalation) -> str:
    label = turn.content.words.case.offer_about.format(
        reference=escalation.reference,
        category=category_label(turn, escalation),
        home=escalation.home.name,
    )
    return label[:LABEL]


def _offered(escalation: Escalation, choice: str, mark: str) -> Press:
    return Press("offer", str(escalation.escalation_id), (choice, mark))


def offered(turn: Turn) -> Outcome:
    """Send the text that was offered, or forget it."""
    words = turn.content.words.case
    escalation = _for_home(turn, turn.press.number)
    draft = turn.caller.conversation.get("draft")
    mark = tied_to(draft) if isinstance(draft, str) else None
    if turn.press.choice[:1] != ("send",):
        # An earlier offer's "no" drops nothing that was written since.
        forgotten = (ConversationKept({}),) if turn.press.choice == ("no", mark) else ()
        return Outcome(forgotten, (Redraw(Message(words.offer_dropped)),))
    meant = turn.press.choice == ("send", mark)
    if not meant or not isinstance(draft, str) or escalation.state is CaseState.RESOLVED:
        raise StalePress
    corrects = turn.caller.conversation.get("corrects") is True
    sent = _from_home(turn, escalation, draft, corrects=corrects)
    told = Redraw(_told(turn, escalation))
    return Outcome((*sent.facts, ConversationKept({})), (told, *sent.says))


def tied_to(text: str) -> str:
    """Return what ties a button to the text that was offered with it: whoever presses it meant that one."""
    return f"{zlib.crc32(text.encode()):x}"


def _told(turn: Turn, escalation: Escalation) -> Message:
    words = turn.content.words.case
    return Message(words.reply_sent.fill(name=escalation.owner_name or words.your_team))


def _from_home(turn: Turn, escalation: Escalation, text: str, *, corrects: bool = False) -> Outcome:
    words = turn.content.words.case
    sentence = words.home_corrected if corrects else words.home_line
    line = sentence.fill(
        name=turn.person.name,
        role=_role(turn, escalation),
        home=escalation.home.name,
        reference=escalation.reference,
        text=text,
    )
    entry = EntryAdded(escalation.escalation_id, EntryKind.FROM_HOME, text)
    return Outcome((entry,), heard_from_home(turn, escalation, line))


def _role(turn: Turn, escalation: Escalation) -> str:
    """Return what the caller is at the home, as people say it."""
    roles = {each.home.home_id: each.role for each in turn.person.memberships}
    return turn.content.words.join.of_role(roles[escalation.home.home_id])


def _for_home(turn: Turn, escalation_id: int) -> Escalation:
    escalation = turn.look.escalation(escalation_id)
    if escalation is None:
        raise StalePress
    if not turn.person.runs(escalation.home.home_id):
        raise NotAllowed
    return escalation


def _values(turn: Turn) -> Mapping[str, str]:
    assert isinstance(turn.inbound.what, Submitted)
    return turn.inbound.what.values


def _text(turn: Turn) -> str:
    return _values(turn).get("text", "").strip()


def _about(turn: Turn) -> int:
    """Return the number of the escalation that the form carried; the client may have changed it."""
    return row_number(_noted(turn))


def _noted(turn: Turn) -> str:
    assert isinstance(turn.inbound.what, Submitted)
    return turn.inbound.what.about
