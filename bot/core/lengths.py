"""Lengths of time in words: ``30 minutes``, ``4 hours``, ``1 day``."""

import re
from datetime import timedelta

_WORDS = re.compile(r"(?P<number>[1-9]\d{0,3}) (?P<unit>minute|hour|day)s?")


def read_length(words: str) -> timedelta:
    """Return the length of time that the words name.

    Raises:
        ValueError: The words name none; the message says in plain words what does.
    """
    found = _WORDS.fullmatch(" ".join(words.lower().split()))
    if found is None:
        message = f'"{words}" is not a length of time; write one such as 30 minutes or 4 hours'
        raise ValueError(message)
    return int(found["number"]) * timedelta(**{f"{found['unit']}s": 1})
