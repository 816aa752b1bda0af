"""What goes out later, by the clock: once however many processes run, at its local time, and never too late."""

import asyncio
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.events import Inbound
from bot.db.tables import homes
from bot.schedule import LATE, STALE, STUCK
from tests.support.clockwork import Clockwork
from tests.support.databases import ON_SQLITE
from tests.support.network import Network, Player
from tests.support.planning import SHOWN, copies, lead_in, repeats, schedules
from tests.support.tables import everything

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def amara(network: Network, samir: Player) -> Player:
    return lead_in(network, "slack")


@pytest.fixture
def priya(network: Network, samir: Player) -> Player:
    """A lead who does not coordinate."""
    return lead_in(network, "slack", "Priya", "clinical")


def states(network: Network) -> list[str]:
    return [each["state"] for each in everything(network.database)["broadcasts"]]


async def both_tick(first: Clockwork, second: Clockwork, times: int = 3) -> None:
    """Let two processes look at the same moments."""
    for _ in range(times):
        await asyncio.gather(first.schedule.tick(first.submit), second.schedule.tick(second.submit))
        first.network.clock.at += SECOND


async def test_it_goes_out_at_its_moment_once_and_its_author_sees_it_arrive(
    network: Network, amara: Player, samir: Player, clockwork: Clockwork, second: Clockwork
) -> None:
    schedules(amara, "Friday 09:30")
    network.clock.at = FRIDAY - 2 * SECOND
    await both_tick(clockwork, second, 2)
    assert copies(samir) == 0

    await both_tick(clockwork, second)
    clockwork.restarts()
    second.restarts()
    await both_tick(clockwork, second)

    assert copies(samir) == 1
    await both_tick(clockwork, second)
    network.deliver()
    assert amara.screen.startswith("Done. Sent to 1 of 3 homes. Failed: 0. Not reached: 2.")


async def test_moved_it_goes_out_at_the_new_moment_only(
    network: Network, amara: Player, samir: Player, clockwork: Clockwork
) -> None:
    schedules(amara, "Friday 09:30")
    amara.presses("Another time")
    amara.submits(when="Saturday 10:00")

    network.clock.at = FRIDAY
    await clockwork.ticks(3)
    assert copies(samir) == 0
    network.clock.at = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
    await clockwork.ticks(3)
    assert copies(samir) == 1


@pytest.mark.parametrize(("late", "sent"), [(LATE - MINUTE, 1), (LATE + MINUTE, 0)])
async def test_after_a_stop_it_still_goes_out_within_its_limit_and_else_a_person_is_asked(
    network: Network,
    priya: Player,
    samir: Player,
    clockwork: Clockwork,
    second: Clockwork,
    late: timedelta,
    sent: int,
) -> None:
    schedules(priya, "Friday 09:30")
    network.clock.at = FRIDAY + late

    await both_tick(clockwork, second)

    assert copies(samir) == sent
    asked = network.content.words.schedule.stale.format(when="Friday 27 November 09:30")
    shown = [each.text.splitlines()[0] for each in priya.messages]
    room = [each.text.splitlines()[0] for each in network.room("slack", "C0NETWORK").messages]
    assert shown.count(asked) == room.count(asked) == 1 - sent


async def missed(network: Network, lead: Player, clockwork: Clockwork) -> None:
    """Let a broadcast's moment pass while nothing runs."""
    schedules(lead, "Friday 09:30")
    network.clock.at = FRIDAY + 3 * HOUR
    await clockwork.ticks(3)
    network.deliver()


async def test_what_was_missed_goes_out_only_when_a_person_says_so(
    network: Network, priya: Player, samir: Player, clockwork: Clockwork
) -> None:
    await missed(network, priya, clockwork)
    await clockwork.ticks(30, HOUR)
    assert copies(samir) == 0
    priya.commands("scheduled")
    assert f"Missed on Friday 27 November 09:30: {SHOWN}" in priya.screen

    priya.presses("Send now")

    assert copies(samir) == 1
    assert "Send now" not in priya.buttons
    assert "stale" not in states(network)


async def test_what_was_missed_may_go_out_at_another_time(
    network: Network, priya: Player, samir: Player, clockwork: Clockwork
) -> None:
    await missed(network, priya, clockwork)

    priya.presses("Another time")
    priya.submits(when="today 17:00")
    network.clock.at = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    await clockwork.ticks(3)

    assert copies(samir) == 1


async def test_what_was_missed_may_be_dropped_by_a_coordinator_in_their_room(
    network: Network, priya: Player, samir: Player, clockwork: Clockwork
) -> None:
    amara = lead_in(network, "slack")
    await missed(network, priya, clockwork)

    amara.presses("Do not send", room="C0NETWORK")
    amara.presses("Yes, do not send it", room="C0NETWORK")

    assert states(network) == ["cancelled"]
    said = f"Amara has cancelled this, so it does not go out: {SHOWN}"
    assert said in [each.text for each in network.room("slack", "C0NETWORK").messages]
    assert priya.screen == said
    assert copies(samir) == 0


