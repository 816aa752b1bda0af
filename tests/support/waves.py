"""The sample: two waves of an invented survey, and what a report on them should show."""

import csv
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.core.figures import Said, Wave
from bot.core.rounds import AnswerState
from bot.db.database import Connection
from bot.db.tables import answers, assignments, rounds
from tests.support.joined import add_home, join

HERE = Path(__file__).parents[1] / "figures" / "data"
AREAS = ("infection_control", "vaccinations", "testing", "clinical_support", "end_of_life")


def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "expected_stats.json").read_text())
    return found


def sample(name: str) -> Wave:
    """Return one wave of the sample; homes that did not answer belong to no group there."""
    said: defaultdict[str, dict[str, Said]] = defaultdict(dict)
    groups: dict[str, str] = {}
    with (HERE / "responses.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["wave"] == name:
                score = row["score"]
                groups[row["setting_id"]] = row["care_group"]
                said[row["setting_id"]][row["area"]] = (
                    int(score) if score else AnswerState.NOT_APPLICABLE
                )
    silent = {f"silent{place}": "" for place in range(expected()["population"] - len(groups))}
    return Wave(AREAS, groups | silent, said)


def keep_waves(connection: Connection) -> None:
    """Keep both waves of the sample as rounds of the survey of support; the homes that were silent were asked too."""
    waves = {1: "2021-01", 2: "2022-03"}
    days = {1: datetime(2021, 1, 11, 9, tzinfo=UTC), 2: datetime(2022, 3, 7, 9, tzinfo=UTC)}
    labels = {"OP": "older", "LD": "ld", "MH": "mh", "PD": "pd"}
    groups: dict[str, str] = {}
    for name in waves.values():
        groups |= {home: group for home, group in sample(name).asked.items() if group}
    homes = [*groups, *(f"X{place}" for place in range(expected()["population"] - len(groups)))]
    for home in homes:
        add_home(connection, home, types=[labels.get(groups.get(home, ""), "older")])
    by = join(connection, homes[0], chat="1")
    for number, name in waves.items():
        connection.execute(
            insert(rounds).values(
                round_id=number,
                questionnaire_id="support",
                opened_at=days[number],
                closed_at=days[number] + timedelta(days=14),
            )
        )
        numbers = {home: 1000 * number + place for place, home in enumerate(homes)}
        rows = [
            {"assignment_id": numbers[home], "round_id": number, "home_id": home} for home in homes
        ]
        connection.execute(insert(assignments), rows)
        connection.execute(
            insert(answers),
            [
                {
                    "assignment_id": numbers[home],
                    "question_id": area,
                    "state": "answered" if isinstance(each, int) else each,
                    "value": str(each) if isinstance(each, int) else "",
                    "person_id": by,
                    "at": days[number],
                }
                for home, said in sample(name).said.items()
                for area, each in said.items()
            ],
        )
