"""Which questions are asked only after certain answers: none points nowhere, ahead, or round in a circle."""

from collections.abc import Mapping, Sequence

from bot.content.folder import Folder
from bot.core.questionnaires import CHOSEN, Question
from bot.places import nearest


def check_skips(folder: Folder, file: str, questions: Sequence[Question]) -> None:
    """Find every rule of a questionnaire that cannot be followed."""
    known = {each.id: (place, each) for place, each in enumerate(questions)}
    for place, each in enumerate(questions):
        for name, values in each.only_if.items():
            here = ("questions", place, "only_if", name)
            if name not in known:
                what = f'no question has the id "{name}"{nearest(name, list(known))}'
            elif circle := _circle(
                each.id, name, {key: q.only_if for key, (_, q) in known.items()}
            ):
                what = f"goes round in a circle: {', '.join(circle)}"
            elif known[name][0] > place:
                what = f'"{name}" is asked after this one; put it before'
            else:
                what = _wrong_values(known[name][1], values)
            if what:
                folder.fault(file, here, what)


def _circle(start: str, first: str, rules: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Return the questions from ``start`` by ``first`` and back to it; none where no way leads back."""
    seen: set[str] = set()
    ways = [[start, first]]
    while ways:
        way = ways.pop()
        if way[-1] == start:
            return way
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        ways += [[*way, each] for each in rules.get(way[-1], {})]
    return []


def _wrong_values(question: Question, values: Sequence[str]) -> str:
    if question.kind not in CHOSEN:
        return f'"{question.id}" has no options to look at; it is answered with a {question.kind}'
    known = [each.value for each in question.options]
    for each in values:
        if known and each not in known:
            return f'"{question.id}" has no option with the value "{each}"{nearest(each, known)}'
    return "" if values else "must not be empty"
