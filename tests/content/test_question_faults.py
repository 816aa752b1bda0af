"""Faults of check-ins, surveys and types of questions."""

import pytest

from bot.channels.slack.drawing import SlackPainter
from bot.channels.telegram.drawing import TelegramPainter
from bot.core.people import Home, HomeId
from bot.core.rounds import Assignment, Round
from handlers import draw_assignment
from tests.support.clocks import MONDAY
from tests.support.content_folder import ContentFolder

CHECKIN = """title = "Nightly"
audience = "all"
intro = "One question."
thanks = "Good night."
opens = ""
"""
QUESTION = """
[[questions]]
id = "night"
text = "How was the night?"
"""
OPTIONS = """options = [
  { value = "calm", label = "Calm" },
  { value = "rough", label = "Rough" },
]
"""
ASKED = CHECKIN + QUESTION + OPTIONS
ID = "must be small letters a to z, figures, _ and - only"


def many(number: int, value: int = 4, label: int = 10) -> str:
    """Return an array of so many options, with values and labels of these lengths."""
    lines = (f'  {{ value = "{n:0{value}}", label = "{n:_>{label}}" }},\n' for n in range(number))
    return f"options = [\n{''.join(lines)}]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ASKED.replace('"all"', '"type:"'), "2: audience: cannot be read at: type:"),
        (ASKED.replace('"all"', '"all kind:x"'), "2: audience: cannot be read at: kind:x"),
        *(
            (
                ASKED.replace('opens = ""', f'opens = "{time}"'),
                f'5: opens: "{time}" is not a time; write one such as Monday 09:30 or every day 08:00',
            )
            for time in ("Moonday 09:30", "Monday 9:30", "Monday 24:00", "09:30", "Monday")
        ),
        (ASKED.replace('"Nightly"', "7"), "1: title: must be text in quotes"),
        (ASKED.replace('"Nightly"', '""'), "1: title: must not be empty"),
        (ASKED.replace("title", "[title"), "1: is not TOML here: expected ']' at the end of a table declaration"),
        (ASKED.replace("intro", "introduction", 1), "1: intro: is missing"),
        (
            ASKED.replace("One question.", "Hello {name}."),
            "3: intro: {name} is filled in by nothing here; only messages.toml has words in braces",
        ),
        (
            ASKED.replace("Good night.", "See [this](javascript:alert)"),
            "4: thanks: leads to javascript:alert; a link begins with https://",
        ),
        (CHECKIN, "1: questions: is missing"),
        (CHECKIN + "questions = []", "6: questions: must not be empty"),
        (ASKED + QUESTION + OPTIONS, '16: questions[2].id: "night" stands twice'),
        (CHECKIN + QUESTION, "7: questions[1]: needs either a type or options, and not both"),
        (ASKED + 'type = "yes_no"', "7: questions[1]: needs either a type or options, and not both"),
        (
            CHECKIN + QUESTION + 'type = "yes_know"',
            '10: questions[1].type: no file question_types/yes_know.toml (did you mean "yes_no"?)',
        ),
        (ASKED.replace('"night"', '"The night"'), f"8: questions[1].id: {ID}"),
        (ASKED.replace('"Rough"', '"Calm"'), '12: questions[1].options[2].label: "Calm" stands twice'),
        (ASKED.replace('"rough"', '"calm"'), '12: questions[1].options[2].value: "calm" stands twice'),
        (
            ASKED.replace('"rough"', '"unclear"'),
            '12: questions[1].options[2].value: "unclear" is taken: every question has it anyway',
        ),
        (ASKED.replace('"rough"', '"Rough!"'), f"12: questions[1].options[2].value: {ID}"),
        (ASKED.replace('"rough"', '""'), f"12: questions[1].options[2].value: {ID}"),
        (ASKED.replace('"rough"', "5"), "12: questions[1].options[2].value: must be text in quotes"),
        (
            ASKED.replace('"Rough"', f'"{"r" * 65}"'),
            "12: questions[1].options[2].label: has 65 characters; a button shows 64",
        ),
        (
            ASKED.replace('"Rough"', '"Rough", escalate = "other"'),
            '12: questions[1].options[2].escalate: is not known here (did you mean "escalates"?)',
        ),
        (
            ASKED.replace('"Rough"', '"Rough", escalates = "clinic"'),
            '12: questions[1].options[2].escalates: no category has the id "clinic" (did you mean "clinical"?)',
        ),
        (
            ASKED + 'escalates = { roug = "other" }',
            '14: questions[1].escalates.roug: no option has the value "roug" (did you mean "rough"?)',
        ),
        (
            ASKED + '[questions.escalates]\nrough = "other"\ncalm = "xyz"',
            '16: questions[1].escalates.calm: no category has the id "xyz"',
        ),
        (
            ASKED.replace('id = "night"', f'id = "{"n" * 32}"'),
            "8: questions[1].id: is too long together with its values; shorten one of them",
        ),
        (CHECKIN + QUESTION + many(26), "10: questions[1].options: has 26 choices; at most 25 fit"),
    ],
)  # fmt: skip
def test_a_fault_of_a_check_in_is_told(content: ContentFolder, text: str, told: str) -> None:
    content.write("checkins/nightly.toml", text)

    # What is not known is told as well where a word that is missing was misspelt.
    assert [each for each in content.faults() if "introduction" not in each] == [
        f"content/checkins/nightly.toml:{told}"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1: options: is missing"),
        ("options = []", "1: options: must not be empty"),
        ("options = 3", "1: options: must be a list in square brackets"),
        ("options = ['a', 'b']", "1: options[1]: must be a section"),
        (OPTIONS.replace('"rough"', '"calm"'), '3: options[2].value: "calm" stands twice'),
        (OPTIONS.replace('"Rough"', '"Calm"'), '3: options[2].label: "Calm" stands twice'),
        (
            OPTIONS.replace('"calm"', '"not_applicable"'),
            '2: options[1].value: "not_applicable" is taken: every question has it anyway',
        ),
        (
            OPTIONS.replace('"Calm"', '"Calm", escalates = "xyz"'),
            '2: options[1].escalates: no category has the id "xyz"',
        ),
        (many(26), "1: options: has 26 choices; at most 25 fit"),
        (OPTIONS + 'title = "x"', "5: title: is not known here"),
    ],
)
def test_a_fault_of_a_type_of_question_is_told(
    content: ContentFolder, text: str, told: str
) -> None:
    content.write("question_types/weather.toml", text)

    faults = content.faults()

    assert faults[0] == f"content/question_types/weather.toml:{told}"
    assert all(each.startswith("content/question_types/weather.toml:") for each in faults)


