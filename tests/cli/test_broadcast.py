"""``homeround broadcast`` and ``deliveries``: shown first, sent after a yes, watched to the end."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from zoneinfo import ZoneInfo

import pytest

from bot.content import load_content
from bot.core.deliveries import Lane, Result, Sent
from bot.core.errors import Rejected
from bot.db import leases, outbox
from bot.db.ahead import Ahead
from bot.db.database import Database
from tests.support.content_folder import SHIPPED
from tests.support.joined import join
from tests.support.operator import Operator
from tests.support.terminal import on_a_terminal

LONDON = ZoneInfo("Europe/London")
TELEGRAM = Lane("telegram")
NEXT_YEAR = datetime.now(UTC).year + 1


def with_managers(operator: Operator) -> Operator:
    """Return the operator once two of the three homes have a manager."""
    with operator.database.write() as connection:
        join(connection, "H1", chat="1", name="Samir")
        join(connection, "H2", chat="2", name="Kerry")
    return operator


@pytest.fixture
def joined(operator: Operator) -> Operator:
    """Two of the three homes have a manager."""
    return with_managers(operator)


def sends(operator: Operator, *more: str, audience: str = "all", text: str = "Hello") -> list[str]:
    """Send a text with no question asked and return what was printed."""
    file = operator.writes("news.md", text)
    words = ["broadcast", "--audience", audience, "--file", str(file), "--yes", *more]
    return operator.does(*words).splitlines()


def refused(operator: Operator, *more: str, audience: str = "all", text: str = "Hello") -> str:
    """Try the same where it cannot be done; return the one sentence."""
    file = operator.writes("news.md", text)
    words = ["broadcast", "--audience", audience, "--file", str(file), "--yes", *more]
    (told,) = operator.fails(*words)
    return told


def kept(operator: Operator) -> list[tuple[str, str]]:
    """Return the state and text of every broadcast in the database."""
    with operator.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT state, text FROM broadcasts")
        return [tuple(row) for row in rows]


def due(operator: Operator) -> datetime:
    """Return the moment for which the only broadcast is scheduled."""
    with operator.database.read() as connection:
        (moment,) = connection.exec_driver_sql("SELECT send_at FROM broadcasts").scalars()
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def change_of_clocks(month: int) -> date:
    """Return next year's last Sunday of March or October (the Summer Time Order 2002)."""
    last = date(NEXT_YEAR, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@contextmanager
def a_process_that_sends(database: Database, refuses: str = "") -> Iterator[None]:
    """Deliver whatever is queued, as a process of homeround run would."""
    stop = Event()

    def work() -> None:
        while not stop.wait(0.02):
            now = datetime.now(UTC)
            with database.write() as connection:
                wires = Ahead(TELEGRAM).claim(connection, 1, lambda _: False, now)
                results = [
                    Result(wire, error=Rejected("no such chat"))
                    if wire.chat == refuses
                    else Result(wire, Sent(wire.chat, f"m{wire.delivery_id}"))
                    for wire in wires
                ]
                outbox.settle(connection, TELEGRAM, results, now)

    with database.write() as connection:
        assert leases.take(connection, "telegram/0", "test", datetime.now(UTC))
    worker = Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def test_it_is_shown_with_whom_it_reaches_and_whom_not(joined: Operator) -> None:
    printed = sends(joined, text="Please **read** this.")

    assert printed[:5] == [
        "Please **read** this.",
        "",
        "This goes to 2 of 3 homes.",
        "  care_home: 3",
        "  older: 3",
    ]
    assert "  Not joined yet (1): Cedar Court" in printed


def test_it_is_watched_until_everybody_has_it(on_both: Operator) -> None:
    joined = with_managers(on_both)
    with a_process_that_sends(joined.database, refuses="2"):
        printed = sends(joined)

    assert printed[-2:] == [
        "Broadcast 1 is on its way.",
        "Delivered to 1 of 3 homes, 1 failed, 1 not reached.",
    ]
    rows = {row["home_id"]: row for row in json.loads(joined.does("deliveries", "--json"))}
    assert [rows[each]["state"] for each in ("H1", "H2", "H3")] == [
        "delivered",
        "failed",
        "not_reached",
    ]
    words = load_content(SHIPPED).words.reading
    assert rows["H2"]["code"] == "rejected: no such chat"
    assert rows["H2"]["reason"] == words.reason_rejected
    assert rows["H3"]["reason"] == words.reason_not_joined
    assert joined.does("deliveries").splitlines()[-2:] == [
        "care_home: delivered to 1 of 3 homes, read in 0",
        "older: delivered to 1 of 3 homes, read in 0",
    ]


def test_where_nothing_sends_the_messages_wait_and_the_operator_is_told(joined: Operator) -> None:
    printed = sends(joined)

    assert printed[-1] == (
        "Nothing sends at the moment: start it with homeround run. The messages wait. Waiting: 2."
    )
    assert kept(joined) == [("sending", "Hello")]
    states = [row["state"] for row in json.loads(joined.does("deliveries", "--json"))]
    assert sorted(states) == ["not_reached", "queued", "queued"]


def test_without_a_terminal_nobody_is_asked_and_nothing_is_sent(operator: Operator) -> None:
    with operator.database.write() as connection:
        join(connection, "H1", chat="1")
    file = operator.writes("news.md", "Hello")

    told = operator.fails("broadcast", "--audience", "all", "--file", file)

    assert told == ["Nothing was sent: add --yes to send without being asked."]
    assert kept(operator) == []


@pytest.mark.acceptance
@pytest.mark.parametrize(
    ("typed", "code", "told", "states"),
    [
        ("y\n", 0, "Broadcast 1 is on its way.", ["sending"]),
        ("\n", 0, "Not sent.", []),
        ("\x04", 1, "Stopped.", []),
    ],
    ids=["yes", "enter", "Ctrl-D"],
)
def test_on_a_terminal_it_goes_out_only_after_a_yes(
    operator: Operator, typed: str, code: int, told: str, states: list[str]
) -> None:
    with operator.database.write() as connection:
        join(connection, "H1", chat="1")
    file = operator.writes("news.md", "Hello")
    words = ["broadcast", "--audience", "all", "--file", str(file)]

    ended, drawn = on_a_terminal(*words, "--config", str(operator.config), typed=typed)

    assert ended == code
    assert told in drawn
    assert "Traceback" not in drawn
    assert [state for state, _ in kept(operator)] == states


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        ("none", "The audience cannot be read, or no home has it: none"),
        ("area:Nowhere", "The audience cannot be read, or no home has it: area:Nowhere"),
        ("", "The audience cannot be read, or no home has it: "),
        ("home:H1 -home:H1", "No home is in this audience, so nothing was sent."),
        ("home:H3", "None of the 1 homes can be reached, so nothing was sent."),
        ("area:South -home:H2", "None of the 1 homes can be reached, so nothing was sent."),
    ],
)
def test_an_audience_that_reaches_nobody_is_told(
    joined: Operator, audience: str, told: str
) -> None:
    assert refused(joined, audience=audience) == told
    assert kept(joined) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no text."),
        (" \n\t\n", "has no text."),
        ("[](https://example.org)", "has nothing that a message could show."),
        ("Ring about 943 476 5919.", "seems to hold an NHS number, so nothing was kept."),
        ("[here](htp:/broken)", "has a link that leads to no web page: htp:/broken"),
        ("[here]()", "has a link that leads to no web page: (nothing)"),
        ("x" * 40_001, "has 40,001 characters; at most 40,000 fit."),
    ],
)
def test_a_text_that_cannot_be_sent_is_told(operator: Operator, text: str, told: str) -> None:
    with operator.database.write() as connection:
        join(connection, "H1", chat="1")

    assert refused(operator, text=text) == f"{operator.folder / 'news.md'} {told}"
    assert kept(operator) == []


