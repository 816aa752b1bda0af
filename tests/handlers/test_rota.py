"""The rota in chat: who is on call, cover, swaps that are asked and accepted, leave, gaps, and the handover note."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.db.database import Database
from bot.db.tables import rota_changes
from tests.support.clockwork import Clockwork
from tests.support.content_folder import ContentFolder
from tests.support.network import MONDAY, Network, Player

ROTA = """
[[rotas]]
team = "clinical"
hours = ["Monday to Friday 09:00-17:00"]
round_the_clock = true

[[rotas.shifts]]
id = "day"
label = "Day"
when = "every day 08:00-20:00"
people = ["Priya", "Joseph"]
turns_from = "23 November 2026"

[[rotas.shifts]]
id = "night"
label = "Night"
when = "every day 20:00-08:00"
people = ["Joseph", "Priya"]
turns_from = "23 November 2026"
"""
CLINICAL = "C0CLINICAL"
DAY = timedelta(days=1)


@pytest.fixture
def network(sqlite: Database, tmp_path: Path) -> Network:
    folder = ContentFolder(tmp_path)
    folder.write("rota.toml", ROTA)
    return Network(sqlite, folder.path)


@pytest.fixture
def priya(network: Network) -> Player:
    return network.lead("Priya", "clinical")


@pytest.fixture
def joseph(network: Network) -> Player:
    return network.lead("Joseph", "clinical", user="U2")


def begins(network: Network, shift: str = "day") -> None:
    network.comes("handover", f"clinical.{shift}")


def test_a_lead_sees_who_is_on_call_now_and_next(
    network: Network, priya: Player, joseph: Player
) -> None:
    priya.commands("rota")

    assert "Now: Priya (Day), until Monday 23 November 20:00" in priya.screen
    assert "Monday 23 November 20:00, Night: Joseph" in priya.screen
    assert "Monday 30 November 08:00, Day: Joseph" in priya.screen
    assert "Nobody is on call" not in priya.screen


def test_only_leads_see_it(network: Network, priya: Player) -> None:
    samir = network.manager()

    samir.commands("rota")

    assert samir.screen == network.content.words.common.not_allowed


def test_somebody_takes_a_shift_and_the_team_is_told(
    network: Network, priya: Player, joseph: Player
) -> None:
    priya.commands("rota")
    priya.presses("Somebody takes a shift")
    assert priya.form is not None
    shift, who = (field.choices for field in priya.form.fields)
    day = next(each.value for each in shift if "Tuesday 24 November 08:00" in each.label)
    person = next(each.value for each in who if each.label == "Joseph")

    priya.submits(shift=day, who=person)

    assert joseph.screen.startswith("Joseph takes the shift Day of Tuesday 24 November 08:00.")
    assert network.room("slack", CLINICAL).messages[-1].text == joseph.screen
    priya.commands("rota")
    assert "Tuesday 24 November 08:00, Day: Joseph" in priya.screen


def test_a_swap_counts_once_it_is_accepted(network: Network, priya: Player, joseph: Player) -> None:
    priya.commands("rota")
    priya.presses("Ask to swap")
    assert priya.form is not None
    mine, theirs = (field.choices[0] for field in priya.form.fields)
    assert "Day" in mine.label
    assert "Night" in theirs.label
    priya.submits(mine=mine.value, theirs=theirs.value)
    assert "Nothing changes before they accept." in priya.screen
    priya.commands("rota")
    assert "Now: Priya (Day)" in priya.screen

    joseph.presses("Yes, swap")

    assert priya.screen.startswith("Swapped: Joseph has")
    priya.commands("rota")
    assert "Now: Joseph (Day)" in priya.screen
    joseph.presses_token("swapped:1:yes")
    assert joseph.toast == network.content.words.rota.swap_over


def test_a_swap_that_is_declined_changes_nothing(
    network: Network, priya: Player, joseph: Player
) -> None:
    priya.commands("rota")
    priya.presses("Ask to swap")
    assert priya.form is not None
    mine, theirs = (field.choices[0].value for field in priya.form.fields)
    priya.submits(mine=mine, theirs=theirs)
    joseph.presses("No")

    assert priya.screen == "Joseph cannot swap. Nothing has changed."
    priya.commands("rota")
    assert "Now: Priya (Day)" in priya.screen


def test_a_swap_is_answered_by_whom_it_was_asked_of(
    network: Network, priya: Player, joseph: Player
) -> None:
    priya.commands("rota")
    priya.presses("Ask to swap")
    assert priya.form is not None
    mine, theirs = (field.choices[0].value for field in priya.form.fields)
    priya.submits(mine=mine, theirs=theirs)

    priya.presses_token("swapped:1:yes")

    assert priya.toast == network.content.words.common.not_allowed


def test_a_swap_of_a_shift_that_changed_hands_meanwhile_changes_nothing(
    network: Network, priya: Player, joseph: Player
) -> None:
    priya.commands("rota")
    priya.presses("Ask to swap")
    assert priya.form is not None
    mine, theirs = (field.choices[0].value for field in priya.form.fields)
    priya.submits(mine=mine, theirs=theirs)
    network.lead("Ada", "clinical", user="U4").commands("rota")
    priya.presses("Somebody takes a shift")
    assert priya.form is not None
    who = next(each.value for each in priya.form.fields[1].choices if each.label == "Ada")
    priya.submits(shift=mine, who=who)

    joseph.presses("Yes, swap")

    assert joseph.toast == network.content.words.rota.swap_changed
    priya.commands("rota")
    assert "Now: Ada (Day)" in priya.screen


async def test_who_leaves_while_on_call_is_told_of_at_once_and_keeps_no_case(
    network: Network, priya: Player, joseph: Player
) -> None:
    network.lead("Amara", "coordinators", user="U3")
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Two people are ill.")
    samir.presses("This week")
    priya.presses("Claim", room=CLINICAL)

    priya.commands("stop")
    priya.presses("Yes, leave")
    await Clockwork(network).ticks(3)
    network.deliver()

    gap = (
        "Day, from Monday 23 November 08:00 to Monday 23 November 20:00 (Priya is away or has left)"
    )
    for room in (CLINICAL, "C0NETWORK"):
        assert any(gap in each.text for each in network.room("slack", room).messages), room
    assert "Open since 10:00" in network.room("slack", CLINICAL).messages[0].text
    samir.commands("cases")
    assert "HR-1 Ash Lodge: Clinical or GP support (nobody yet)" in samir.screen


def test_a_swap_with_oneself_is_refused(network: Network, priya: Player, joseph: Player) -> None:
    priya.commands("rota")
    priya.presses("Ask to swap")
    assert priya.form is not None
    mine = priya.form.fields[0].choices
    priya.submits(mine=mine[0].value, theirs=mine[1].value)

    assert priya.faults == {"theirs": network.content.words.rota.with_oneself}


def test_leave_makes_a_gap_that_is_shown_and_told_in_the_morning(
    network: Network, priya: Player, joseph: Player
) -> None:
    amara = network.lead("Amara", "coordinators", user="U3")
    priya.commands("rota")
    priya.presses("I am away")
    priya.submits(**{"from": "tomorrow", "until": "25 November"})
    assert "Priya is away from Tuesday 24 November to Wednesday 25 November." in priya.screen

    network.comes("rota_gaps", "2026-11-23")

    told = network.room("slack", CLINICAL).messages[-1].text
    assert "Day, from Tuesday 24 November 08:00 to Tuesday 24 November 20:00" in told
    assert "Night" not in told
    assert told.startswith("On call: Clinical leads")
    assert network.room("slack", "C0NETWORK").messages[-1].text == told
    assert amara


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("nonsense", "25 November", "from"),
        ("25 November", "24 November 2026", "until"),
        ("1 November 2026", "25 November", "from"),
    ],
)
def test_days_that_cannot_be_are_told_at_their_field(
    network: Network, priya: Player, joseph: Player, first: str, last: str, field: str
) -> None:
    priya.commands("rota")
    priya.presses("I am away")
    priya.submits(**{"from": first, "until": last})

    assert field in priya.faults
    with network.database.read() as connection:
        assert connection.execute(rota_changes.select()).all() == []


def test_whoever_comes_on_call_gets_the_open_cases_and_who_stays_on_gets_nothing(
    network: Network, priya: Player, joseph: Player
) -> None:
    samir = network.manager()
    samir.commands("help")
    samir.presses("Medicines")
    samir.says("No delivery today.")
    samir.presses("This week")
    network.clock.at = MONDAY + timedelta(hours=10)

    begins(network, "night")

    assert joseph.screen.startswith("Joseph, you are on call for Clinical leads (Night)")
    assert "Open cases: 1" in joseph.screen
    assert "HR-1, Ash Lodge, Medicines" in joseph.screen
    assert "you are on call" not in priya.screen


def test_whoever_comes_on_call_reads_what_was_promised_for_a_day_that_has_passed(
    network: Network, priya: Player, joseph: Player
) -> None:
    samir = network.manager()
    samir.commands("help")
    samir.presses("Medicines")
    samir.says("No delivery today.")
    samir.presses("This week")
    priya.presses("Claim", room=CLINICAL)
    for text, when in (("Ring the pharmacy", "today"), ("Visit them", "Friday")):
        priya.presses("Promise a next step", room=CLINICAL)
        assert priya.form is not None
        me = next(each.value for each in priya.form.fields[1].choices if each.label == "Priya")
        priya.submits(text=text, who=me, when=when)
    network.clock.at = MONDAY + timedelta(hours=10)
    begins(network, "night")
    assert "Ring the pharmacy" not in joseph.screen, "it is still that day"

    network.clock.at = MONDAY + timedelta(hours=34)
    begins(network, "night")

    assert "Promised, and past its day: 1" in joseph.screen
    assert "HR-1, Ash Lodge: Ring the pharmacy (Priya, for Monday 23 November)" in joseph.screen
    assert "Visit them" not in joseph.screen


def test_a_shift_that_begins_with_nobody_is_told_to_the_team_and_the_coordinators(
    network: Network, joseph: Player
) -> None:
    begins(network)

    assert "Nobody is on call" in network.room("slack", CLINICAL).messages[-1].text
    assert "Nobody is on call" in network.room("slack", "C0NETWORK").messages[-1].text


def test_an_urgent_case_goes_to_whoever_is_on_call_and_where_nobody_is_to_the_team(
    network: Network, priya: Player, joseph: Player
) -> None:
    samir = network.manager()
    network.clock.at = MONDAY + timedelta(hours=12)

    def asks(text: str) -> None:
        samir.commands("help")
        samir.presses("Medicines")
        samir.says(text)
        samir.presses("Today")

    before = len(priya.messages)
    asks("No delivery today.")
    assert "HR-1" in joseph.screen
    assert len(priya.messages) == before

    joseph.commands("stop")
    joseph.presses("Yes, leave")
    asks("No delivery at all.")
    assert "HR-2" in priya.screen
