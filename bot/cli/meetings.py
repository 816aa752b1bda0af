"""``homeround meetings``: which there are, who comes, and each as a calendar file."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.core.errors import HomeroundError
from bot.core.meetings import Attendance, Attending, Meeting, places_left
from bot.db import meetings
from bot.db.database import Connection

app = typer.Typer(help="Forums, training and clinics: list, show, calendar.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The meeting's number, as the list shows it.")]
_CAME = {True: "yes", False: "no", None: ""}


@app.command("list")
def list_(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List the meetings, the latest first, with how many homes come."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            rows = [
                _row(opened, connection, each, opened.zone)
                for each in meetings.everyone(connection)
            ]
        columns = {
            "meeting_id": "Meeting",
            "kind": "Kind",
            "title": "Title",
            "starts_at": "Begins",
            "state": "State",
            "coming": "Coming",
            "maybe": "Maybe",
            "silent": "Not said",
            "homes": "Of",
        }
        none = "No meeting has been planned."
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


@app.command("show")
def show_(
    number: Number, *, as_json: AsJson = False, config: ConfigPath = Path("config.toml")
) -> None:
    """Show what each home said to one meeting, and whether it came."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            meeting = _meeting(connection, number)
            row = _row(opened, connection, meeting, opened.zone)
            said = meetings.attendances_of(connection, number)
            asked = [each.text for each in meetings.questions_of(connection, number)]
        if not as_json:
            say(
                f"{meeting.plan.title}: {row['coming']} of {row['homes']} homes come. {row['state']}."
            )
            for question in asked:
                say(f"Asked beforehand: {question}")
        columns = {
            "home_id": "Home",
            "home": "Name",
            "answer": "Answer",
            "came": "Came",
            "answered_at": "Since",
        }
        rows = [_attendance(each) for each in said]
        show(rows, columns, as_json=as_json, none="No home has answered yet.", zone=opened.zone)


@app.command()
def calendar(
    number: Number,
    *,
    out: Annotated[Path, typer.Option("--out", help="The file to write, such as forum.ics.")],
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Write one meeting as a calendar file, as homes get it."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            meeting = _meeting(connection, number)
        try:
            out.write_bytes(opened.desk.draw_calendar(meeting))
        except OSError as error:
            message = f"Cannot write {out}: {error.strerror or type(error).__name__}."
            raise HomeroundError(message) from error
        say(f"{meeting.plan.title} is in {out}.")


def _meeting(connection: Connection, number: int) -> Meeting:
    found = meetings.numbered(connection, number)
    if found is None:
        message = f"There is no meeting {number}. See: homeround meetings list"
        raise HomeroundError(message)
    return found


def _row(
    opened: Opened, connection: Connection, meeting: Meeting, zone: ZoneInfo
) -> dict[str, Any]:
    plan = meeting.plan
    said = meetings.attendances_of(connection, meeting.meeting_id)
    counted = Counter(each.attending for each in said)
    homes = meetings.number_asked(connection, meeting)
    return {
        "meeting_id": meeting.meeting_id,
        "kind": opened.content.meetings.label(plan.kind),
        "title": plan.title,
        "starts_at": plan.starts_at.astimezone(zone),
        "ends_at": plan.ends_at.astimezone(zone),
        "where": plan.place or plan.link,
        "audience": plan.audience,
        "places": plan.places,
        "places_left": places_left(plan.places, said),
        "state": _state(opened, meeting),
        **{each.value: counted[each] for each in Attending},
        "silent": max(homes - len(said), 0),
        "homes": homes,
    }


def _state(opened: Opened, meeting: Meeting) -> str:
    if meeting.called_off_at is not None:
        return "called off"
    if not meeting.asked:
        return "not asked"
    return "to come" if opened.clock.now() < meeting.plan.ends_at else "over"


def _attendance(said: Attendance) -> dict[str, Any]:
    return {
        "home_id": said.home.home_id,
        "home": said.home.name,
        "answer": said.attending.value.replace("_", " "),
        "came": _CAME[said.came],
        "answered_at": said.at,
    }
