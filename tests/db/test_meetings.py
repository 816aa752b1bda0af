"""Meetings on both databases: the last place, what a newsletter asks for, and the calendar file read back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import calendar_file
from bot.core.events import Pressed
from bot.core.meetings import Meeting, Plan
from bot.db import meetings
from bot.db.database import Database
from tests.support.calendars import properties, read
from tests.support.meetings import STARTS_AT, Meetings
from tests.support.network import LONDON, Network
from tests.support.processes import another, together

DAY = timedelta(days=1)
PLAN = Plan(
    "forum", "Winter", "Bring *ideas*.", STARTS_AT, STARTS_AT + DAY / 24, "Hall", "", "all", None
)
MEETING = Meeting(1, PLAN, 1, None, datetime(2026, 11, 1, tzinfo=UTC), "abc")


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest.fixture
def plan(network: Network) -> Meetings:
    return Meetings(network)


def test_the_last_place_goes_to_one_of_those_who_take_it_at_once_in_two_processes(
    network: Network, plan: Meetings
) -> None:
    plan.managers()
    for number in range(1, 6):
        plan.asks(places="1")
        with another(network.database) as other:
            engines = [network.engine_of(each) for each in (network.database, other)]
            taps = [
                [network.event("telegram", chat, Pressed(f"attend:{number}:coming"), chat)]
                for chat in ("7001", "7002")
            ]
            works: list[Callable[[], object]] = [
                partial(engine.take, tap) for engine, tap in zip(engines, taps, strict=True)
            ]
            together(*works)

        assert list(plan.says().values()) == ["coming"]


def test_the_waiting_list_keeps_its_order_also_within_one_moment(
    network: Network, plan: Meetings
) -> None:
    plan.managers()
    plan.asks(places="1")
    taps = [
        network.event("telegram", chat, Pressed(f"attend:1:{said}"), chat)
        for chat, said in (("7001", "coming"), ("7003", "waiting"), ("7002", "waiting"))
    ]
    network.engine.take(taps)
    network.engine.take([network.event("telegram", "7001", Pressed("attend:1:not_coming"), "7001")])

    assert plan.says() == {
        "Ash Lodge": "not_coming",
        "Birch House": "waiting",
        "Cedar Court": "coming",
    }


def titles(network: Network, audience: str, days: tuple[int, int]) -> list[str]:
    since, until = (STARTS_AT + each * DAY for each in days)
    with network.database.read() as connection:
        return [each.plan.title for each in meetings.between(connection, audience, since, until)]


def test_a_newsletter_finds_the_meetings_of_its_days_and_its_homes(
    network: Network, plan: Meetings
) -> None:
    plan.managers()
    plan.asks(title="Everybody", when="Tuesday 15 December 2026 14:00")
    plan.asks(title="Ash only", audience="home:H1")
    plan.plans(title="Not asked")

    assert titles(network, "all", (0, 8)) == ["Ash only", "Everybody"]
    assert titles(network, "home:H2", (0, 8)) == ["Everybody"]
    assert titles(network, "home:H1", (0, 7)) == ["Ash only"], "what begins at the end is the next"
    assert titles(network, "home:H1", (1, 7)) == []
    plan.lead.presses_token("meeting_off:2")
    plan.lead.submits(reason="The hall is shut.")
    assert titles(network, "all", (0, 8)) == ["Everybody"]


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (date(2026, 12, 8), 0),
        (date(2027, 3, 27), 0),
        (date(2027, 3, 28), 1),
        (date(2027, 7, 1), 1),
        (date(2027, 10, 30), 1),
        (date(2027, 10, 31), 0),
    ],
)
def test_the_calendar_file_is_read_back_at_the_same_moment_in_summer_and_winter(
    day: date, offset: int
) -> None:
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)
    plan = replace(PLAN, starts_at=starts_at.astimezone(UTC), ends_at=starts_at + DAY / 12)
    file = calendar_file(replace(MEETING, plan=plan), zone=LONDON, name="North")
    (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")

    assert event.decoded("dtstart") == starts_at
    assert event.decoded("dtend") == starts_at + DAY / 12
    lines = read(file.decode())
    assert properties(lines)["DTSTART;TZID=Europe/London"] == f"{starts_at:%Y%m%dT%H%M%S}"
    assert offset_in(lines, starts_at) == timedelta(hours=offset)


def offset_in(lines: list[str], local: datetime) -> timedelta:
    """Return what the file's own zone says of a local time, as a calendar that knows no other would."""
    begun: dict[str, str] = {}
    parts = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            begun = {}
        begun[name] = value
        if line in ("END:STANDARD", "END:DAYLIGHT"):
            parts.append((begun["DTSTART"], begun["TZOFFSETTO"]))
    before = [each for each in sorted(parts) if each[0] <= f"{local:%Y%m%dT%H%M%S}"]
    hours, minutes = int(before[-1][1][:3]), int(before[-1][1][3:])
    return timedelta(hours=hours, minutes=minutes)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1)


@given(title=TEXTS, text=TEXTS, place=TEXTS, name=TEXTS)
def test_whatever_is_written_the_file_keeps_to_the_rules_and_says_it_again(
    title: str, text: str, place: str, name: str
) -> None:
    plan = replace(PLAN, title=title, text=text, place=place)
    file = calendar_file(replace(MEETING, plan=plan), zone=LONDON, name=name)
    found = properties(read(file.decode()))

    assert found["SUMMARY"] == title
    assert found["DESCRIPTION"] == text
    assert found["LOCATION"] == place
    (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert str(event["summary"]) == title


def test_a_file_of_a_meeting_with_a_link_leads_there_and_one_that_is_off_says_so() -> None:
    link = "https://meet.example.org/a?b=1,2;3"
    plan = replace(PLAN, place="", link=link)
    off = replace(
        MEETING, plan=plan, version=3, called_off_at=STARTS_AT, changed_at=STARTS_AT, reason="Ice."
    )
    file = calendar_file(off, zone=LONDON, name="North")
    lines = read(file.decode())
    found = properties(lines)

    assert "METHOD:CANCEL" in lines
    assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", "2")
    assert (found["DESCRIPTION"], found["URL"]) == ("Ice.", link)
    assert (
        found["UID"]
        == properties(read(calendar_file(MEETING, zone=LONDON, name="North").decode()))["UID"]
    )
