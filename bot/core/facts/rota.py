"""What happens to rotas."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.people import PersonId, TeamId
from bot.core.rota import ChangeKind, Part, SwapState


@dataclass(frozen=True, slots=True)
class RotaChanged:
    """Somebody takes a shift, or is away, from one moment to another (aware UTC)."""

    kind: ChangeKind
    team: TeamId
    person_id: PersonId
    starts_at: datetime
    ends_at: datetime
    shift: str = ""


@dataclass(frozen=True, slots=True)
class SwapAsked:
    """The caller asked somebody to swap a shift."""

    swap_id: int
    team: TeamId
    mine: Part
    asked_of: PersonId
    theirs: Part


@dataclass(frozen=True, slots=True)
class SwapDecided:
    """Who was asked said yes or no; Overtaken where that was said before."""

    swap_id: int
    state: SwapState
