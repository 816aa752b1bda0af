"""Newsletters and approval as an operator sees them."""

import json

import pytest

from bot.core.editions import Item
from bot.core.facts import ApprovalAsked, ItemAdded
from bot.core.people import Role
from bot.core.turn import Caller
from bot.db.record import record
from bot.db.store import Store
from tests.support.joined import join
from tests.support.network import Network
from tests.support.operator import Operator


@pytest.fixture
def newsletters(operator: Operator) -> Operator:
    """An operator of a network of which one home has joined, with one thing in for the next newsletter."""
    network = Network(operator.database)
    with operator.database.write() as connection:
        join(connection, "H1", chat="1", name="Samir")
        store = Store(connection, network.desk, "operator", "", network.clock.now())
        record(store, Caller(), ItemAdded(Item(1, "weekly", "know", "Hats", "New hats.")))
    return operator


def ask(newsletters: Operator) -> None:
    network = Network(newsletters.database)
    with newsletters.database.write() as connection:
        store = Store(connection, network.desk, "operator", "", network.clock.now())
        person = store.person(join(connection, "coordinators", name="Amara", role=Role.LEAD))
        record(store, Caller(person), ApprovalAsked(1, 1))


def test_editions_are_listed_with_what_is_in_and_which_drafts_are_open(
    newsletters: Operator,
) -> None:
    rows = {
        each["edition"]: each
        for each in json.loads(newsletters.does("newsletter", "list", "--json"))
    }

    assert set(rows) == {"weekly", "ldmh"}
    assert (rows["weekly"]["items"], rows["ldmh"]["items"]) == (1, 0)
    assert rows["weekly"]["drafts"] == []


def test_items_are_listed_with_what_became_of_them(newsletters: Operator) -> None:
    (row,) = json.loads(newsletters.does("newsletter", "items", "weekly", "--json"))

    assert (row["title"], row["state"], row["newsletter"]) == ("Hats", "waiting", None)
    assert newsletters.does("newsletter", "items", "ldmh") == "Nothing has been put in.\n"
    (sentence,) = newsletters.fails("newsletter", "items", "daily")
    assert sentence == "There is no edition daily; there are ldmh, weekly."


def test_a_draft_is_built_before_its_time_once(newsletters: Operator) -> None:
    assert "is with its editors" in newsletters.does("newsletter", "build", "weekly")
    (row,) = json.loads(newsletters.does("newsletter", "show", "1", "--json"))

    assert (row["state"], row["edition"], row["version"]) == ("draft", "weekly", 1)
    assert "New hats." in newsletters.does("newsletter", "show", "1")
    assert "is there already" in newsletters.fails("newsletter", "build", "weekly")[0]
    assert "Nothing is in" in newsletters.fails("newsletter", "build", "ldmh")[0]
    assert newsletters.fails("newsletter", "show", "2") == ["There is no newsletter 2."]


def test_the_operator_is_a_second_person(newsletters: Operator) -> None:
    newsletters.does("newsletter", "build", "weekly")
    assert newsletters.does("approve") == "Nothing waits for approval.\n"
    assert newsletters.fails("approve", "1") == ["Broadcast 1 does not wait for approval."]
    ask(newsletters)
    (row,) = json.loads(newsletters.does("approve", "--json"))
    assert (row["broadcast_id"], row["version"]) == (1, 1)
    assert newsletters.does("approve", "1") == "Broadcast 1 is approved.\n"
    (shown,) = json.loads(newsletters.does("newsletter", "show", "1", "--json"))

    assert shown["state"] in ("sending", "scheduled")
    assert [each["by"] for each in shown["approvals"]] == ["the operator"]
