"""Said about rotas."""

from dataclasses import dataclass

from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class RotaWords:
    """Who is on call, what was changed, and the note at a change."""

    title: Sentence = blanks("team")
    no_shifts: Sentence = blanks()
    on_now: Sentence = blanks("name", "shift", "until")
    nobody_now: Sentence = blanks()
    nobody: Sentence = blanks("name")
    line: Sentence = blanks("when", "shift", "name")
    choice: Sentence = blanks("when", "shift", "name")
    gaps: Sentence = blanks()
    gap: Sentence = blanks("shift", "start", "end", "name")
    more_gaps: Sentence = blanks("count")
    cover: Sentence = blanks()
    covered: Sentence = blanks("name", "shift", "when", "by")
    away: Sentence = blanks()
    gone: Sentence = blanks("name", "first", "last")
    ends_before: Sentence = blanks()
    swap: Sentence = blanks()
    nothing_to_swap: Sentence = blanks()
    with_oneself: Sentence = blanks()
    swap_asked: Sentence = blanks("name", "theirs", "mine")
    swap_waits: Sentence = blanks("name")
    accept: Sentence = blanks()
    decline: Sentence = blanks()
    swap_accepted: Sentence = blanks("first", "mine", "second", "theirs")
    swap_declined: Sentence = blanks("name")
    swap_over: Sentence = blanks()
    swap_changed: Sentence = blanks()
    handover: Sentence = blanks("name", "shift", "team", "until")
    open_cases: Sentence = blanks("count")
    no_cases: Sentence = blanks()
    case: Sentence = blanks("reference", "home", "category", "owner", "since")
    asked_case: Sentence = blanks("reference", "home", "category", "owner", "since")
    more_cases: Sentence = blanks("count")
    late_steps: Sentence = blanks("count")
    late_step: Sentence = blanks("reference", "home", "text", "name", "day")
    silent: Sentence = blanks("homes")
