"""What is held about a person, a second way in, and leaving."""

from datetime import timedelta

from bot.core.codes import hash_code, new_code
from bot.core.facts import ConversationKept, Left, LinkCodeMade
from bot.core.messages import Button, Message, Press
from bot.core.people import PersonId
from bot.core.sentences import Sentence
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, Turn
from handlers.rota import left_on_call
from handlers.times import day_of


def me(turn: Turn) -> Outcome:
    """Show everything that is held about the person who asks."""
    words = turn.content.words.me
    held = turn.look.held_about(turn.person.person_id)
    lines = {kind: ", ".join(found) for kind, found in held.items()}
    parts = [words.title.fill(name=lines["name"])]
    parts += [
        sentence.fill(lines=lines[kind])
        for kind, sentence in (
            ("accounts", words.accounts),
            ("homes", words.homes),
            ("teams", words.teams),
        )
        if lines[kind]
    ]
    counts = {kind: lines[kind] for kind in ("answers", "read", "cases", "meetings", "messages")}
    parts += _away(turn)
    told = "\n".join([*parts, words.counts.fill(**counts)])
    buttons = (
        *_presence(turn),
        (Button(words.link, Press("link")),),
        (Button(words.leave, Press("leave"), style="danger"),),
    )
    message = Message(f"{told}\n\n{words.why}\n\n{turn.content.privacy}", buttons)
    return Outcome(says=(Say(ToCaller(), message),))


def _presence(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """Return the button to say that one is away, or is back; for people who run homes."""
    words, person = turn.content.words.away, turn.person
    if not person.memberships:
        return ()
    if _away(turn):
        return ((Button(words.back, Press("present")),),)
    return ((Button(words.away, Press("away")),),)


def _away(turn: Turn) -> list[str]:
    """Return from which day to which the person is away, or will be."""
    begins, ends = turn.person.away_from, turn.person.away_until
    if begins is None or ends is None or ends <= turn.at:
        return []
    first, after = (each.astimezone(turn.zone).date() for each in (begins, ends))
    sentence = turn.content.words.away.is_away
    return [sentence.fill(first=day_of(first), last=day_of(after - timedelta(days=1)))]


def link(turn: Turn) -> Outcome:
    """Show a code for a second way in; it is shown only now, and kept nowhere but as its hash."""
    if not (turn.person.memberships or turn.person.is_lead):
        return _say(turn.content.words.common.not_joined)
    code = new_code()
    shown = Toast(turn.content.words.join.link_code.fill(code=code), alert=True)
    return Outcome((LinkCodeMade(hash_code(code)),), at_once=shown)


def leave(turn: Turn) -> Outcome:
    """Ask whether the person is sure."""
    words = turn.content.words.me
    if not (turn.person.memberships or turn.person.is_lead):
        return _say(turn.content.words.common.not_joined)
    yes = Button(words.yes_leave, Press("left", choice=("yes",)), style="danger")
    no = Button(words.stay, Press("left", choice=("no",)))
    return Outcome(says=(Say(ToCaller(), Message(words.sure, ((yes,), (no,)))),))


def left(turn: Turn) -> Outcome:
    """Take the person out, or leave all as it is."""
    words = turn.content.words.me
    if turn.press.choice != ("yes",):
        return Outcome(says=(Redraw(Message(words.stayed)),))
    if not (turn.person.memberships or turn.person.is_lead):
        return _say(turn.content.words.common.not_joined)
    facts = (Left(turn.person.person_id), ConversationKept({}))
    return Outcome(facts, (Redraw(Message(words.left)), *left_on_call(turn, turn.person)))


def taken_out(turn: Turn) -> Outcome:
    """Take out somebody whom the operator names: who left their home or team without a word, or lost a telephone."""
    person = turn.look.person(PersonId(int(turn.came.about)))
    if person is None or not (person.memberships or person.is_lead):
        return Outcome()
    return Outcome((Left(person.person_id),), left_on_call(turn, person))


def _say(sentence: Sentence) -> Outcome:
    return Outcome(says=(Say(ToCaller(), Message(sentence)),))
