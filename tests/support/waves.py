"""The sample: two waves of an invented survey, and what a report on them should show."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from bot.core.figures import Said, Wave
from bot.core.rounds import AnswerState

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
