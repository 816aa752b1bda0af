"""A tap carries no authority: whatever is pressed or sent off, by whomever, reaches nobody else's matters."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.at_once import Toast
from bot.core.events import Inbound, Pressed, Submitted, What
from bot.core.forms import FieldKind, Form
from bot.core.messages import MessageRef, Press
from handlers import ROUTES
from tests.support.databases import SqliteFiles
from tests.support.full_swing import ROOM, FullSwing, Outsider, tries
from tests.support.rehearsals import Rehearsed
from tests.support.tables import everything

LEADS_TOOLS = (
    *("claim:2", "resolve:2", "to_home:2", "write", "broadcast:3:send"),
    *("scheduled", "planned:4", "later:4", "now:4", "cancel:4:yes", "repeat:3"),
)
# What homes were told, any lead may read again; and any lead may run a round and see who has not answered.
FOR_EVERY_LEAD = frozenset(
    {"news", "found"} | {f"round_{each}" for each in ("calls", "close", "remind", "results")}
)
ABOUT = ("", "1", "2", "3", "9999", "H1", "H2")


@pytest.fixture(scope="module")
def network(sqlite_files: SqliteFiles) -> Iterator[FullSwing]:
    """The network in full swing, for many rehearsals; who may do what is no matter of the database."""
    with sqlite_files.fresh() as database:
        rehearsed = Rehearsed(database)
        yield FullSwing(rehearsed)
        rehearsed.close()


def presses(network: FullSwing) -> Iterator[list[Press]]:
    """Return the presses of every route about everything, with every choice that its buttons ever had."""
    choices: dict[str, set[tuple[str, ...]]] = {action: {(), ("yes",)} for action in ROUTES.presses}
    for token in network.tokens():
        press = Press.read(token)
        choices.setdefault(press.action, set()).add(press.choice)
    for action in ROUTES.presses:
        yield [
            Press(action, about, choice) for about in ABOUT for choice in sorted(choices[action])
        ]


def forms(network: FullSwing) -> Iterator[Submitted]:
    """Return every form about everything, filled in well."""
    for form_id in ROUTES.forms:
        values = filled_in(network.content.forms[form_id]) | {"category": "medicines"}
        for about in ABOUT:
            yield Submitted(form_id, values, about)


def filled_in(form: Form) -> dict[str, str]:
    given = {"audience": "all"}
    return {
        field.id: field.choices[0].value
        if field.kind is FieldKind.CHOICE and field.choices
        else given.get(field.id, "Hello")
        for field in form.fields
    }


def own_chat(network: FullSwing, outsider: Outsider, what: What) -> Inbound:
    player = outsider.player
    return network.event(player.channel, player.chat, what, player.chat, can_open_form=True)


def in_the_room(network: FullSwing, outsider: Outsider, what: What) -> Inbound:
    card = MessageRef(ROOM, network.card())
    return network.event("slack", ROOM, what, outsider.player.chat, private=False, message=card)


def test_no_button_of_any_route_reaches_what_is_not_ones_own(network: FullSwing) -> None:
    before = everything(network.database)
    harm = {}
    for outsider in network.outsiders():
        for pressed in presses(network):
            for place in (own_chat, in_the_room):
                if place is in_the_room and outsider.player.channel != "slack":
                    continue
                acts = [place(network, outsider, Pressed(each.token())) for each in pressed]
                done = tries(network, outsider, acts, before)
                if done and not (outsider.teams and pressed[0].action in FOR_EVERY_LEAD):
                    harm[outsider.player.name, pressed[0].action, place.__name__] = done

    assert harm == {}
    assert everything(network.database) == before


def test_no_form_of_any_route_reaches_what_is_not_ones_own(network: FullSwing) -> None:
    before = everything(network.database)
    harm = {}
    for outsider in network.outsiders():
        for form in forms(network):
            done = tries(network, outsider, [own_chat(network, outsider, form)], before)
            if done:
                harm[outsider.player.name, form.form, form.about] = done

    assert harm == {}


def test_who_runs_a_home_has_no_leads_tools_not_even_for_the_own_home(network: FullSwing) -> None:
    before = everything(network.database)
    samir = network.samir
    for token in LEADS_TOOLS:
        act = network.event("telegram", samir.chat, Pressed(token), samir.chat)
        with network.stage.rehearsal():
            (shown,) = network.engine.take([act])
            assert shown == Toast(network.content.words.common.not_allowed, alert=True), token
            assert network.stage.written == {"events"}, token

    for form in ("to_home", "broadcast"):
        values = filled_in(network.content.forms[form])
        act = network.event("telegram", samir.chat, Submitted(form, values, "2"), samir.chat)
        with network.stage.rehearsal():
            network.engine.take([act])
            assert network.stage.written == {"events", "deliveries"}, form
    assert everything(network.database) == before


# Altered by hand: pieces of real tokens in any order, with a slip anywhere; and strings that are none at all.
PIECES = st.sampled_from(
    [
        *ROUTES.presses,
        *ABOUT,
        "field",
        "cancel",
        "skip",
        "yes",
        "send",
        "week",
        "well",
        "-1",
        "+1",
        "00",
    ]
)
ALTERED = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES | st.text("abc019_.-\0é:", max_size=4), max_size=5).map(":".join),
)


@settings(max_examples=60)
@given(tokens=st.lists(ALTERED, min_size=1, max_size=8), data=st.data())
def test_an_altered_button_breaks_nothing_and_changes_nothing(
    network: FullSwing, tokens: list[str], data: st.DataObject
) -> None:
    before = everything(network.database)
    outsider = data.draw(st.sampled_from(list(network.outsiders())), label="who")
    acts = [own_chat(network, outsider, Pressed(token)) for token in tokens]

    assert tries(network, outsider, acts, before) == []