async def test_an_audience_that_nobody_is_in_any_more_is_asked_about(
    network: Network, priya: Player, clockwork: Clockwork
) -> None:
    schedules(priya, "Friday 09:30", audience="area:North")
    with network.database.write() as connection:
        connection.execute(homes.update().values(area="South"))
    network.clock.at = FRIDAY

    await clockwork.ticks(3)
    network.deliver()

    asked = network.content.words.schedule.nobody.format(when="Friday 27 November 09:30")
    assert priya.screen.splitlines()[0] == asked
    assert states(network) == ["stale"]


class Deaf(Clockwork):
    """Its engine takes nothing, and says that it did."""

    async def submit(self, inbound: Inbound) -> None:
        self.submitted.append(inbound.event_id)


async def test_one_that_nobody_takes_is_told_in_the_log_after_a_minute_and_again(
    network: Network, amara: Player, logged: list[MutableMapping[str, Any]]
) -> None:
    schedules(amara, "Friday 09:30")
    network.clock.at = FRIDAY
    deaf = Deaf(network)

    def stuck() -> list[MutableMapping[str, Any]]:
        return [each for each in logged if each["event"] == "scheduled_stuck"]

    await deaf.ticks(int(STUCK / SECOND))
    assert stuck() == []
    await deaf.ticks(int(2 * STUCK / SECOND))
    assert [each["broadcast"] for each in stuck()] == ["1", "1"]


async def test_one_that_went_out_is_no_alarm(
    network: Network, amara: Player, clockwork: Clockwork, logged: list[MutableMapping[str, Any]]
) -> None:
    schedules(amara, "Friday 09:30")
    network.clock.at = FRIDAY

    await clockwork.ticks(200)

    assert not [each for each in logged if each["event"] == "scheduled_stuck"]


async def test_what_comes_again_goes_out_once_on_each_of_its_dates(
    network: Network, amara: Player, samir: Player, clockwork: Clockwork, second: Clockwork
) -> None:
    repeats(amara, "every Monday 09:30")
    monday = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)

    for week in range(3):
        network.clock.at = monday + week * timedelta(days=7)
        await both_tick(clockwork, second)
        clockwork.restarts()
        await both_tick(clockwork, second)
        assert copies(samir) == week + 1

    made = everything(network.database)["broadcasts"]
    assert [each["issue"] for each in made] == ["", "2026-11-30", "2026-12-07", "2026-12-14"]


async def test_what_comes_again_does_not_go_out_for_the_time_before_it_was_asked_for(
    network: Network, amara: Player, samir: Player, clockwork: Clockwork
) -> None:
    repeats(amara, "every day 09:30")  # it is ten

    await clockwork.ticks(5)

    assert copies(samir) == 0


@ON_SQLITE
@pytest.mark.parametrize(
    ("rule", "sent"),
    [
        ("before", "2026-12-24"),
        ("after", "2026-12-29"),
        ("skip", ""),
        ("keep", "2026-12-28"),
    ],
)
async def test_on_a_bank_holiday_it_goes_out_as_the_rule_says(
    network: Network, amara: Player, clockwork: Clockwork, rule: str, sent: str
) -> None:
    network.clock.at = datetime(2026, 12, 21, 12, 0, tzinfo=UTC)
    repeats(amara, "every Monday 09:30", rule)

    await clockwork.ticks_until(datetime(2026, 12, 31, tzinfo=UTC), HOUR)

    made = [each["issue"] for each in everything(network.database)["broadcasts"] if each["issue"]]
    assert made == ([sent] if sent else [])


@ON_SQLITE
@pytest.mark.parametrize(
    ("around", "moment"),
    [
        # 01:30 does not exist on the first, and comes twice on the second.
        (datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
async def test_across_a_change_of_the_clocks_it_goes_out_once_at_its_local_time(
    network: Network, amara: Player, clockwork: Clockwork, around: datetime, moment: datetime
) -> None:
    network.clock.at = around - timedelta(hours=12)
    repeats(amara, "every day 01:30", "keep")

    await clockwork.ticks_until(around + timedelta(hours=12), 15 * MINUTE)

    (made,) = (each for each in everything(network.database)["broadcasts"] if each["issue"])
    assert made["issue"] == str(around.date())
    assert made["send_at"] == made["made_at"] == moment


@pytest.mark.parametrize(
    ("late", "state"), [(STALE - MINUTE, "sending"), (STALE + MINUTE, "stale")]
)
async def test_a_date_that_was_missed_for_long_is_asked_about_and_the_next_goes_out(
    network: Network,
    priya: Player,
    samir: Player,
    clockwork: Clockwork,
    late: timedelta,
    state: str,
) -> None:
    repeats(priya, "every Monday 09:30")
    network.clock.at = datetime(2026, 11, 30, 9, 30, tzinfo=UTC) + late
    await clockwork.ticks(1)
    assert states(network) == ["repeating", state]
    network.deliver()
    asked = network.content.words.schedule.stale.format(when="Monday 30 November 09:30")
    assert (asked in priya.screen) == (state == "stale")

    network.clock.at = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
    await clockwork.ticks(3)

    assert copies(samir) == (1 if state == "stale" else 2)
