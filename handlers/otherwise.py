"""What is neither a command, an answer nor a form: files, texts that were withheld, people who went away."""

from bot.core import privacy
from bot.core.codes import could_be_code, looks_like_code
from bot.core.deliveries import Priority
from bot.core.events import Attached, Said, Withheld
from bot.core.facts import AccountOpened, AccountShut, RoomOpened, RoomShut
from bot.core.messages import Message
from bot.core.people import Person
from bot.core.privacy import Kind
from bot.core.turn import Outcome, Say, ToCaller, ToCoordinators, ToTeam, Turn
from handlers.asking import changed, for_newsletter, said
from handlers.case_cards import draw_card
from handlers.join import said_code
from handlers.written import typed


def wrote(turn: Turn) -> Outcome:
    """Take a text as a code where it looks like one, as an answer, or as something that somebody wants to say."""
    assert isinstance(turn.inbound.what, Said)
    text = turn.inbound.what.text
    # Who has joined may well write twelve letters that are no code; who has not writes hardly anything else.
    is_code = could_be_code(text) if turn.caller.person else looks_like_code(text)
    return said_code(turn) if is_code else typed(turn) or said(turn)


def attached(turn: Turn) -> Outcome:
    """Say why it is not taken; a lead may put the words in a newsletter, a home send changed ones as a correction."""
    what, person = turn.inbound.what, turn.caller.person
    assert isinstance(what, Attached)
    if not turn.inbound.private:
        return Outcome()
    words = turn.content.words.common
    sentence = words.edited if what.kind == "edited" else words.attached
    told = Say(ToCaller(), Message(sentence))
    if what.kind == "edited":
        return changed(turn, what.text) or Outcome(says=(told,))
    if person is None or not person.is_lead or not what.text.strip():
        return Outcome(says=(told,))
    offered = for_newsletter(turn, what.text)
    return Outcome(offered.facts, (told, *offered.says))


def withheld(turn: Turn) -> Outcome:
    """Say what the text seemed to hold, that it was not kept, and how to say it without; where to ring comes first."""
    assert isinstance(turn.inbound.what, Withheld)
    if not turn.inbound.private:
        # A room's own talk is not ours to keep, so there is nothing to be told.
        return Outcome()
    kinds, told = turn.inbound.what.kinds, []
    if Kind.EMERGENCY in kinds or Kind.SAFEGUARDING in kinds:
        told.append(turn.content.signpost)
    told.append(privacy.withheld(kinds, turn.content.words.privacy))
    return Outcome(says=(Say(ToCaller(), Message("\n\n".join(told))),))


def departed(turn: Turn) -> Outcome:
    """Write to the account no more, and tell the coordinators which homes that concerns."""
    if not turn.inbound.private:
        return Outcome((RoomShut(turn.inbound.channel, turn.inbound.chat),))
    if turn.inbound.sender:
        # The clock finds every shut account a moment later and tells, whichever way it was noticed.
        return Outcome((AccountShut(),))
    person = turn.caller.person
    if person is None or not person.memberships or _is_reached(turn, person):
        return Outcome()
    homes = ", ".join(each.home.name for each in person.memberships)
    told = turn.content.words.case.unreachable_home.fill(name=person.name, homes=homes)
    return Outcome(says=(Say(ToCoordinators(), Message(told)),))


def _is_reached(turn: Turn, person: Person) -> bool:
    """Say whether the person is written to all the same, on another account."""
    reached = turn.look.people_of(person.memberships[0].home.home_id)
    return person.person_id in {each.person_id for each in reached}


def returned(turn: Turn) -> Outcome:
    """Write to the account or the room again."""
    if not turn.inbound.private:
        return Outcome((RoomOpened(turn.inbound.channel, turn.inbound.chat),))
    return Outcome((AccountOpened(),))


def room_shut(turn: Turn) -> Outcome:
    """Tell the coordinators which team cannot be written to, and show its open cases where they are seen now."""
    _, _, room = turn.came.about.partition(".")
    teams = [each for each in turn.content.teams.values() if each.slack_channel == room]
    if not teams:
        return Outcome()
    names = ", ".join(each.name for each in teams)
    told = Message(turn.content.words.case.room_gone.fill(teams=names))
    cards = [
        Say(ToTeam(team.id), draw_card(turn, each), Priority.ESCALATION, each.card)
        for team in teams
        for each in turn.look.open_escalations(team=team.id)
    ]
    return Outcome(says=(Say(ToCoordinators(), told), *cards))
