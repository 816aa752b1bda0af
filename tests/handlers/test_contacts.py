"""Whom a home can ring: shown for the hour, with the day on which it was made sure of, and a change is told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.db.database import Database
from bot.db.tables import contacts_told
from tests.support.clockwork import Clockwork
from tests.support.content_folder import ContentFolder
from tests.support.network import MONDAY, Network, Player
from tests.support.tables import everything

DAY = timedelta(days=1)
CONTACTS = """
[[contacts]]
id = "nurse"
label = "Infection control nurse"
name = "Joseph Linden"
telephone = "020 7946 0123"
hours = ["Monday to Friday 09:00-17:00"]
otherwise = "Ring NHS 111."
audience = "home:H1,H2"
confirmed = "2 November 2026"

[[contacts]]
id = "desk"
label = "Equipment desk"
name = "The desk"
telephone = "020 7946 0456"
audience = "all"
confirmed = "9 November 2026"
"""


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    folder = ContentFolder(tmp_path)
    folder.write("contacts.toml", CONTACTS)
    return folder


@pytest.fixture
def network(sqlite: Database, folder: ContentFolder) -> Network:
    return Network(sqlite, folder.path)


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager()


def test_a_home_sees_its_own_people_and_when_that_was_made_sure_of(
    network: Network, samir: Player
) -> None:
    lena = network.manager("H3", "7003", "Lena")
    for each in (samir, lena):
        each.presses("Whom to ring")

    assert "Infection control nurse: Joseph Linden, 020 7946 0123" in samir.screen
    assert "Last made sure of on Monday 2 November 2026." in samir.screen
    assert "Joseph Linden" not in lena.screen
    assert "Equipment desk: The desk, 020 7946 0456" in lena.screen


def test_who_is_not_there_at_this_hour_says_what_to_do_instead(
    network: Network, samir: Player
) -> None:
    network.clock.at = MONDAY + timedelta(hours=9)

    samir.commands("contacts")

    assert "is not there at this hour. Ring NHS 111." in samir.screen
    assert "The desk, 020 7946 0456\n" in samir.screen


async def test_a_change_is_told_to_its_homes_once_and_to_no_other(
    network: Network, folder: ContentFolder, samir: Player
) -> None:
    lena = network.manager("H3", "7003", "Lena")
    clockwork = Clockwork(network)
    await clockwork.ticks(2)
    network.deliver()
    before = len(lena.messages)
    assert "has changed" not in samir.screen, "what is new is not a change"

    folder.edit("contacts.toml", "020 7946 0123", "020 7946 0999")
    for _ in range(2):
        network.content = folder.load()
        network.desk = replace(network.desk, content=network.content)
        clockwork.restarts(network.content)
        await clockwork.ticks(2)
        network.deliver()

    changed = [each.text for each in samir.messages if "has changed" in each.text]
    assert len(changed) == 1
    assert "020 7946 0999" in changed[0]
    assert len(lena.messages) == before


async def test_one_that_is_taken_out_is_told_to_the_homes_that_had_it_once(
    network: Network, folder: ContentFolder, samir: Player
) -> None:
    lena = network.manager("H3", "7003", "Lena")
    clockwork = Clockwork(network)
    await clockwork.ticks(2)

    folder.write("contacts.toml", "[[contacts]]" + CONTACTS.split("[[contacts]]")[2])
    network.content = folder.load()
    network.desk = replace(network.desk, content=network.content)
    for _ in range(2):
        clockwork.restarts(network.content)
        await clockwork.ticks(2, DAY)
        network.deliver()

    gone = network.content.words.contacts.gone.fill(
        label="Infection control nurse", name="Joseph Linden"
    )
    assert [each.text for each in samir.messages if "any more" in each.text] == [
        gone.replace("**", "").replace("`", "")
    ]
    assert "any more" not in str([each.text for each in lena.messages])


async def test_whose_a_contact_is_that_an_older_version_noted_is_kept_from_the_next_look_on(
    network: Network, samir: Player
) -> None:
    clockwork = Clockwork(network)
    await clockwork.ticks(2)
    with network.database.write() as connection:
        connection.execute(update(contacts_told).values(label="", name="", audience=""))

    await clockwork.ticks(2, DAY)

    rows = everything(network.database)["contacts_told"]
    assert {each["audience"] for each in rows} == {"home:H1,H2", "all"}
    network.deliver()
    assert "has changed" not in str([each.text for each in samir.messages])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"Monday to Friday 09:00-17:00"', '"always"', "is not a span of the week"),
        ('"2 November 2026"', '"soon"', "is not a date"),
        ('"home:H1,H2"', '"home:"', "cannot be read at"),
        ('id = "desk"', 'id = "nurse"', "stands twice"),
    ],
)
def test_a_slip_is_told(folder: ContentFolder, old: str, new: str, told: str) -> None:
    folder.edit("contacts.toml", old, new)

    assert any(told in each for each in folder.faults())
