"""Faults of what is asked when, of whom, and with what consequence; and questions that homes answer elsewhere."""

import pytest

from tests.support.content_folder import ContentFolder

HEAD = """title = "Nightly"
audience = "all"
intro = "Some questions."
thanks = "Good night."
"""
FIRST = """
[[questions]]
id = "night"
text = "How was the night?"
options = [
  { value = "calm", label = "Calm" },
  { value = "rough", label = "Rough" },
]
"""
SECOND = """
[[questions]]
id = "beds"
text = "How many rooms were too cold?"
type = "number"
"""
THIRD = """
[[questions]]
id = "words"
text = "Anything else?"
type = "text"
"""
ASKED = HEAD + FIRST + SECOND


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            ASKED + 'only_if = { nigth = ["rough"] }',
            '18: questions[2].only_if.nigth: no question has the id "nigth" (did you mean "night"?)',
        ),
        (
            ASKED + 'only_if = { night = ["rouhg"] }',
            '18: questions[2].only_if.night: "night" has no option with the value "rouhg" (did you mean "rough"?)',
        ),
        (ASKED + "only_if = { night = [] }", "18: questions[2].only_if.night: must not be empty"),
        (
            ASKED + 'only_if = { beds = ["1"] }',
            "18: questions[2].only_if.beds: goes round in a circle: beds, beds",
        ),
        (
            ASKED + THIRD + 'only_if = { beds = ["1"] }',
            '23: questions[3].only_if.beds: "beds" has no options to look at; it is answered with a number',
        ),
        (
            HEAD + SECOND + 'only_if = { night = ["calm"] }\n' + FIRST,
            '10: questions[1].only_if.night: "night" is asked after this one; put it before',
        ),
        (
            HEAD + SECOND + 'type = "date"\n',
            "10: is not TOML here: cannot overwrite a value",
        ),
        (ASKED + "max = 5\nmin = 9", "19: questions[2].min: is more than the max, 5"),
        (ASKED + "max = -1", "18: questions[2].max: must be 0 or more"),
        (ASKED + "limit = 5", "18: questions[2].limit: is for a text, and this is none"),
        (ASKED + THIRD + "max = 5", "23: questions[3].max: is for a number, and this is none"),
        (ASKED + THIRD + "limit = 10000", "23: questions[3].limit: must be 1000 or less"),
        (
            ASKED + 'every = "fortnight"',
            "18: questions[2].every: must be one of round, month, quarter, year",
        ),
        (
            ASKED + 'owner = "clinic"',
            '18: questions[2].owner: no team has the id "clinic" (did you mean "clinical"?)',
        ),
        (
            HEAD + FIRST.replace("options", 'type = "several"\noptions', 1).split("options")[0],
            "6: questions[1]: chooses among several options, and has none",
        ),
        (
            ASKED + THIRD + '[[questions.thresholds]]\nat_least = 3\nescalates = "other"',
            "23: questions[3].thresholds: are for a number or a score, and this is none; name an option instead",
        ),
        (
            ASKED + '[[questions.thresholds]]\nescalates = "other"',
            "18: questions[2].thresholds[1]: needs at_least, at_most, or both",
        ),
        (
            ASKED + 'max = 9\n[[questions.thresholds]]\nat_least = 10\nescalates = "other"',
            "19: questions[2].thresholds[1]: is never met: the answers go from 0 to 9",
        ),
        (
            ASKED + '[[questions.thresholds]]\nat_least = 5\nat_most = 3\nescalates = "other"',
            "18: questions[2].thresholds[1]: is never met: the answers go from 0 to 999999",
        ),
        (
            ASKED + "[[questions.thresholds]]\nat_least = 3",
            "18: questions[2].thresholds[1]: needs either escalates or calls_back, and not both",
        ),
        (
            ASKED + '[[questions.thresholds]]\nat_least = 3\ncalls_back = "othr"',
            '18: questions[2].thresholds[1]: no category has the id "othr" (did you mean "other"?)',
        ),
        (
            ASKED.replace('"Rough"', '"Rough", escalates = "other", calls_back = "other"'),
            "11: questions[1].options[2]: needs escalates or calls_back, and not both",
        ),
        (
            ASKED.replace('value = "rough"', 'value = "nothing"'),
            '11: questions[1].options[2].value: "nothing" is taken',
        ),
        (
            HEAD + 'closes = "after a week"' + FIRST,
            '5: closes: "after a week" is not a length of time; write one such as after 2 days 10:00',
        ),
        (
            HEAD + 'remind = ["after 2 days", "soon"]' + FIRST,
            '5: remind[2]: "soon" is not a length of time; write one such as after 2 days 10:00',
        ),
        (
            HEAD + 'remind = ["after 4 days"]\ncloses = "after 3 days"' + FIRST,
            '6: closes: "after 3 days" is not after what stands before it',
        ),
        (
            HEAD + 'unchanged = "As before"' + FIRST,
            "5: unchanged: needs both unchanged, the button's words, and carry, for how many rounds",
        ),
        (
            HEAD + 'opens = "yearly 09:30"' + FIRST,
            '5: opens: "yearly 09:30" is not a time; write one such as Monday 09:30 or every day 08:00',
        ),
    ],
)  # fmt: skip
def test_a_fault_of_what_is_asked_is_told(content: ContentFolder, text: str, told: str) -> None:
    content.write("checkins/nightly.toml", text)

    assert content.faults() == [f"content/checkins/nightly.toml:{told}"]


def test_a_circle_of_several_is_told_at_each_of_them(content: ContentFolder) -> None:
    first, second = (
        FIRST.replace('"night"', f'"{mine}"') + f'only_if = {{ {other} = ["calm"] }}\n'
        for mine, other in (("one", "two"), ("two", "one"))
    )
    content.write("checkins/nightly.toml", HEAD + first + second)

    assert content.faults() == [
        "content/checkins/nightly.toml:13: questions[1].only_if.two: goes round in a circle: one, two, one",
        "content/checkins/nightly.toml:22: questions[2].only_if.one: goes round in a circle: two, one, two",
    ]


def test_a_type_with_the_name_of_one_that_is_there_is_told(content: ContentFolder) -> None:
    content.write("question_types/number.toml", 'options = [{ value = "1", label = "One" }]')

    assert content.faults() == [
        'content/question_types/number.toml: "number" is a type already; give it another name'
    ]


def test_scores_are_one_to_five(content: ContentFolder) -> None:
    content.edit("question_types/one_to_five.toml", '  { value = "3", label = "3" },\n', "")

    (fault,) = content.faults()
    assert fault.startswith(
        "content/question_types/one_to_five.toml:3: options: of a type with scores"
    )


def test_a_question_that_homes_answer_elsewhere_is_warned_of_and_no_fault(
    content: ContentFolder,
) -> None:
    asked = ASKED.replace("How many rooms were too cold?", "How many VACANCIES do you have?")
    content.write("checkins/nightly.toml", asked)

    assert content.faults() == []
    (warning,) = content.load().warnings
    assert str(warning) == (
        "content/checkins/nightly.toml:16: questions[2].text: seems to ask for bed numbers and vacancies,"
        " which homes give to the Capacity Tracker, every month"
    )


def test_what_is_shipped_asks_nothing_twice(content: ContentFolder) -> None:
    assert content.load().warnings == []