def test_an_empty_check_in_misses_everything_at_once(content: ContentFolder) -> None:
    content.write("checkins/nightly.toml", "")

    keys = ("title", "audience", "intro", "thanks", "questions")
    assert content.faults() == [
        f"content/checkins/nightly.toml:1: {key}: is missing" for key in keys
    ]


def test_a_check_in_and_a_survey_cannot_have_one_name(content: ContentFolder) -> None:
    content.write("surveys/weekly.toml", ASKED)

    assert content.faults() == [
        'content/surveys/weekly.toml: "weekly" is the name of another questionnaire'
    ]


def test_the_faults_of_a_type_are_not_told_again_at_its_questions(content: ContentFolder) -> None:
    content.write("question_types/yes_no_changed.toml", "options = 3")

    assert content.faults() == [
        "content/question_types/yes_no_changed.toml:1: options: must be a list in square brackets"
    ]


def test_the_longest_question_that_is_taken_can_be_asked_on_every_platform(
    content: ContentFolder,
) -> None:
    # Ids and labels as long as they may be, asked of the ten-thousand-millionth assignment.
    options = many(25, value=18, label=64)
    first = QUESTION.replace('"night"', f'"{"m" * 23}"')
    second = QUESTION.replace('"night"', f'"{"n" * 23}"')
    content.write("checkins/nightly.toml", CHECKIN + second + options + first + options)
    loaded = content.load()

    asked = Round(1, "nightly", MONDAY)
    assignment = Assignment(9_999_999_999, asked, Home(HomeId("H1"), "Ash Lodge"), {})
    message = draw_assignment(assignment, loaded)

    for painter in (TelegramPainter(), SlackPainter()):
        assert len(painter.prepare(message)) == 1
