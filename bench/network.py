"""A network of any size, put into the tables in bulk: homes with one manager each, and two coordinators."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from bench.stand import Stand
from bot.core.broadcasts import BroadcastState
from bot.core.facts import BroadcastDecided, BroadcastDrafted
from bot.core.people import Person, PersonId, Role
from bot.core.turn import Caller
from bot.db import marks
from bot.db.database import Connection, Database
from bot.db.people import lane_key
from bot.db.record import record
from bot.db.store import Desk, Store
from bot.db.tables import accounts, home_labels, homes, memberships, persons, team_members

FIRST_CHAT = 100_000
LEAD = 1
LEAD_CHAT = "99999"
# Who approves what goes to so many homes (content/approval.toml).
SECOND_CHAT = "99998"


def chat_of(place: int, channel: str) -> str:
    """Return the chat of the manager of home number ``place``."""
    return f"U{place:08}" if channel == "slack" else str(FIRST_CHAT + place)


def settle(database: Database, number: int, channel: str, people: int = 1) -> None:
    """Let so many homes be in the directory, each with so many people who joined on this channel."""
    now = datetime.now(UTC)
    places = range(number)
    total = number * people
    with database.write() as connection:
        marks.make(connection, marks.LIVE, now)
        connection.execute(insert(homes), [_home(place, now) for place in places])
        connection.execute(
            insert(home_labels),
            [{"home_id": _id(place), "kind": "type", "value": _type(place)} for place in places],
        )
        connection.execute(
            insert(persons),
            [
                {"person_id": each + LEAD, "name": f"Person {each}", "joined_at": now}
                for each in range(total + 2)
            ],
        )
        connection.execute(
            insert(memberships),
            [
                {
                    "home_id": _id(each % number),
                    "person_id": each + LEAD + 1,
                    "role": Role.MANAGER if each < number else Role.DEPUTY,
                    "since": now,
                }
                for each in range(total)
            ],
        )
        coordinators = {LEAD: LEAD_CHAT, total + LEAD + 1: SECOND_CHAT}
        chats = [("telegram", chat, each) for each, chat in coordinators.items()]
        chats += [(channel, chat_of(each, channel), each + LEAD + 1) for each in range(total)]
        connection.execute(
            insert(accounts),
            [
                {
                    "person_id": person_id,
                    "channel": name,
                    "chat": chat,
                    "lane_key": lane_key(chat),
                    "opened_at": now,
                    "last_used_at": now,
                }
                for name, chat, person_id in chats
            ],
        )
        connection.execute(
            insert(team_members),
            [{"team": "coordinators", "person_id": each, "since": now} for each in coordinators],
        )


def _id(place: int) -> str:
    return f"H{place:06}"


def _type(place: int) -> str:
    return ("nursing", "residential", "ld", "mh")[place % 4]


def _home(place: int, now: datetime) -> dict[str, object]:
    return {
        "home_id": _id(place),
        "name": f"Home {place:06}",
        "setting": "care_home",
        "area": f"N{place % 7}",
        "provider": f"Provider {place % 50}",
        "imported_at": now,
    }


def draft(
    stand: Stand, database: Database, text: str, audience: str = "all", *, urgent: bool = False
) -> int:
    """Let the lead write a broadcast, and return its number."""
    desk = stand.desk(database)
    with database.write() as connection:
        store = _store(desk, connection)
        number = store.number("broadcast")
        fact = BroadcastDrafted(number, audience, text, urgent=urgent, ack=False)
        record(store, Caller(Person(PersonId(LEAD), "Person")), fact)
    return number


def send(stand: Stand, database: Database, number: int) -> None:
    """Let another process decide to send it, as ``homeround broadcast`` does."""
    desk = stand.desk(database)
    with database.write() as connection:
        store = _store(desk, connection)
        record(store, Caller(), BroadcastDecided(number, BroadcastState.SENDING))


def _store(desk: Desk, connection: Connection) -> Store:
    return Store(connection, desk, "telegram", LEAD_CHAT, datetime.now(UTC))


def press(number: int, token: str, chat: str = LEAD_CHAT) -> dict[str, Any]:
    """Return the update of a press on a button of message 1 in this chat."""
    sender = {"id": int(chat), "is_bot": False, "first_name": "Person"}
    shown = {
        "message_id": 1,
        "date": 1_700_000_000,
        "chat": {"id": int(chat), "type": "private"},
        "text": "x",
    }
    query = {"id": str(number), "from": sender, "chat_instance": "1", "data": token}
    return {"update_id": number, "callback_query": query | {"message": shown}}
