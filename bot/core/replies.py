"""What people write to a question, read as an answer: a number, a date, a label, a text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.moments import read_day
from bot.core.questionnaires import BETWEEN, CHOSEN, NOT_APPLICABLE, UNCLEAR, Kind, Question

_FIGURES = re.compile(r"[0-9]{1,9}")
# Figures that are none of ours: full-width, ringed, or in the square of an emoji.
_OTHER_FIGURES = re.compile(r"[\d\ufe0f\u20e3\s]*[^\x00-\x7f][\d\ufe0f\u20e3\s]*")
_YEAR = re.compile(r"\d{4}")
_HALF_A_YEAR = timedelta(days=183)
_APART = re.compile(r"[,;\s]+|\band\b")


class Fault(StrEnum):
    """Why what was written is no answer."""

    NOT_FIGURES = "not_figures"
    OUT_OF_RANGE = "out_of_range"
    NO_DATE = "no_date"
    TOO_LONG = "too_long"
    NO_CHOICE = "no_choice"


@dataclass(frozen=True, slots=True)
class Reply:
    """The value that is kept, or what is wrong with it."""

    value: str = ""
    fault: Fault | None = None


def read_reply(question: Question, text: str, always: Mapping[str, str], today: date) -> Reply:
    """Return what the text says to the question.

    A choice may be written as its label, or as the number of its button: ``always`` are the labels of what every
    question offers, by value, which come last.
    """
    text = text.strip()
    for value, label in always.items():
        if text.casefold() == label.casefold():
            return Reply(value)
    if question.kind in CHOSEN:
        return _chosen(question, text)
    if question.kind is Kind.NUMBER:
        return _number(question, text)
    if question.kind is Kind.DATE:
        day = _day(text, today)
        return Reply(str(day)) if day else Reply(fault=Fault.NO_DATE)
    return Reply(fault=Fault.TOO_LONG) if len(text) > question.limit else Reply(text)


def _day(text: str, today: date) -> date | None:
    """Return the date; one without a year is the nearest, before or after today."""
    if text.casefold() == "yesterday":
        return today - timedelta(days=1)
    day = read_day(text, today)
    if day is None or _YEAR.search(text) or day - today <= _HALF_A_YEAR:
        return day
    return read_day(f"{day.day}/{day.month}/{day.year - 1}", today)


def _number(question: Question, text: str) -> Reply:
    if not _FIGURES.fullmatch(text):
        return Reply(fault=Fault.NOT_FIGURES)
    number = int(text)
    if not question.lowest <= number <= question.highest:
        return Reply(fault=Fault.OUT_OF_RANGE)
    return Reply(str(number))


def _chosen(question: Question, text: str) -> Reply:
    one = _option(question, text)
    if one or question.kind is not Kind.SEVERAL:
        return Reply(one) if one else _no_choice(text)
    several = [_option(question, each) for each in _APART.split(text) if each]
    if not several or not all(several) or {NOT_APPLICABLE, UNCLEAR} & set(several):
        return _no_choice(text)
    known = [each.value for each in question.options]
    return Reply(BETWEEN.join(sorted(set(several), key=known.index)))


def _no_choice(text: str) -> Reply:
    other = text and _OTHER_FIGURES.fullmatch(text)
    return Reply(fault=Fault.NOT_FIGURES if other else Fault.NO_CHOICE)


def _option(question: Question, text: str) -> str:
    """Return the value of the button with this label, of this score, or in this place; empty where there is none."""
    for each in question.options:
        if text.casefold() == each.label.casefold():
            return each.value
    if not _FIGURES.fullmatch(text):
        return ""
    if question.kind is Kind.SCORE:
        return text if text in {each.value for each in question.options} else ""
    values = [*(each.value for each in question.options), NOT_APPLICABLE, UNCLEAR]
    place = int(text)
    return values[place - 1] if 1 <= place <= len(values) else ""
