"""Faults of the forms: what a conversation opens must be what it then reads."""

import pytest

from bot.content.forms import NEEDED
from tests.support.content_folder import ContentFolder

HAND_ON = """title = "Pass"
submit = "Send"
[[fields]]
id = "to"
label = "What about?"
kind = "choice"
[[fields]]
id = "text"
label = "What do you need?"
"""
CHOICES = """
[[fields.choices]]
value = "a"
label = "A"
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            HAND_ON.replace("title", "titel"),
            ["1: title: is missing", '1: titel: is not known here (did you mean "title"?)'],
        ),
        (HAND_ON.replace('"Pass"', f'"{"h" * 25}"'), ["1: title: has 25 characters; Slack shows 24"]),
        (HAND_ON.replace('"Send"', f'"{"h" * 25}"'), ["2: submit: has 25 characters; Slack shows 24"]),
        (
            HAND_ON.replace('id = "text"', 'id = "words"'),
            [
                '3: fields: has no field with the id "text"',
                '8: fields[2].id: "words" is read by nothing; this form has to, text',
            ],
        ),
        (
            HAND_ON + '[[fields]]\nid = "phone"\nlabel = "Your number?"',
            ['11: fields[3].id: "phone" is read by nothing; this form has to, text'],
        ),
        (HAND_ON + '[[fields]]\nid = "text"\nlabel = "Again?"', ['11: fields[3].id: "text" stands twice']),
        (HAND_ON.replace('"choice"', '"date"'), ["6: fields[1].kind: must be 'text', 'choice' or 'file'"]),
        (HAND_ON.replace('"choice"', '"text"'), ['6: fields[1].kind: must be "choice"']),
        (
            HAND_ON.replace('"choice"\n', '"choice"\n' + CHOICES),
            ["8: fields[1].choices: come from teams.toml; take them out here"],
        ),
        (HAND_ON + CHOICES, ["11: fields[2].choices: are for a choice, and this is a text"]),
        (
            HAND_ON + "limit = 3001\nlines = 0",
            [
                "10: fields[2].limit: must be 3000 or less",
                "11: fields[2].lines: must be 1 or more",
            ],
        ),
        (HAND_ON + "optional = true", ["10: fields[2].optional: is not known here"]),
    ],
)  # fmt: skip
def test_a_fault_of_a_form_is_told(content: ContentFolder, text: str, told: list[str]) -> None:
    content.write("forms/hand_on.toml", text)

    assert content.faults() == [f"content/forms/hand_on.toml:{each}" for each in told]


def test_a_choice_that_the_conversations_know_keeps_its_values(content: ContentFolder) -> None:
    text = (content.path / "forms/broadcast.toml").read_text(encoding="utf-8")
    content.write("forms/broadcast.toml", text.replace('value = "yes"', 'value = "now"'))

    what = 'choices: must have the values "no" and "yes"'
    assert [each.partition("fields")[2] for each in content.faults()] == [
        f"[3].{what}",
        f"[4].{what}",
    ]


def test_a_form_that_nothing_opens_is_told(content: ContentFolder) -> None:
    content.write("forms/survey.toml", HAND_ON)

    assert content.faults() == [
        f"content/forms/survey.toml: is opened by nothing; the forms are {', '.join(NEEDED)}"
    ]


def test_every_form_is_missed(content: ContentFolder) -> None:
    content.remove("forms")

    assert content.faults() == [f"content/forms/{form}.toml: is not there" for form in NEEDED]
