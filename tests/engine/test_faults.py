"""One event that breaks takes nothing else with it, is parked where it can be seen, and is answered."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.core.cases import EntryKind
from bot.core.errors import Overtaken
from bot.core.events import Commanded, Inbound, Pressed, Said, Submitted
from bot.core.facts import ConversationKept, EntryAdded
from bot.core.messages import Message
from bot.core.routes import Routes
from bot.core.turn import Handler, Outcome, Turn
from bot.db import inbox
from bot.db.database import Outage
from bot.db.tables import conversations, events
from bot.engine import MOST_RUNS
from handlers import ROUTES
from tests.support.network import Network, PlainPainter
from tests.support.tables import everything


def breaks(_turn: Turn) -> Outcome:
    raise RuntimeError("Mrs Eskrigg in room 12")


def breaks_half_way(_turn: Turn) -> Outcome:
    """Decide on two facts of which the database refuses the second: there is no such case."""
    return Outcome(
        (ConversationKept({"draft": "half"}), EntryAdded(999, EntryKind.FROM_HOME, "half"))
    )


def with_news(handler: Handler) -> Routes:
    """Return the routes with another handler for the news, and for a home's reply."""
    return replace(
        ROUTES,
        commands={**ROUTES.commands, "news": handler},
        presses={**ROUTES.presses, "news": handler},
        forms={**ROUTES.forms, "from_home": handler},
    )


def parked(network: Network) -> dict[str, str]:
    with network.database.read() as connection:
        rows = connection.execute(select(events).where(events.c.parked != ""))
        return {row.event_id: row.parked for row in rows}


@pytest.mark.parametrize(
    ("handler", "error"),
    [(breaks, "RuntimeError"), (breaks_half_way, "IntegrityError")],
)
def test_the_others_of_its_batch_are_kept_and_nothing_of_it_is(
    network: Network, handler: Handler, error: str
) -> None:
    samir = network.manager("H1")
    network.restarts(with_news(handler))
    batch = [
        network.event("telegram", samir.chat, what, samir.chat)
        for what in (
            Commanded("help"),
            Commanded("news"),
            Said("Medicines"),
            Said("No delivery."),
            Said("This week"),
        )
    ]

    network.engine.take(batch)

    assert parked(network) == {batch[1].event_id: error}
    rows = everything(network.database)
    assert [each["summary"] for each in rows["escalations"]] == ["No delivery."]
    assert "half" not in str(rows)


@pytest.mark.parametrize(
    "what", [Commanded("news"), Submitted("from_home", {"text": "Oak wing."}, "1")]
)
def test_its_sender_hears_one_sentence(network: Network, what: Commanded | Submitted) -> None:
    samir = network.manager("H1")
    network.restarts(with_news(breaks))
    before = len(samir.messages)

    samir.does(what)

    assert [each.text for each in samir.messages[before:]] == [
        network.content.words.common.went_wrong
    ]


def test_at_a_button_the_sentence_stands_at_the_button(network: Network) -> None:
    samir = network.manager("H1")
    network.restarts(with_news(breaks))
    before = len(samir.messages)

    samir.presses(network.content.words.menu.news)

    assert samir.toast == network.content.words.common.went_wrong
    assert len(samir.messages) == before


def test_it_is_not_tried_again_when_the_platform_repeats_it(network: Network) -> None:
    samir = network.manager("H1")
    network.restarts(with_news(breaks))
    event = network.event("telegram", samir.chat, Commanded("news"), samir.chat)
    network.take(event)
    before = everything(network.database)

    network.restarts()
    network.take(event)

    assert everything(network.database) == before


class Refuses(PlainPainter):
    """Draws everything but one sentence."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def prepare(self, message: Message) -> tuple[str, ...]:
        if message.text == self.sentence:
            raise ValueError(message)
        return super().prepare(message)


def test_where_even_sorry_cannot_be_said_the_others_are_kept(network: Network) -> None:
    samir = network.manager("H1")
    refuses = Refuses(network.content.words.common.went_wrong)
    network.desk = replace(network.desk, painters={"telegram": refuses})
    network.restarts(with_news(breaks))

    network.engine.take(
        [
            network.event("telegram", samir.chat, what, samir.chat)
            for what in (Commanded("news"), Commanded("help"))
        ]
    )

    assert list(parked(network).values()) == ["RuntimeError"]
    assert "form" in kept_dialogue(network)


def kept_dialogue(network: Network) -> str:
    with network.database.read() as connection:
        return str(connection.execute(select(conversations.c.state)).scalars().all())


def overtaken(times: int) -> Callable[[Turn], Outcome]:
    """Return a handler that meets somebody else so many times."""
    left = [times]

    def handler(turn: Turn) -> Outcome:
        if left[0]:
            left[0] -= 1
            raise Overtaken
        return ROUTES.commands["menu"](turn)

    return handler


def test_who_was_overtaken_decides_again(network: Network) -> None:
    samir = network.manager("H1")
    network.restarts(with_news(overtaken(MOST_RUNS - 1)))
    before = len(samir.messages)

    samir.commands("news")

    assert len(samir.messages) == before + 1
    assert parked(network) == {}


def test_who_is_overtaken_again_and_again_is_parked_and_told(network: Network) -> None:
    samir = network.manager("H1")
    network.restarts(with_news(overtaken(MOST_RUNS)))

    samir.commands("news")

    assert list(parked(network).values()) == ["Overtaken"]
    assert samir.screen == network.content.words.common.went_wrong


def test_the_databases_own_trouble_parks_nothing_and_the_whole_batch_may_come_again(
    network: Network,
) -> None:
    def unwell(_turn: Turn) -> Outcome:
        raise Outage("SELECT 1", {}, OSError("the connection is lost"))

    samir = network.manager("H1")
    network.restarts(with_news(unwell))
    before = everything(network.database)
    batch = [
        network.event("telegram", samir.chat, what, samir.chat)
        for what in (Commanded("menu"), Commanded("news"))
    ]

    with pytest.raises(Outage):
        network.engine.take(batch)
    assert everything(network.database) == before

    network.restarts()
    network.engine.take(batch)
    with network.database.read() as connection:
        assert inbox.fresh(connection, batch) == []
    assert parked(network) == {}


def test_a_text_with_characters_that_no_database_keeps_is_kept_without_them(
    network: Network,
) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses(network.content.categories["medicines"].label)

    samir.says("No \0delivery\ud83d today.")
    samir.presses("This week")

    (case,) = everything(network.database)["escalations"]
    assert case["summary"] == "No delivery today."
    assert parked(network) == {}


def test_odd_characters_anywhere_in_an_event_break_nothing(network: Network) -> None:
    samir = network.manager("H1")
    odd = "\0\ud800x\udfff"
    for what in (
        Commanded(odd, odd),
        Pressed(odd),
        Submitted(odd, {odd: odd}, odd),
        Submitted("help", {"category": odd, "text": odd}, odd),
        Said(odd),
    ):
        network.take(
            Inbound(f"{odd}{what}", "telegram", samir.chat, samir.chat, what, sender_name=odd)
        )

    assert parked(network) == {}
