"""``homeround round results``: what homes said, as a table, JSON, a CSV file or a picture."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import AsJson, ConfigPath, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.cli.questionnaires import Name, questionnaire_of
from bot.core.errors import HomeroundError
from bot.core.figures import SCORES, AreaFigures, Report
from bot.core.pictures import PictureKind
from bot.core.questionnaires import BETWEEN, Kind, Question, Questionnaire
from bot.core.rounds import AnswerState, Round
from bot.db import rounds
from bot.db.store import Store

Counted = Mapping[tuple[str, str], int]
_STATES = {
    AnswerState.NOT_APPLICABLE: "does not apply",
    AnswerState.UNCLEAR: "not clear",
    AnswerState.NOT_ASKED: "not asked",
}
Chart = Annotated[Path | None, typer.Option("--chart", help="Write a picture into this PNG file.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write the figures into this CSV file.")]
Kinds = Annotated[
    PictureKind | None,
    typer.Option("--picture", help="Which picture: spread, waves, homes or trend."),
]
Public = Annotated[
    bool, typer.Option("--public", help="Only what anybody may read: of ten homes or more.")
]


def results(
    name: Name,
    *,
    as_json: AsJson = False,
    chart: Chart = None,
    csv_file: Csv = None,
    picture: Kinds = None,
    public: Public = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Show what homes said in the newest round."""
    with faults_as_sentences(), open_all(config) as opened:
        questionnaire = questionnaire_of(opened, name)
        if public and not questionnaire.is_survey:
            message = (
                "Only surveys have figures for anybody; a check-in is between homes and leads."
            )
            raise HomeroundError(message)
        with opened.database.read() as connection:
            store = opened.store(connection)
            found = _newest(store, name)
            asked, done = rounds.asked_and_done(connection, found.round_id)
            report = (
                store.asking.report(found, questionnaire, public=public)
                if questionnaire.is_survey
                else None
            )
            rows = _rows(store, found, questionnaire, asked, report, public=public)
            if chart is not None:
                _draw(store, found, questionnaire, chart, picture, public=public)
        if csv_file is not None:
            _write(csv_file, rows)
        if as_json:
            _show_json(rows, report)
        elif chart is None and csv_file is None:
            say(f"{questionnaire.title}: {done} of {asked} homes have answered in full.")
            columns = {"question": "Question", "answer": "Answer", "homes": "Homes", "of": "Of"}
            show(rows, columns, as_json=False, none="It has no questions.")


def _newest(store: Store, name: str) -> Round:
    """Return the newest round of a questionnaire whose figures may be shown.

    Raises:
        HomeroundError: There is none.
    """
    found = store.asking.newest(name)
    if found is None:
        message = f"{name} has not been opened yet."
        raise HomeroundError(message)
    if found.anonymous and found.closed_at is None:
        message = f"{name} is without names: its figures are shown once it is closed."
        raise HomeroundError(message)
    return found


def _rows(
    store: Store,
    found: Round,
    questionnaire: Questionnaire,
    asked: int,
    report: Report | None,
    *,
    public: bool,
) -> list[dict[str, Any]]:
    """Return how many homes gave each answer; scores as the report may show them, comments never in public."""
    scored = {each.area: each for each in report.figures.areas} if report else {}
    counted = store.asking.results(found)
    few = report is not None and report.figures.is_of_few
    rows: list[dict[str, Any]] = []
    for question in questionnaire.questions:
        area = scored.get(question.id)
        is_asked = not found.asked or question.id in found.asked
        if area is not None:
            rows += _scores(question, area, asked, is_asked=is_asked)
        elif not (public or few):
            rows += _question(question, counted.get(question.id, {}), asked, is_asked=is_asked)
    return rows


def _scores(
    question: Question, area: AreaFigures, asked: int, *, is_asked: bool
) -> list[dict[str, Any]]:
    shown = [("answered", str(score)) for score in SCORES]
    counts: list[int | None] = list(area.spread or [None] * len(shown))
    rows = [
        _row(question, (state, value), value, count, asked)
        for (state, value), count in zip(shown, counts, strict=True)
    ]
    silent = asked - (area.n + area.not_applicable + area.unclear + area.not_asked)
    # Who was not asked has not been silent.
    not_asked, silent = (area.not_asked, silent) if is_asked else (area.not_asked + silent, 0)
    states = (
        (AnswerState.NOT_APPLICABLE, area.not_applicable),
        (AnswerState.UNCLEAR, area.unclear),
        (AnswerState.NOT_ASKED, not_asked),
    )
    rows += [_row(question, (each, ""), _STATES[each], count, asked) for each, count in states]
    return [*rows, _row(question, ("no_reply", ""), "no reply", silent, asked)]


def _row(
    question: Question, key: tuple[str, str], answer: str, homes: int | None, asked: int
) -> dict[str, Any]:
    """Return a row; ``homes`` is None where it must not be shown."""
    return {
        "question": question.text,
        "answer": answer,
        "state": str(key[0]),
        "value": key[1],
        "homes": homes,
        "of": asked,
    }


def _question(
    question: Question, counted: Counted, asked: int, *, is_asked: bool
) -> list[dict[str, Any]]:
    labels = {(AnswerState.ANSWERED.value, each.value): each.label for each in question.options}
    labels |= {(state.value, ""): label for state, label in _STATES.items()}
    each_value = _apart(question, counted)
    # An option that has gone from the file since keeps its figures, under its value.
    shown = [*labels, *(key for key in each_value if key not in labels)]
    silent = asked - sum(counted.values())
    counts = {key: each_value.get(key, 0) for key in shown}
    if not is_asked:
        # Who was not asked has not been silent.
        counts[AnswerState.NOT_ASKED, ""] += silent
        silent = 0
    rows = [
        _row(question, key, labels.get(key, key[1]), number, asked)
        for key, number in counts.items()
    ]
    return [*rows, _row(question, ("no_reply", ""), "no reply", silent, asked)]


def _apart(question: Question, counted: Counted) -> Counted:
    """Return how many homes gave each value, where several could be chosen each by itself."""
    if question.kind is not Kind.SEVERAL:
        return counted
    apart: dict[tuple[str, str], int] = {}
    for (state, value), number in counted.items():
        for each in value.split(BETWEEN):
            apart[state, each] = apart.get((state, each), 0) + number
    return apart


def _draw(
    store: Store,
    found: Round,
    questionnaire: Questionnaire,
    chart: Path,
    kind: PictureKind | None,
    *,
    public: bool,
) -> None:
    usual = PictureKind.SPREAD if questionnaire.is_survey else PictureKind.TREND
    drawn = store.asking.picture(found, questionnaire, kind or usual, public=public)
    if drawn is None:
        raise HomeroundError("There is nothing to draw of that.")
    # Read in where it is used: it brings matplotlib.
    from bot.charts import draw  # noqa: PLC0415

    chart.write_bytes(draw(drawn.drawing))
    say(f"{chart} shows:\n{drawn.alt}")


def _write(file: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["question", "answer", "state", "value", "homes", "of"])
        writer.writeheader()
        writer.writerows({**row, "answer": _safe(row["answer"])} for row in rows)
    say(f"{file} has {len(rows)} rows.")


def _safe(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _show_json(rows: list[dict[str, Any]], report: Report | None) -> None:
    if report is None:
        show(rows, {}, as_json=True, none="")
        return
    show([asdict(report) | {"answers": rows}], {}, as_json=True, none="")
