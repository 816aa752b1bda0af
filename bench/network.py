"""A network of any size, put into the tables in bulk: homes with one manager each, and one lead."""

from datetime import UTC, datetime

from sqlalchemy import insert

from bot.core.people import Role
from bot.db.database import Database
from bot.db.people import lane_key
from bot.db.tables import accounts, home_labels, homes, memberships, persons, team_members

FIRST_CHAT = 100_000
LEAD = 1
LEAD_CHAT = "99999"


def chat_of(place: int, channel: str) -> str:
    """Return the chat of the manager of home number ``place``."""
    return f"U{place:08}" if channel == "slack" else str(FIRST_CHAT + place)


def settle(database: Database, number: int, channel: str, people: int = 1) -> None:
    """Let so many homes be in the directory, each with so many people who joined on this channel."""
    now = datetime.now(UTC)
    places = range(number)
    total = number * people
    with database.write() as connection:
        connection.execute(insert(homes), [_home(place, now) for place in places])
        connection.execute(
            insert(home_labels),
            [{"home_id": _id(place), "kind": "type", "value": _type(place)} for place in places],
        )
        connection.execute(
            insert(persons),
            [
                {"person_id": each + LEAD, "name": f"Person {each}", "joined_at": now}
                for each in range(total + 1)
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
        chats = [("telegram", LEAD_CHAT, LEAD)]
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
            insert(team_members).values(team="coordinators", person_id=LEAD, since=now)
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
