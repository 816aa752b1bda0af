"""The rota of a team as it is now: what the file says, what was changed in chat, and who is still in the team."""

from datetime import time, timedelta

from bot.core.people import TeamId
from bot.core.rota import Roster
from bot.core.routing import rota_of
from bot.core.turn import Turn

# So far ahead it is looked who is on call.
AHEAD = timedelta(days=30)
MIDNIGHT = time()
_DAY = timedelta(days=1)


def roster_of(turn: Turn, team: TeamId, ahead: timedelta = _DAY) -> Roster:
    """Return the roster of the team from yesterday to so far ahead."""
    people = {each.name: each.person_id for each in turn.look.cases.on_hand([team])}
    changes = turn.look.rotas.changes(team, turn.at - _DAY, turn.at + ahead)
    return Roster(rota_of(turn.content, team), changes, people, turn.zone, turn.look.holiday)