def test_a_file_that_cannot_be_read_is_told(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"Caf\xe9")
    words = ["broadcast", "--audience", "all", "--yes", "--file"]

    assert operator.fails(*words, tmp_path / "none.md") == [f"{tmp_path}/none.md: is not there"]
    assert operator.fails(*words, tmp_path) == [f"{tmp_path}: cannot be read: Is a directory"]
    assert operator.fails(*words, tmp_path / "latin.md") == [
        f"{tmp_path}/latin.md:1: is not UTF-8 text; save it as UTF-8"
    ]


@pytest.mark.parametrize(
    ("at", "moment", "said"),
    [
        # Summer time: an hour before UTC's.
        (f"{NEXT_YEAR}-07-01T09:30", datetime(NEXT_YEAR, 7, 1, 8, 30, tzinfo=UTC), "01 Jul {y} 09:30"),
        (f"{NEXT_YEAR}-12-01 09:30", datetime(NEXT_YEAR, 12, 1, 9, 30, tzinfo=UTC), "01 Dec {y} 09:30"),
        (f"{NEXT_YEAR}-07-01T09:30+00:00", datetime(NEXT_YEAR, 7, 1, 9, 30, tzinfo=UTC), "01 Jul {y} 10:30"),
        # The clocks leave out 01:00 to 02:00: the first moment after. They repeat it: the first.
        (
            f"{change_of_clocks(3)}T01:30",
            datetime.combine(change_of_clocks(3), datetime.min.time(), UTC) + timedelta(hours=1),
            f"{change_of_clocks(3):%d %b} {{y}} 02:00",
        ),
        (
            f"{change_of_clocks(10)}T01:30",
            datetime.combine(change_of_clocks(10), datetime.min.time(), UTC) + timedelta(minutes=30),
            f"{change_of_clocks(10):%d %b} {{y}} 01:30",
        ),
    ],
)  # fmt: skip
def test_it_may_go_out_later_at_a_local_time(
    joined: Operator, at: str, moment: datetime, said: str
) -> None:
    printed = sends(joined, "--at", at)

    assert printed[-1] == f"Broadcast 1 goes out on {said.format(y=NEXT_YEAR)}."
    assert due(joined) == moment
    assert kept(joined) == [("scheduled", "Hello")]
    assert joined.does("deliveries", "--broadcast", "1") == "Broadcast 1 has not been sent yet.\n"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2020-01-01T09:30", "01 Jan 2020 09:30 has passed."),
        ("tomorrow", "tomorrow is not a time; write one such as 2026-12-01T09:30."),
        ("09:30", "09:30 is not a time; write one such as 2026-12-01T09:30."),
        ("2026-13-01T09:30", "2026-13-01T09:30 is not a time; write one such as 2026-12-01T09:30."),
        (
            "0001-01-01T00:00+14:00",
            "0001-01-01T00:00+14:00 is not a time; write one such as 2026-12-01T09:30.",
        ),
    ],
)
def test_a_time_that_cannot_be_kept_is_told(operator: Operator, at: str, told: str) -> None:
    assert refused(operator, "--at", at) == told
    assert kept(operator) == []


