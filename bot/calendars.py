"""A meeting as a calendar file (RFC 5545). The only user of icalendar."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
)

from bot.core.meetings import Meeting

YEAR = timedelta(days=366)
# What an organiser's address must be, and what nobody can write to (RFC 2606, section 2).
NOBODY = "mailto:nobody@homeround.invalid"


def calendar_file(meeting: Meeting, *, zone: ZoneInfo, name: str) -> bytes:
    """Return the file; one made later for the same meeting moves it in a calendar, or takes it out.

    ``zone`` is the network's own, ``name`` the network's.
    """
    is_off = meeting.called_off_at is not None
    calendar = Calendar()
    calendar.add("prodid", "-//Homeround//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    calendar.add_component(_timezone(zone, meeting.plan.starts_at))
    calendar.add_component(_event(meeting, zone, name, is_off=is_off))
    return bytes(calendar.to_ical())


def _timezone(zone: ZoneInfo, at: datetime) -> Timezone:
    """Return what the zone's clocks do in the two years round this moment.

    The library's own has the changes of spring an hour late: it writes them in the time after the change, where
    the time before it is meant (RFC 5545, section 3.6.5, "DTSTART").
    """
    timezone = Timezone()
    timezone.add("tzid", zone.key)
    first = at - YEAR
    for moment in (first, *_changes(zone, first, at + YEAR)):
        after = moment.astimezone(zone)
        before = (moment - timedelta(seconds=1)).astimezone(zone)
        part = TimezoneDaylight() if after.dst() else TimezoneStandard()
        from_offset, to_offset = before.utcoffset(), after.utcoffset()
        assert from_offset is not None
        part.add("dtstart", (moment + from_offset).replace(tzinfo=None))
        part.add("tzoffsetfrom", from_offset)
        part.add("tzoffsetto", to_offset)
        part.add("tzname", after.tzname())
        timezone.add_component(part)
    return timezone


def _changes(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the moments (aware UTC) at which the clocks change, which they do at whole quarters of an hour."""
    moment = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while moment < until:
        following = moment + timedelta(days=1)
        if moment.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            quarter = moment
            while quarter.astimezone(zone).utcoffset() == moment.astimezone(zone).utcoffset():
                quarter += timedelta(minutes=15)
            yield quarter
        moment = following


def _event(meeting: Meeting, zone: ZoneInfo, name: str, *, is_off: bool) -> Event:
    plan = meeting.plan
    organizer = vCalAddress(NOBODY)
    organizer.params["CN"] = name
    event = Event()
    event.add("uid", f"{meeting.uid}@homeround.invalid")
    event.add("sequence", meeting.version - 1)
    event.add("dtstamp", meeting.changed_at or meeting.made_at)
    event.add("dtstart", plan.starts_at.astimezone(zone))
    event.add("dtend", plan.ends_at.astimezone(zone))
    event.add("summary", plan.title)
    event.add("organizer", organizer)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    told = {
        "description": meeting.reason if is_off else plan.text,
        "location": plan.place or plan.link,
        "url": plan.link,
    }
    for key, value in told.items():
        if value:
            event.add(key, value)
    return event
