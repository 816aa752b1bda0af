"""What the operator sends needs a second person where it would in chat: a lead approves it there, or it does not go."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.messages import Press
from bot.db.database import Database
from tests.cli.conftest import settled
from tests.support.content_folder import ContentFolder
from tests.support.network import Network, Player
from tests.support.newsletters import EDITORS
from tests.support.operator import ROOT, Operator
from tests.support.planning import lead_in
from tests.support.tables import everything

YEAR = datetime.now(UTC).year + 1
TEXT = "Gloves are short."


class Place:
    """An operator of three homes where anything to more than one home needs two; Amara coordinates, Samir runs H1."""

    def __init__(self, folder: Path, database: Database) -> None:
        content = ContentFolder(folder)
        content.edit("approval.toml", "more_than_homes = 150", "more_than_homes = 1")
        self.operator = settled(Operator(folder, database))
        config = self.operator.config.read_text(encoding="utf-8")
        shipped = str(ROOT / "content")
        self.operator.config.write_text(config.replace(shipped, str(content.path)))
        self.network = Network(database, content.path)
        self.network.clock.at = datetime.now(UTC)
        self.samir = self.network.manager("H1")

    def amara(self) -> Player:
        """Let a coordinator join."""
        return lead_in(self.network, "slack", "Amara")

    def sends(self, *more: str) -> list[str]:
        file = self.operator.writes("news.md", TEXT)
        words = ["broadcast", "--audience", "all", "--file", str(file), "--yes", *more]
        return self.operator.does(*words).splitlines()

    @property
    def state(self) -> str:
        (row,) = everything(self.network.database)["broadcasts"]
        return str(row["state"])

    def copies(self) -> int:
        """Return how many messages of the broadcast are on their way to homes, or there."""
        rows = everything(self.network.database)["deliveries"]
        return sum(each["broadcast_id"] == 1 for each in rows)

    def presses(self, choice: str) -> Player:
        """Let a coordinator press a button of the card."""
        amara = self.amara()
        amara.presses_token(Press("approve", "1", (choice, "1")).token(), room=EDITORS)
        return amara


@pytest.fixture
def place(tmp_path: Path, sqlite: Database) -> Place:
    return Place(tmp_path, sqlite)


def test_it_waits_for_a_lead_and_goes_out_once_when_they_approve_it(place: Place) -> None:
    place.amara()
    team = place.network.content.teams[place.network.content.approval.team].name
    printed = place.sends()

    assert printed[-1] == f"Broadcast 1 waits for a lead of {team} to approve it in chat."
    assert (place.state, place.copies()) == ("waiting", 0)
    place.presses("yes")

    assert (place.state, place.copies()) == ("sending", 1)


def test_the_operator_cannot_approve_what_they_sent(place: Place) -> None:
    place.amara()
    place.sends()

    assert place.operator.fails("approve", "1") == [
        "Broadcast 1 was sent from here, so a lead must approve it in chat."
    ]
    assert place.state == "waiting"


def test_what_is_sent_back_does_not_go_and_the_operator_can_read_why(place: Place) -> None:
    place.amara()
    place.sends()
    place.presses("back").submits(text="Which gloves?")
    told = place.operator.does("deliveries", "--broadcast", "1")

    assert told == "Broadcast 1 was sent back by Amara: Which gloves?\n"
    assert (place.state, place.copies()) == ("cancelled", 0)


def test_what_nobody_approved_by_its_time_does_not_go(place: Place) -> None:
    place.amara()
    place.sends("--at", f"{YEAR}-07-01T09:30")
    place.network.clock.at = datetime(YEAR, 7, 1, 9, tzinfo=UTC)
    place.network.comes("approval_late", "1")

    assert (place.state, place.copies()) == ("cancelled", 0)


def test_approved_it_goes_out_again_and_again(place: Place) -> None:
    place.amara()
    place.sends("--repeat", "every Monday 09:30")
    assert place.state == "waiting"
    place.presses("yes")

    assert (place.state, place.copies()) == ("repeating", 0)


def test_where_nobody_could_approve_it_nothing_is_kept(place: Place) -> None:
    file = place.operator.writes("news.md", TEXT)
    (told,) = place.operator.fails("broadcast", "--audience", "all", "--file", file, "--yes")

    assert told.endswith("to approve it, and none has joined.")
    assert everything(place.network.database)["broadcasts"] == []


def test_to_few_homes_it_goes_out_at_once(place: Place) -> None:
    place.amara()
    place.sends("--audience", "home:H1")

    assert (place.state, place.copies()) == ("sending", 1)
