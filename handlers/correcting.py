"""Correcting what was sent, in place and for everybody; or withdrawing it. Who had read it is told."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.broadcasts import Broadcast, Figures
from bot.core.events import Submitted
from bot.core.facts import BroadcastCorrected, BroadcastWithdrawn
from bot.core.forms import Form
from bot.core.guide import faults_of
from bot.core.messages import Message, row_number
from bot.core.sentences import Sentence
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToTeam,
    Turn,
)
from handlers.approvals import approver_of
from handlers.costs import hold_lines
from handlers.readers import own_broadcast, sent_broadcast
from handlers.reading import (
    NOTICE,
    brief,
    draw_progress,
    drawn,
    marked,
    read_button,
    title_of,
)

# Slack's forms take no more in one field (docs.slack.dev, plain-text-input); longer texts are corrected by passage.
ONE_FIELD = 3_000
# Slack cuts a text short at this (docs.slack.dev/reference/methods/chat.postMessage); nobody reads as much.
LONGEST = 40_000
AGAIN = "again"


def correct(turn: Turn) -> Outcome:
    """Open the form: with the whole text where that can be shown in it, else for the words that are wrong."""
    broadcast = sent_broadcast(turn)
    words = turn.content.words.correcting
    if fault := _closed(turn, broadcast):
        return Outcome(at_once=Toast(fault, alert=True))
    about = f"{broadcast.broadcast_id}.{broadcast.version}"
    if turn.inbound.can_open_form and len(broadcast.text) <= ONE_FIELD:
        form = _form(turn, broadcast, "correct")
        fields = tuple(
            replace(each, value=broadcast.text) if each.id == "text" else each
            for each in form.fields
        )
        return Outcome(at_once=OpenForm(replace(form, fields=fields, about=about)))
    form = replace(_form(turn, broadcast, "correct_passage"), about=about)
    if not turn.inbound.can_open_form:
        form = replace(form, intro=words.present.fill(text=broadcast.text))
    return Outcome(at_once=OpenForm(form))


def _form(turn: Turn, broadcast: Broadcast, name: str) -> Form:
    """Return the form; whether homes confirm it anew is asked only where they were to confirm it."""
    form = turn.content.forms[name]
    fields = tuple(each for each in form.fields if broadcast.ack or each.id != AGAIN)
    return replace(form, fields=fields)


def withdraw(turn: Turn) -> Outcome:
    """Open the form that asks why."""
    broadcast = sent_broadcast(turn)
    if fault := _closed(turn, broadcast):
        return Outcome(at_once=Toast(fault, alert=True))
    about = f"{broadcast.broadcast_id}.{broadcast.version}"
    return Outcome(at_once=OpenForm(replace(turn.content.forms["withdraw"], about=about)))


def corrected(turn: Turn) -> Outcome:
    """Give it its new text everywhere."""
    broadcast, values = _meant(turn), _values(turn)
    form = _form(turn, broadcast, "correct")
    faults = _faults(turn, broadcast, form)
    text = values.get("text", "").strip()
    if not faults and text == broadcast.text:
        faults["text"] = turn.content.words.correcting.same
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    return _correct(turn, broadcast, text)


def passage_corrected(turn: Turn) -> Outcome:
    """Put the right words in the place of the wrong ones, everywhere."""
    broadcast, values = _meant(turn), _values(turn)
    form, words = _form(turn, broadcast, "correct_passage"), turn.content.words.correcting
    faults = _faults(turn, broadcast, form)
    wrong, right = values.get("wrong", "").strip(), values.get("right", "").strip()
    times = broadcast.text.count(wrong) if wrong else 0
    text = broadcast.text.replace(wrong, right, 1) if wrong else broadcast.text
    if not faults and times != 1:
        faults["wrong"] = words.passage_twice if times else words.passage_missing
    if not faults and wrong == right:
        faults["right"] = words.same
    if not faults and len(text) > LONGEST:
        faults["right"] = words.too_long.fill(length=len(text), limit=LONGEST)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    return _correct(turn, broadcast, text)


def withdrawn(turn: Turn) -> Outcome:
    """Put why it was withdrawn in its place everywhere; what still waits goes to nobody."""
    broadcast, words = _meant(turn), turn.content.words.correcting
    form = turn.content.forms["withdraw"]
    faults = _faults(turn, broadcast, form)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    reason = _values(turn)["reason"].strip()
    after = replace(broadcast, text=reason, version=broadcast.version + 1, withdrawn_at=turn.at)
    told = words.told_withdrawn.fill(title=title_of(broadcast), note=reason)
    fact = BroadcastWithdrawn(
        broadcast.broadcast_id,
        broadcast.version,
        reason,
        drawn(turn, after),
        Message(told),
        Message(words.leftover),
        drawn(turn, after),
    )
    found = turn.look.figures(broadcast.broadcast_id)
    done = words.withdrawn.fill(delivered=found.delivered, read=found.read, waiting=found.waiting)
    told_lead = Say(ToCaller(), Message(done))
    seen = _seen_by_team(turn, after, found.homes, words.team_withdrawn)
    return Outcome((fact,), (_line(turn, after, found), told_lead, *seen))


def _correct(turn: Turn, broadcast: Broadcast, text: str) -> Outcome:
    words, note = turn.content.words.correcting, _values(turn)["note"].strip()
    again = broadcast.ack and _values(turn)[AGAIN] == "yes"
    after = replace(broadcast, text=text, version=broadcast.version + 1, corrected_at=turn.at)
    told = words.told_again if again else words.told_corrected
    button = read_button(after, turn.content, NOTICE)
    fact = BroadcastCorrected(
        broadcast.broadcast_id,
        broadcast.version,
        text,
        drawn(turn, after),
        Message(told.fill(title=title_of(after), note=note), ((button,),) if again else ()),
        Message(words.leftover),
        marked(turn, after, brief(after, turn.content)),
        again=again,
    )
    found = turn.look.figures(broadcast.broadcast_id)
    done = [words.corrected.fill(delivered=found.delivered, read=found.read)]
    if again:
        done.append(words.asked_anew.fill(confirmed=found.acknowledged))
        found = replace(found, read=found.read - found.acknowledged, acknowledged=0)
    told_lead = Say(ToCaller(), Message(" ".join(done)))
    seen = _seen_by_team(turn, after, found.homes, words.team_corrected)
    return Outcome((fact,), (_line(turn, after, found), told_lead, *seen))


def _seen_by_team(turn: Turn, after: Broadcast, homes: int, sentence: Sentence) -> tuple[Say, ...]:
    """Show the team of the second person, where it took one to send, what it says now.

    What is wrong must not stand until somebody else is found, so it is shown and not asked for.
    """
    team = approver_of(turn.content, after, homes)
    if team is None:
        return ()
    told = sentence.fill(name=turn.lead.name, title=title_of(after))
    return Say(ToTeam(team), Message(told)), Say(ToTeam(team), Message(after.text))


def _line(turn: Turn, broadcast: Broadcast, figures: Figures) -> Redraw:
    return Redraw(
        draw_progress(turn, broadcast, figures, hold_lines(turn, broadcast)), card=broadcast.card
    )


def _faults(turn: Turn, broadcast: Broadcast, form: Form) -> dict[str, str]:
    """Return what is wrong: of the fields, or of the whole, where somebody else was here first."""
    words = turn.content.words
    if fault := _closed(turn, broadcast):
        return {"": fault}
    if _about(turn)[1] != broadcast.version:
        return {"": words.correcting.overtaken.fill(name=_who(turn, broadcast))}
    return faults_of(form, _values(turn), words.forms)


def _closed(turn: Turn, broadcast: Broadcast) -> str:
    """Return why its text cannot be changed here, empty where it can."""
    words = turn.content.words.correcting
    if broadcast.meeting_id is not None:
        return words.is_meeting
    return words.is_withdrawn if broadcast.withdrawn_at else ""


def _who(turn: Turn, broadcast: Broadcast) -> str:
    return turn.look.changed_by(broadcast.broadcast_id) or turn.content.words.case.your_team


def _meant(turn: Turn) -> Broadcast:
    """Return the broadcast that the form carried, where the caller may change it."""
    return own_broadcast(turn, turn.lead, _about(turn)[0])


def _about(turn: Turn) -> tuple[int, int]:
    """Return the number of the broadcast and the version that the form showed; the client may have changed them."""
    assert isinstance(turn.inbound.what, Submitted)
    number, _, version = turn.inbound.what.about.partition(".")
    return row_number(number), row_number(version)


def _values(turn: Turn) -> Mapping[str, str]:
    assert isinstance(turn.inbound.what, Submitted)
    return turn.inbound.what.values
