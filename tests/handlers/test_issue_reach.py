"""Whom an issue would reach: told before it goes, with what it costs; to nobody, or on trial, it goes to no home."""

from datetime import UTC, datetime, time

import pytest

from bot.core.kindness import Kindness
from bot.core.quiet import QuietHours
from bot.db.database import Database
from tests.support.network import Network
from tests.support.newsletters import EDITORS, Newsroom, closes, puts_in
from tests.support.planning import lead_in, writes

ONE_A_WEEK = Kindness(QuietHours(time(), time()), per_week=1)
MONTHLY, CLOSES_AT = "2026-12-07", datetime(2026, 12, 7, 9, tzinfo=UTC)


def test_the_desk_says_which_homes_would_have_more_than_their_week(sqlite: Database) -> None:
    newsroom = Newsroom(Network(sqlite, kindness=ONE_A_WEEK))
    writes(newsroom.amara)
    newsroom.amara.presses("Send to 1 of 3")
    newsroom.draft("Flu jabs")
    over = newsroom.network.content.words.kindness.over.partition("{until}")[0]

    assert over.format(homes=1, messages=2) in newsroom.desk


@pytest.fixture
def newsroom(network: Network) -> Newsroom:
    return Newsroom(network)


def test_an_issue_for_an_audience_that_no_home_is_in_cannot_go(
    newsroom: Newsroom, network: Network
) -> None:
    puts_in(newsroom.amara, "Health checks", "ldmh.news")
    network.clock.at = CLOSES_AT
    closes(network, "ldmh", MONTHLY)
    newsroom.asks()

    bad = network.content.words.broadcast.bad_audience.partition(":")[0]
    assert bad in newsroom.desk
    assert newsroom.amara.toast.startswith(bad)
    assert newsroom.issue().state.value == "draft"


def test_an_issue_that_nobody_could_get_cannot_go(network: Network) -> None:
    amara = lead_in(network, "slack", "Amara")
    puts_in(amara)
    closes(network)
    amara.presses(network.content.words.approval.ask, EDITORS)

    assert amara.toast == network.content.words.broadcast.nobody_joined.format(homes=3)


def test_on_trial_an_approved_issue_is_shown_to_the_coordinators_and_to_no_home(
    sqlite: Database,
) -> None:
    newsroom = Newsroom(Network(sqlite, on_trial=True))
    before = len(newsroom.samir.messages)
    newsroom.draft("Flu jabs")
    assert newsroom.network.content.words.trial.preview in newsroom.desk
    newsroom.asks()
    newsroom.approves()
    newsroom.goes_out()

    room = newsroom.network.room("slack", EDITORS).messages
    trial = newsroom.network.content.words.trial.shown.split("**")[1]
    assert any(trial in each.text and "Flu jabs" in each.text for each in room)
    assert len(newsroom.samir.messages) == before
