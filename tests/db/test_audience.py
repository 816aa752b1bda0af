"""Whom an expression picks and who of them is reached: the database agrees with a plain filter in Python."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.core.audience import Kind, Term, parse
from bot.core.broadcasts import Gap
from bot.core.errors import BadAudience
from bot.core.people import Role
from bot.db import audience, people
from bot.db.database import Connection, Database
from bot.db.tables import accounts, homes
from tests.support.clocks import MONDAY
from tests.support.joined import add_home, join

CHANNELS = ("telegram", "slack")
TYPES = ("nursing", "ld", "mh")
TAGS = ("pilot", "big home")
AREAS = ("North", "South", "")
PROVIDERS = ("Oak Care", "Elm Trust")


@dataclass(frozen=True)
class Described:
    home_id: str
    area: str
    provider: str
    types: tuple[str, ...]
    tags: tuple[str, ...]


def some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, unique=True).map(tuple)


described = st.builds(
    Described,
    st.just(""),
    st.sampled_from(AREAS),
    st.sampled_from(PROVIDERS),
    some(TYPES),
    some(TAGS),
)
VALUES = {
    Kind.TYPE: (*TYPES, "none"),
    Kind.TAG: (*TAGS, "none"),
    Kind.AREA: ("north", "North", "SOUTH", "none"),
    Kind.PROVIDER: ("oak care", "Elm Trust", "none"),
    Kind.HOME: ("H0", "h1", "H2", "H99"),
}


@st.composite
def terms(draw: st.DrawFn) -> Term:
    kind = draw(st.sampled_from(Kind))
    return Term(kind, draw(some(VALUES[kind], least=1)), draw(st.booleans()))


def written(term: Term) -> str:
    values = ",".join(f'"{value}"' if " " in value else value for value in term.values)
    return f"{'-' if term.excluded else ''}{term.kind}:{values}"


def meets(home: Described, term: Term) -> bool:
    has = {
        Kind.TYPE: home.types,
        Kind.TAG: home.tags,
        Kind.AREA: (home.area,),
        Kind.PROVIDER: (home.provider,),
        Kind.HOME: (home.home_id,),
    }[term.kind]
    found = {each.lower() for each in has} & {each.lower() for each in term.values}
    return bool(found) != term.excluded


@contextmanager
def rolled_back(database: Database) -> Iterator[Connection]:
    """Hold a transaction of which nothing stays."""
    with database.write() as connection, connection.begin_nested() as nested:
        yield connection
        nested.rollback()


@settings(max_examples=60)
@given(
    network=st.lists(described, min_size=1, max_size=6), expression=st.lists(terms(), max_size=4)
)
def test_an_expression_picks_the_homes_that_meet_every_term(
    database: Database, network: list[Described], expression: list[Term]
) -> None:
    text = " ".join(map(written, expression)) or "all"
    assert parse(text) == tuple(expression)
    with rolled_back(database) as connection:
        network = [
            Described(f"H{place}", each.area, each.provider, each.types, each.tags)
            for place, each in enumerate(network)
        ]
        for each in network:
            add_home(
                connection,
                each.home_id,
                types=each.types,
                tags=each.tags,
                area=each.area,
                provider=each.provider,
            )

        picked = connection.execute(
            select(homes.c.home_id).where(audience.homes_in(text)).order_by(homes.c.home_id)
        )

        expected = [
            home.home_id for home in network if all(meets(home, term) for term in expression)
        ]
        assert list(picked.scalars()) == expected
        assert audience.types(connection, text) == Counter(
            kind for home in network if home.home_id in expected for kind in home.types
        )


@pytest.mark.parametrize("slip", ["type:nursng", "area:Nrth", "tag:pilot", "home:H9", "provider:x"])
def test_a_value_that_no_home_has_is_a_slip_and_is_named(database: Database, slip: str) -> None:
    with database.write() as connection:
        add_home(connection, "H1", types=["nursing"], area="North")

        audience.check_values(connection, "type:nursing area:north -home:h1")
        with pytest.raises(BadAudience) as error:
            audience.check_values(connection, f"type:nursing {slip}")

    assert error.value.part == slip


def test_who_is_reached_and_why_the_others_are_not(database: Database) -> None:
    with database.write() as connection:
        for number, name in enumerate(
            ["Reached", "Not Joined", "Blocked", "Left", "Slack Only", "Second Account"]
        ):
            add_home(connection, f"H{number}", name, types=["nursing", "ld"][: 1 + number % 2])
        join(connection, "H0", chat="1")
        join(connection, "H2", chat="2")
        people.shut_account(connection, "telegram", "2", "blocked", MONDAY)
        people.end(connection, join(connection, "H3", chat="3"), MONDAY)
        join(connection, "H4", chat="U4", channel="slack")
        twice = join(connection, "H5", chat="U5", channel="slack")
        people.open_account(connection, twice, "telegram", "5", MONDAY)

        reach = audience.reach(connection, "all", ["telegram"])
        both = audience.reach(connection, "all", CHANNELS)

    assert (reach.homes, reach.reached) == (6, 2)
    assert reach.gaps == {
        Gap.NOT_JOINED: ("Not Joined",),
        Gap.BLOCKED: ("Blocked",),
        Gap.LEFT: ("Left",),
        Gap.CHANNEL_OFF: ("Slack Only",),
    }
    assert reach.by_type == {"nursing": 6, "ld": 3}
    assert both.reached == 3


def test_a_part_of_the_network_is_previewed_as_the_whole_is(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1", "Oak", types=["nursing", "ld"], tags=["pilot"])
        add_home(connection, "H2", "Elm", types=["nursing"])
        join(connection, "H1", chat="1")

        by_type = audience.reach(connection, "type:ld", CHANNELS)
        by_tag = audience.reach(connection, "-tag:pilot", CHANNELS)

    assert (by_type.homes, by_type.reached, by_type.by_type) == (1, 1, {"nursing": 1, "ld": 1})
    assert (by_tag.homes, by_tag.gaps) == (1, {Gap.NOT_JOINED: ("Elm",)})


def test_a_home_is_reached_by_its_manager_before_its_deputy_on_the_account_used_last(
    database: Database,
) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        join(connection, "H1", chat="deputy", role=Role.DEPUTY)
        manager = join(connection, "H1", chat="old")
        people.open_account(connection, manager, "slack", "new", MONDAY.replace(hour=11))

        def chat(*channels: str) -> str | None:
            chosen = audience.contacts("all", channels)
            query = select(accounts.c.chat).join(
                chosen, chosen.c.account_id == accounts.c.account_id
            )
            return connection.execute(query).scalar()

        assert chat(*CHANNELS) == "new"
        assert chat("telegram") == "old"
        people.shut_account(connection, "telegram", "old", "blocked", MONDAY)
        assert chat("telegram") == "deputy"
        people.shut_account(connection, "telegram", "deputy", "blocked", MONDAY)
        assert chat("telegram") is None
