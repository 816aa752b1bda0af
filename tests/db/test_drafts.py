"""Drafts in both databases: an issue once, each version kept, an approval of one version, items with their issue."""

import pytest

from bot.core.broadcasts import BroadcastState, Decision
from bot.core.editions import Item, ItemState
from bot.core.errors import Overtaken
from bot.core.facts import (
    ApprovalAsked,
    ApprovalDecided,
    BroadcastChanged,
    BroadcastReturned,
    ItemPlaced,
    NewsletterDrafted,
)
from bot.db import broadcasts, drafts, items
from bot.db.database import Connection, Database
from bot.db.tables import broadcast_versions
from tests.support.clocks import MONDAY
from tests.support.joined import join

ISSUE = NewsletterDrafted(1, "weekly", "2026-11-26", "News", "all", "A storm comes.")
CHANGE = BroadcastChanged(1, 1, "all", "It has gone.", urgent=False, ack=False)


def placed(connection: Connection, number: int, meeting_id: int | None = None) -> None:
    """Keep an item that stands in the first broadcast."""
    item = Item(number, "weekly", "know", f"Item {number}", meeting_id=meeting_id)
    items.add(connection, item, None, MONDAY)
    items.place(connection, ItemPlaced(number, ItemState.PLACED, number, 1))


def state(connection: Connection) -> str:
    found = broadcasts.broadcast(connection, 1)
    return found.state.value if found else ""


def test_an_edition_has_each_issue_once(database: Database) -> None:
    with database.write() as connection:
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        with pytest.raises(Overtaken):
            drafts.draft_newsletter(connection, ISSUE, None, MONDAY)

        assert drafts.issue(connection, "weekly", "2026-11-26") == 1
        assert drafts.issue(connection, "ldmh", "2026-11-26") is None


def test_every_version_is_kept_with_who_wrote_it(database: Database) -> None:
    with database.write() as connection:
        amara = join(connection, name="Amara")
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        assert drafts.writer(connection, 1) is None
        drafts.change(connection, CHANGE, amara, MONDAY)
        rows = connection.execute(broadcast_versions.select()).all()

        assert drafts.writer(connection, 1) == amara
        assert [(each.version, each.text) for each in rows] == [
            (1, "A storm comes."),
            (2, "It has gone."),
        ]


def test_a_change_of_what_was_changed_meanwhile_is_overtaken(database: Database) -> None:
    with database.write() as connection:
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        drafts.change(connection, CHANGE, None, MONDAY)
        with pytest.raises(Overtaken):
            drafts.change(connection, CHANGE, None, MONDAY)


def test_only_the_version_that_waits_can_be_approved(database: Database) -> None:
    with database.write() as connection:
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        yes = ApprovalDecided(1, 1, Decision.APPROVED)
        with pytest.raises(Overtaken):
            drafts.approve(connection, yes, None, MONDAY)
        drafts.ask(connection, ApprovalAsked(1, 1), None)
        drafts.change(connection, CHANGE, None, MONDAY)
        with pytest.raises(Overtaken):
            drafts.approve(connection, yes, None, MONDAY)
        drafts.ask(connection, ApprovalAsked(1, 2), None)
        drafts.approve(connection, ApprovalDecided(1, 2, Decision.SENT_BACK, "why"), None, MONDAY)
        (said,) = drafts.approvals_of(connection, 1)

        assert (said.decision, said.note, said.person_name) == (Decision.SENT_BACK, "why", "")
        assert state(connection) == "draft"


def test_what_waits_is_given_back_once(database: Database) -> None:
    with database.write() as connection:
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        back = BroadcastReturned(1, 1)
        with pytest.raises(Overtaken):
            drafts.give_back(connection, back)
        drafts.ask(connection, ApprovalAsked(1, 1), None)
        drafts.give_back(connection, back)

        assert state(connection) == "draft"


def test_what_was_decided_on_another_version_is_overtaken(database: Database) -> None:
    with database.write() as connection:
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        drafts.change(connection, CHANGE, None, MONDAY)
        with pytest.raises(Overtaken):
            broadcasts.decide(connection, 1, BroadcastState.SENDING, version=1)
        broadcasts.decide(connection, 1, BroadcastState.SENDING, version=2)

        assert state(connection) == "sending"


@pytest.mark.parametrize(
    ("decided", "becomes"),
    [
        (BroadcastState.SENDING, ItemState.SENT),
        (BroadcastState.SCHEDULED, ItemState.PLACED),
        (BroadcastState.CANCELLED, ItemState.WAITING),
    ],
)
def test_items_follow_their_issue(
    database: Database, decided: BroadcastState, becomes: ItemState
) -> None:
    with database.write() as connection:
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        placed(connection, 1)
        items.settle(connection, 1, decided)
        found = items.item(connection, 1)

        assert found is not None
        assert found.state is becomes
        waits = becomes is ItemState.WAITING
        assert len(items.waiting(connection, "weekly")) == int(waits)
        assert items.count_waiting(connection) == ({"weekly": 1} if waits else {})


def test_what_was_dropped_stays_dropped_when_its_issue_is_given_up(database: Database) -> None:
    with database.write() as connection:
        drafts.draft_newsletter(connection, ISSUE, None, MONDAY)
        placed(connection, 1)
        items.place(connection, ItemPlaced(1, ItemState.DROPPED, 0, 1))
        items.settle(connection, 1, BroadcastState.CANCELLED)

        assert items.waiting(connection, "weekly") == ()
