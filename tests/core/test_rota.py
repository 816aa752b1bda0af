"""Who is on call: by weekly turns, with cover and leave, over both changes of the clocks, and when nobody is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.hours import Span
from bot.core.people import PersonId, TeamId
from bot.core.rota import Change, ChangeKind, Roster, Rota, Shift
from bot.holidays import bank_holiday

LONDON = ZoneInfo("Europe/London")
TEAM = TeamId("infection")
JOSEPH, PRIYA = PersonId(1), PersonId(2)
PEOPLE = {"Joseph": JOSEPH, "Priya": PRIYA}
DAY = Shift(
    "day", "Day", Span.read("every day 08:00-20:00"), ("Joseph", "Priya"), date(2026, 11, 2)
)
NIGHT = Shift("night", "Night", Span.read("every day 20:00-08:00"), ("Priya",), date(2026, 11, 2))
ROTA = Rota(TEAM, shifts=(DAY, NIGHT))


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LONDON).astimezone(UTC)


def roster(*changes: Change, people: dict[str, PersonId] = PEOPLE) -> Roster:
    return Roster(ROTA, changes, people, LONDON, bank_holiday)


def change(kind: ChangeKind, who: str, start: str, end: str, shift: str = "") -> Change:
    return Change(kind, TEAM, PEOPLE[who], who, at(start), at(end), shift)


def on(when: str, of: Roster) -> list[tuple[str, PersonId | None]]:
    return [(each.shift.id, each.person_id) for each in of.on_now(at(when))]


def test_people_take_turns_week_by_week_and_a_night_belongs_to_the_day_it_began() -> None:
    assert on("2026-11-02T09:00", roster()) == [("day", JOSEPH)]
    assert on("2026-11-09T09:00", roster()) == [("day", PRIYA)]
    assert on("2026-11-16T09:00", roster()) == [("day", JOSEPH)]
    assert on("2026-11-03T03:00", roster()) == [("night", PRIYA)]


def test_shifts_keep_their_local_times_over_both_changes_of_the_clocks() -> None:
    for before, after in (("2027-03-27", "2027-03-29"), ("2027-10-30", "2027-11-01")):
        for day in (before, after):
            assert [shift for shift, _ in on(f"{day}T07:59", roster())] == ["night"], day
            assert [shift for shift, _ in on(f"{day}T08:00", roster())] == ["day"], day


def test_who_covers_is_on_for_as_long_and_no_longer() -> None:
    covered = roster(
        change(ChangeKind.COVER, "Priya", "2026-11-03T08:00", "2026-11-03T14:00", "day")
    )

    assert on("2026-11-03T13:59", covered) == [("day", PRIYA)]
    assert on("2026-11-03T14:00", covered) == [("day", JOSEPH)]
    assert len(covered.between(at("2026-11-03T08:00"), at("2026-11-03T20:00"))) == 2


def test_a_later_cover_takes_the_place_of_an_earlier_one() -> None:
    first = change(ChangeKind.COVER, "Priya", "2026-11-03T08:00", "2026-11-03T20:00", "day")
    back = change(ChangeKind.COVER, "Joseph", "2026-11-03T08:00", "2026-11-03T20:00", "day")

    assert on("2026-11-03T09:00", roster(first, back)) == [("day", JOSEPH)]


def test_leave_makes_a_gap_until_somebody_covers() -> None:
    away = change(ChangeKind.AWAY, "Joseph", "2026-11-04T00:00", "2026-11-06T00:00")
    start, end = at("2026-11-02T08:00"), at("2026-11-08T20:00")

    gaps = roster(away).gaps(start, end)

    assert [(each.shift.id, each.starts_at) for each in gaps] == [
        ("day", at("2026-11-04T08:00")),
        ("day", at("2026-11-05T08:00")),
    ]
    cover = change(ChangeKind.COVER, "Priya", "2026-11-04T08:00", "2026-11-05T20:00", "day")
    assert roster(away, cover).gaps(start, end) == ()


def test_somebody_who_has_left_the_team_is_not_on_call() -> None:
    left = roster(people={"Priya": PRIYA})

    assert on("2026-11-02T09:00", left) == [("day", None)]
    assert left.gaps(at("2026-11-02T08:00"), at("2026-11-02T20:00"))[0].name == "Joseph"


def test_a_shift_that_is_not_on_bank_holidays_leaves_them_out() -> None:
    shift = Shift("day", "Day", DAY.span, ("Joseph",), DAY.turns_from, on_holidays=False)
    holidays_off = Roster(Rota(TEAM, shifts=(shift,)), (), PEOPLE, LONDON, bank_holiday)

    assert on("2026-12-25T09:00", holidays_off) == []
    assert on("2026-12-24T09:00", holidays_off) == [("day", JOSEPH)]


def test_every_moment_of_two_years_has_somebody_where_shifts_go_round_the_clock() -> None:
    moment, end = at("2026-03-01T00:00"), at("2026-11-30T00:00")
    while moment < end:
        assert len(roster().on_now(moment)) == 1, moment
        moment += timedelta(minutes=97)
