"""``homeround homes``: import the directory, and list it. ``homeround people``: who has joined."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.guarding import refuse_identifying
from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import bar, faults_as_sentences, say, show
from bot.core.errors import Faults, HomeroundError
from bot.core.events import Came
from bot.db import directory, roll
from bot.db.directory import Comparison, Described
from bot.directory.entry import Reading
from bot.directory.reading import read

homes = typer.Typer(help="The directory of homes.", no_args_is_help=True)
persons = typer.Typer(help="The people who have joined.", no_args_is_help=True)


@homes.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The network's own file, or either of CQC's.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, change nothing.")] = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Bring the directory up to a file: homes are added and changed, never removed."""
    with faults_as_sentences(), open_all(config) as opened:
        with bar(f"Importing {file.name}", None) as step:
            reading = _read(file, opened, step)
            described = [
                Described(each.home_id, each.cqc_location_id, each.fields, each.types, each.tags)
                for each in reading.entries
            ]
            now = opened.clock.now()
            with opened.database.write() as connection:
                found = directory.compare_and_keep(connection, described, now, keep=not dry_run)
                if not dry_run:
                    opened.audit(connection, "homes imported", f"{len(described)} homes")
        say(f"Read {len(described)} homes from {reading.shape}.")
        if reading.outside:
            say(f"Passed over as outside the network's areas: {reading.outside} rows.")
        if reading.other:
            say(f"Passed over as other services than homes: {reading.other} rows.")
        _tell(found, dry_run=dry_run)


def _read(file: Path, opened: Opened, step: Callable[[], None]) -> Reading:
    try:
        found = read(file, opened.config.network.areas, step)
    except Faults as faulty:
        rejected = len({each.key for each in faulty.faults if each.key})
        end = (
            f"Nothing was imported; rows rejected: {rejected}."
            if rejected
            else "Nothing was imported."
        )
        raise HomeroundError("\n".join([*map(str, faulty.faults), end])) from None
    for each in found.entries:
        # What people name freely; the rest of a row is numbers and fixed words.
        free = (each.fields.get("name"), each.fields.get("provider"), *each.tags)
        text = "\n".join(str(words) for words in free if words)
        what = f"The row of {each.home_id or each.cqc_location_id}"
        refuse_identifying(text, what, opened.content.words.privacy)
    return found


def _tell(found: Comparison, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    for home_id, name in found.created if dry_run else ():
        say(f"  new      {home_id}  {name}")
    for home in found.changed:
        for field, before, after in home.fields:
            say(
                f"  changed  {home.home_id}  {home.name}: {field}: {before or '-'} -> {after or '-'}"
            )
    for home_id, name in found.missing:
        say(f"  missing  {home_id}  {name} is not in the file; it stays as it is")
    say(
        f"{len(found.created)} {would}created, {len(found.changed)} {would}changed, "
        f"{found.unchanged} unchanged, 0 rejected, {len(found.missing)} not in the file."
    )


@homes.command("list")
def list_homes(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List the homes, with how many people of each have joined."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            rows = directory.listing(connection)
        columns = {
            "home_id": "Id",
            "name": "Home",
            "area": "Area",
            "types": "Types",
            "tags": "Tags",
            "people": "People",
        }
        none = "There are no homes yet. Import them: homeround homes import FILE"
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


@persons.command("list")
def list_people(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List the people who have joined, with their homes, teams and channels."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            rows = roll.listing(connection)
        columns = {
            "person_id": "Number",
            "name": "Name",
            "homes": "Homes",
            "teams": "Teams",
            "channels": "Channels",
            "joined_at": "Joined",
        }
        none = "Nobody has joined yet. Invite them: homeround invite --all-homes"
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


@persons.command("remove")
def remove(
    number: Annotated[int, typer.Argument(help="The person's number, as the list shows it.")],
    *,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Take a person out of every home and team: they are written to no more, and their cases go back to the team."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            found = [each for each in roll.listing(connection) if each["person_id"] == number]
        if not found:
            message = f"Nobody here has the number {number}. See: homeround people list"
            raise HomeroundError(message)
        opened.happens(Came("taken_out", str(number)))
        with opened.database.write() as connection:
            opened.audit(connection, "person removed", f"person_id={number}")
        say(f"{found[0]['name']} is out, and is written to no more. A new code lets them in again.")
