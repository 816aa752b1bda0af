"""Whether a home that does not answer has fallen silent: measured against its own past, never against other homes."""

from collections.abc import Sequence

# How many rounds back a home's past goes; a home with a shorter one has no habit yet.
LONGEST, SHORTEST = 8, 4
# A silence that a home of this habit would fall into by chance seldomer than this means something.
BY_CHANCE = 0.1


def is_silent(answered: Sequence[bool]) -> bool:
    """Say whether the last rounds without an answer are unlike the home; oldest first, this round last.

    A home that always answers is heard at its first miss; one that often misses takes several in a row.
    """
    missed = 0
    for each in reversed(answered):
        if each:
            break
        missed += 1
    past = answered[: len(answered) - missed]
    if not missed or len(past) < SHORTEST:
        return False
    # How often it answers, with one answer and one miss added: four of four are no certainty.
    habit = (sum(past) + 1) / (len(past) + 2)
    return bool((1 - habit) ** missed <= BY_CHANCE + _EQUAL)


# Tenths are no exact numbers to a computer.
_EQUAL = 1e-9