def test_urgent_and_read_are_kept_and_who_sent_it_is_in_the_audit_log(joined: Operator) -> None:
    sends(joined, "--urgent", "--ack", audience="area:North")

    with joined.database.read() as connection:
        query = "SELECT audience, urgent, ack FROM broadcasts"
        assert [tuple(row) for row in connection.exec_driver_sql(query)] == [("area:North", 1, 1)]
        query = "SELECT actor, action, about FROM audit WHERE action = 'broadcast'"
        assert [tuple(row) for row in connection.exec_driver_sql(query)] == [
            ("operator", "broadcast", "broadcast_id=1")
        ]


def test_deliveries_tell_of_the_last_broadcast_or_of_the_one_that_is_named(
    joined: Operator,
) -> None:
    assert joined.does("deliveries") == "Nothing has been sent yet.\n"
    assert json.loads(joined.does("deliveries", "--json")) == []
    sends(joined, audience="area:North")
    sends(joined, audience="area:South")

    def told_of(*words: str) -> list[str]:
        return [row["home_id"] for row in json.loads(joined.does("deliveries", "--json", *words))]

    assert told_of() == ["H2", "H3"]
    assert told_of("--broadcast", "1") == ["H1"]
    for number in ("0", "9", "-1"):
        assert joined.fails("deliveries", f"--broadcast={number}") == [
            f"There is no broadcast {number}."
        ]
