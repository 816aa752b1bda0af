"""Whatever an app sends as blocks, the stand-in Slack either takes it or says what is wrong."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.slack.blocks import BLOCKS, message_blocks
from sandbox.slack.elements import ELEMENTS
from sandbox.slack.refusal import Refused
from sandbox.slack.typed import as_typed
from sandbox.slack.values import initial_values
from sandbox.slack.viewcheck import checked_view
from sandbox.slack.workspace import furnished

Json = dict[str, Any]

KINDS = st.sampled_from([*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", "modal", "poster"])
KEYS = st.sampled_from(
    [
        "text",
        "elements",
        "element",
        "accessory",
        "options",
        "option_groups",
        "label",
        "value",
        "action_id",
        "block_id",
        "confirm",
        "placeholder",
        "fields",
        "initial_option",
        "initial_options",
        "url",
        "title",
        "blocks",
        "rows",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | KINDS


def typed_object(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    fields = st.dictionaries(KEYS, inner, max_size=5)
    return st.builds(lambda kind, more: {"type": kind, **more}, KINDS, fields)


ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4) | typed_object(inner)
    ),
    max_leaves=25,
)


@given(blocks=ANYTHING | st.lists(typed_object(ANYTHING), max_size=3))
def test_any_blocks_are_taken_or_refused_and_never_break_the_stand(blocks: Any) -> None:
    error = ""
    try:
        initial_values(message_blocks(blocks), {})
    except Refused as refused:
        error = refused.error

    assert error in {"", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}


WORDS = {"type": "plain_text", "text": "Claim"}
OPTION = {"text": WORDS, "value": "yes"}
GOOD: list[Json] = [
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Help*"},
        "accessory": {
            "type": "static_select",
            "action_id": "pick",
            "placeholder": WORDS,
            "options": [OPTION],
            "initial_option": OPTION,
            "confirm": {"title": WORDS, "text": WORDS},
        },
    },
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "claim", "url": "https://a.example/", "text": WORDS},
            {"type": "checkboxes", "options": [OPTION], "initial_options": [OPTION]},
        ],
    },
    {
        "type": "input",
        "block_id": "words",
        "label": WORDS,
        "element": {"type": "plain_text_input", "min_length": 1, "max_length": 4},
    },
]
JUNK = [None, 0, True, "", {}, [], "x", [1], {"type": "x"}, {"type": ["x"]}, "http://["]


def places(thing: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = list(thing.items() if isinstance(thing, dict) else enumerate(thing))
    deeper = [(key, value) for key, value in pairs if isinstance(value, dict | list)]
    below = [place for key, value in deeper for place in places(value, (*path, key))]
    return [*((*path, key) for key, _ in pairs), *below]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_a_good_block_with_one_bad_part_is_taken_or_refused(junk: Any) -> None:
    refused = 0
    for good in GOOD:
        for *path, last in places(good):
            block = copy.deepcopy(good)
            part: Any = block
            for key in path:
                part = part[key]
            part[last] = copy.deepcopy(junk)
            try:
                initial_values(message_blocks([block]), {})
            except Refused:
                refused += 1

    assert refused > 10


@given(view=typed_object(ANYTHING))
def test_any_view_is_taken_or_refused_and_never_breaks_the_stand(view: Any) -> None:
    error = ""
    try:
        checked_view(view, "modal")
    except Refused as refused:
        error = refused.error

    assert error in {"", "invalid_arguments"}


@given(text=st.text(alphabet="<>&@#!|aUC0 /:.x", max_size=40))
def test_what_a_person_types_never_becomes_a_command_of_slack(text: str) -> None:
    written = as_typed(text, furnished())

    assert "<javascript" not in written
    assert written.count("<") == written.count(">")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("3 < 4 & 5", "3 &lt; 4 &amp; 5"),
        ("@homeround hello", "<@U0HOMEROUND> hello"),
        ("@amara see #clinical-leads", "<@U0AMARA> see <#C0CLINICAL|clinical-leads>"),
        ("see https://a.example/b?c=1.", "see <https://a.example/b?c=1>."),
        ("write to sam@amara or @nobody", "write to sam@amara or @nobody"),
        ("already <@U0AMARA>", "already <@U0AMARA>"),
    ],
)
def test_names_and_links_are_written_as_slack_writes_them(typed: str, written: str) -> None:
    assert as_typed(typed, furnished()) == written
