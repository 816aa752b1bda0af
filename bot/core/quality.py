"""How well each question of a round is understood: worked out from every answer that was given, the worst first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.core.questionnaires import Questionnaire
from bot.core.rounds import Answer, AnswerState

# Who takes longer than this has put the phone away.
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as it was given, the first or a later one; ``carried`` where it was said again as it was."""

    question_id: str
    state: AnswerState
    value: str
    at: datetime
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Quality:
    """One question: of ``answered`` homes, how many called it unclear, said that it does not apply, changed it.

    ``stopped`` is how many homes stopped before it and never went on; ``seconds`` the middle time that an answer took.
    """

    question_id: str
    answered: int
    unclear: int
    not_applicable: int
    changed: int
    stopped: int
    seconds: float | None

    @property
    def trouble(self) -> float:
        """Return the share of homes that had trouble with it, by which the worst stands first."""
        reached = self.answered + self.stopped
        told = self.unclear + self.not_applicable + self.changed + self.stopped
        return told / reached if reached else 0.0


def weigh(
    questionnaire: Questionnaire, asked: Sequence[str], sheets: Iterable[Sequence[Said]]
) -> tuple[Quality, ...]:
    """Return how each question fared; a sheet is what one home said, in order."""
    states: defaultdict[str, Counter[AnswerState]] = defaultdict(Counter)
    changed: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for sheet in sheets:
        last = {each.question_id: each for each in sheet}
        for question_id, each in last.items():
            states[question_id][each.state] += 1
        changed.update(_changed(sheet))
        for question_id, took in _took(sheet):
            seconds[question_id].append(took)
        stop = _stop(questionnaire, asked, last)
        if stop:
            stopped[stop] += 1
    found = [
        Quality(
            each.id,
            sum(states[each.id].values()) - states[each.id][AnswerState.NOT_ASKED],
            states[each.id][AnswerState.UNCLEAR],
            states[each.id][AnswerState.NOT_APPLICABLE],
            changed[each.id],
            stopped[each.id],
            median(seconds[each.id]) if seconds[each.id] else None,
        )
        for each in questionnaire.questions
        if not asked or each.id in asked
    ]
    return tuple(sorted(found, key=lambda each: -each.trouble))


def _changed(sheet: Sequence[Said]) -> set[str]:
    """Return the questions that were answered otherwise before."""
    first: dict[str, tuple[AnswerState, str]] = {}
    changed = set()
    for each in sheet:
        if each.state is AnswerState.NOT_ASKED:
            continue
        said = (each.state, each.value)
        if first.setdefault(each.question_id, said) != said:
            changed.add(each.question_id)
    return changed


def _took(sheet: Sequence[Said]) -> Iterable[tuple[str, float]]:
    """Yield how long the first answers took after the answer before them."""
    seen: set[str] = set()
    before: Said | None = None
    for each in sheet:
        is_first = each.question_id not in seen
        seen.add(each.question_id)
        if each.carried or each.state is AnswerState.NOT_ASKED:
            continue
        if before is not None and is_first and each.at - before.at <= PAUSE:
            yield each.question_id, (each.at - before.at).total_seconds()
        before = each


def _stop(questionnaire: Questionnaire, asked: Sequence[str], last: Mapping[str, Said]) -> str:
    """Return the question before which the home stopped, empty where it has answered all."""
    answers = {name: Answer(name, each.state, each.value) for name, each in last.items()}
    for each in questionnaire.asked_of(asked, answers):
        if each.id not in last or last[each.id].state is AnswerState.NOT_ASKED:
            return each.id
    return ""
