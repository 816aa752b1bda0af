"""Audience expressions: ``type:nursing,ld area:north -home:H12`` (space = and, comma = or, - = not)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import BadAudience

EVERYBODY = "all"
_TERM = re.compile(
    r'(?P<no>-?)(?P<kind>[a-z]+):(?P<values>(?:"[^"]*"|[^\s",]+)(?:,(?:"[^"]*"|[^\s",]+))*)'
)
_VALUE = re.compile(r'"([^"]*)"|([^\s",]+)')


class Kind(StrEnum):
    """What a term picks homes by."""

    TYPE = "type"
    TAG = "tag"
    AREA = "area"
    PROVIDER = "provider"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Term:
    """Homes with any of the values, or without all of them where ``excluded``."""

    kind: Kind
    values: tuple[str, ...]
    excluded: bool = False


def parse(expression: str) -> tuple[Term, ...]:
    """Return the terms that a home must all meet; none for everybody.

    Raises:
        BadAudience: The expression is empty or cannot be read; names the part that is wrong.
    """
    rest = expression.strip()
    if not rest:
        raise BadAudience(expression)
    terms: list[Term] = []
    while rest:
        word = rest.split(maxsplit=1)[0]
        if word == EVERYBODY:
            rest = rest[len(word) :].lstrip()
            continue
        found = _TERM.match(rest)
        if not found or found["kind"] not in set(Kind) or _runs_on(rest, found.end()):
            raise BadAudience(word)
        values = tuple((quoted or bare).strip() for quoted, bare in _VALUE.findall(found["values"]))
        if not all(values):
            raise BadAudience(word)
        terms.append(Term(Kind(found["kind"]), values, excluded=bool(found["no"])))
        rest = rest[found.end() :].lstrip()
    return tuple(terms)


def _runs_on(text: str, end: int) -> bool:
    return end < len(text) and not text[end].isspace()
