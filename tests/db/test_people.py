"""Who has joined: several homes, several accounts, coming, going and coming back."""

from datetime import timedelta

from bot.core.people import Home, HomeId, Membership, Role, TeamId
from bot.db import held, people, roll
from bot.db.database import Database
from tests.support.clocks import MONDAY
from tests.support.joined import add_home, join, take_role

HOUR = timedelta(hours=1)
CHANNELS = ("telegram", "slack")


def test_one_person_may_run_several_homes_in_several_roles(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H2", "Birch House", area="South", provider="Oak Care")
        add_home(connection, "H1", "Ash Lodge")
        samir = join(connection, "H2", chat="1")
        take_role(connection, samir, "H1", Role.DEPUTY)

        person = people.person(connection, samir)

    assert person
    assert person.memberships == (
        Membership(Home(HomeId("H1"), "Ash Lodge"), Role.DEPUTY),
        Membership(Home(HomeId("H2"), "Birch House", "South", "Oak Care"), Role.MANAGER),
    )
    assert person.runs(HomeId("H1"))
    assert not person.is_lead


def test_a_role_that_is_given_twice_is_held_once(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        samir = join(connection, "H1", "H1", chat="1")

        person = people.person(connection, samir)

    assert person
    assert len(person.memberships) == 1


def test_a_home_has_several_people_and_only_those_with_an_open_account_are_reached(
    database: Database,
) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        join(connection, "H1", chat="1", name="Samir")
        join(connection, "H1", chat="U2", name="Ada", channel="slack", role=Role.DEPUTY)
        join(connection, "H1", name="No Account")
        join(connection, "H1", chat="3", name="Blocked")
        people.shut_account(connection, "telegram", "3", "blocked", MONDAY)

        def names(*channels: str) -> list[str]:
            found = people.people_of(connection, HomeId("H1"), channels)
            return [each.name for each in found]

        assert names(*CHANNELS) == ["Ada", "Samir"]
        assert names("telegram") == ["Samir"]


def test_leads_are_listed_by_team_while_they_are_in_it(database: Database) -> None:
    with database.write() as connection:
        join(connection, "clinical", name="Priya", chat="U1", channel="slack", role=Role.LEAD)
        gone = join(connection, "clinical", "digital", name="Ben", chat="2", role=Role.LEAD)
        people.end(connection, gone, MONDAY + HOUR)

        leads = people.leads(connection, TeamId("clinical"))

        assert [each.name for each in leads] == ["Priya"]
        assert leads[0].is_lead
        assert people.leads(connection, TeamId("digital")) == ()


def test_an_account_is_used_shut_and_opened_again_and_stays_one_account(
    database: Database,
) -> None:
    with database.write() as connection:
        samir = join(connection, chat="1")
        account = people.account_at(connection, "telegram", "1")
        assert account
        people.touch(connection, [account.account_id], MONDAY + HOUR)
        people.shut_account(connection, "telegram", "1", "blocked", MONDAY + 2 * HOUR)
        assert people.shut_since(connection, MONDAY) == [("telegram", "1", MONDAY + 2 * HOUR)]
        assert people.shut_since(connection, MONDAY + 3 * HOUR) == []

        people.open_account(connection, samir, "telegram", "1", MONDAY + 3 * HOUR)

        again = people.account_at(connection, "telegram", "1")
        assert again
        assert again.account_id == account.account_id
        assert again.last_used_at == MONDAY + 3 * HOUR
        assert people.shut_since(connection, MONDAY) == []
        assert people.account_at(connection, "slack", "1") is None


def test_who_leaves_ends_everywhere_and_may_come_back(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        samir = join(connection, "H1", chat="1")
        take_role(connection, samir, "clinical", Role.LEAD)
        people.end(connection, samir, MONDAY + HOUR)

        person = people.person(connection, samir)
        assert person
        assert (person.memberships, person.teams) == ((), ())
        assert people.people_of(connection, HomeId("H1"), CHANNELS) == ()
        assert people.shut_since(connection, MONDAY) == []

        people.open_account(connection, samir, "telegram", "1", MONDAY + 2 * HOUR)
        take_role(connection, samir, "H1", now=MONDAY + 2 * HOUR)
        assert [each.name for each in people.people_of(connection, HomeId("H1"), CHANNELS)] == [
            "Samir"
        ]


def test_the_roll_lists_who_has_joined_and_not_left_by_name(database: Database) -> None:
    with database.write() as connection:
        for home_id, name in (("H1", "Birch House"), ("H2", "Ash Lodge")):
            add_home(connection, home_id, name)
        samir = join(connection, "H1", "H2", chat="1", name="Samir")
        people.open_account(connection, samir, "slack", "U1", MONDAY)
        people.open_account(connection, samir, "telegram", "9", MONDAY)
        priya = join(
            connection, "clinical", name="Priya", chat="U2", channel="slack", role=Role.LEAD
        )
        people.shut_account(connection, "slack", "U2", "blocked", MONDAY)
        gone = join(connection, "H1", chat="3", name="Gone")
        people.end(connection, gone, MONDAY)

        assert roll.listing(connection) == [
            {
                "person_id": priya,
                "name": "Priya",
                "homes": [],
                "teams": ["clinical"],
                "channels": [],
                "joined_at": MONDAY,
            },
            {
                "person_id": samir,
                "name": "Samir",
                "homes": ["Ash Lodge", "Birch House"],
                "teams": [],
                "channels": ["slack", "telegram"],
                "joined_at": MONDAY,
            },
        ]


def test_everything_that_is_held_about_a_person_is_told(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1", "Ash Lodge")
        samir = join(connection, "H1", chat="1")
        other = join(connection, "H1", chat="2", name="Ada")
        take_role(connection, samir, "clinical", Role.LEAD)
        people.open_account(connection, samir, "slack", "U1", MONDAY)
        people.open_account(connection, samir, "telegram", "1", MONDAY + HOUR)

        assert held.about(connection, samir) == {
            "name": ("Samir",),
            "accounts": ("Telegram (1)", "Slack (U1)"),
            "homes": ("Ash Lodge, manager",),
            "teams": ("clinical",),
            "answers": ("0",),
            "read": ("0",),
            "cases": ("0",),
            "meetings": ("0",),
            "messages": ("0",),
        }
        assert held.about(connection, other)["name"] == ("Ada",)


def test_a_chat_has_the_same_lane_in_every_process() -> None:
    assert people.lane_key("7001") == 1716243549
    assert {people.lane_key(str(chat)) % 4 for chat in range(100)} == {0, 1, 2, 3}
