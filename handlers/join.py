"""Joining: a code from an invite, the home or team to confirm, and the privacy notice."""

from datetime import timedelta

from bot.core.codes import hash_code
from bot.core.events import Commanded, Said
from bot.core.facts import (
    AccountOpened,
    ConversationKept,
    Fact,
    HomeCaughtUp,
    Joined,
    WrongCodeTried,
)
from bot.core.messages import Button, Message, Press
from bot.core.people import Invite
from bot.core.sentences import Sentence
from bot.core.turn import Outcome, Redraw, Say, ToCaller, Turn
from handlers.checkin import open_questions
from handlers.menu import menu, menu_buttons, network_buttons

# Twelve letters cannot be guessed, but a person who tries is slowed down all the same.
MOST_WRONG = 5
PAUSE = timedelta(hours=1)
# Who joins gets the newest newsletter of each edition, monthly ones as well, and the newest announcement.
NEWSLETTERS_LAST = timedelta(days=31)
ANNOUNCEMENTS_LAST = timedelta(days=14)


def start(turn: Turn) -> Outcome:
    """Begin: with a code, show what it opens; without one, the menu, or how to get a code."""
    code = turn.inbound.what.text if isinstance(turn.inbound.what, Commanded) else ""
    if code:
        return with_code(turn, code)
    back: tuple[Fact, ...] = (AccountOpened(),) if turn.caller.account else ()
    return Outcome(back, menu(turn).says)


def said_code(turn: Turn) -> Outcome:
    """Take a whole message as a code."""
    assert isinstance(turn.inbound.what, Said)
    return with_code(turn, turn.inbound.what.text)


def with_code(turn: Turn, code: str) -> Outcome:
    """Show what the code opens and ask for a yes. Unknown, used and expired ones get the same answer."""
    words = turn.content.words.join
    if turn.look.wrong_codes_since(turn.at - PAUSE) >= MOST_WRONG:
        return _say(words.too_many)
    invite = turn.look.invite(hash_code(code))
    if invite is None or not invite.usable:
        wrong = _say(words.wrong_code)
        return Outcome((WrongCodeTried(),), wrong.says)
    # Only the chat that showed the code may say yes: the button by itself opens nothing.
    kept = ConversationKept({"invite": invite.invite_id})
    return Outcome((kept,), (Say(ToCaller(), _question(turn, invite, with_buttons=True)),))


def decided(turn: Turn) -> Outcome:
    """Take the yes or the no to what a code opens."""
    words = turn.content.words.join
    invite = turn.look.invite_numbered(turn.press.number)
    shown = turn.caller.conversation.get("invite") == turn.press.number
    if invite is None or not shown or not invite.usable:
        return _say(words.wrong_code)
    settled = Redraw(_question(turn, invite, with_buttons=False))
    if turn.press.choice != ("yes",):
        declined = Say(ToCaller(), Message(words.declined))
        return Outcome((ConversationKept({}),), (settled, declined))
    known = turn.caller.person
    name = known.name if known else invite.name or turn.inbound.sender_name
    # A name that says nothing is better than one that the guard took away.
    name = name or words.of_role(invite.role)
    welcome = Say(ToCaller(), _welcome(turn, invite, name))
    waiting = open_questions(turn, invite.home) if invite.home else ()
    return Outcome(
        (Joined(invite.invite_id, name), *_current(turn, invite), ConversationKept({})),
        (settled, welcome, *waiting),
    )


def _current(turn: Turn, invite: Invite) -> tuple[Fact, ...]:
    if invite.home is None:
        return ()
    home_id, at = invite.home.home_id, turn.at
    return (HomeCaughtUp(home_id, at - NEWSLETTERS_LAST, at - ANNOUNCEMENTS_LAST),)


def _question(turn: Turn, invite: Invite, *, with_buttons: bool) -> Message:
    words = turn.content.words.join
    if invite.home is not None:
        role = words.of_role(invite.role)
        opens, yes = words.is_this_home.fill(home=invite.home.name, role=role), words.yes_home
    elif invite.team is not None:
        opens, yes = words.is_this_team.fill(team=_team(turn, invite)), words.yes_team
    else:
        opens, yes = words.is_this_you.fill(name=_whose(turn, invite)), words.yes_link
    number = str(invite.invite_id)
    buttons = (
        (Button(yes, Press("join", number, ("yes",)), style="primary"),),
        (Button(words.no, Press("join", number, ("no",))),),
    )
    return Message(f"{opens}\n\n{turn.content.privacy}", buttons if with_buttons else ())


def _welcome(turn: Turn, invite: Invite, name: str) -> Message:
    words = turn.content.words
    if invite.home is not None:
        text = words.join.joined_home.fill(name=name, home=invite.home.name)
    elif invite.team is not None:
        text = words.join.joined_team.fill(name=name, team=_team(turn, invite))
    else:
        return Message(words.join.linked.fill(name=_whose(turn, invite)))
    runs_home = invite.home is not None
    buttons = menu_buttons(words.menu, runs_home=runs_home, leads=not runs_home)
    if invite.team in turn.content.coordinators:
        buttons += network_buttons(turn)
    return Message(text, buttons)


def _team(turn: Turn, invite: Invite) -> str:
    assert invite.team is not None
    team = turn.content.teams.get(invite.team)
    return team.name if team else invite.team


def _whose(turn: Turn, invite: Invite) -> str:
    return invite.name or (turn.caller.person.name if turn.caller.person else "")


def _say(sentence: Sentence) -> Outcome:
    return Outcome(says=(Say(ToCaller(), Message(sentence)),))
