"""Faults of teams.toml and routing.toml: who there is, and who owns which kind of need."""

import pytest

from tests.support.content_folder import ContentFolder

TEAMS = """[[teams]]
id = "coordinators"
name = "Coordinators"
coordinates = true
"""
ROUTING = """[[categories]]
id = "other"
label = "Something else"
team = "coordinators"

[[categories]]
id = "clinical"
label = "Clinical"
team = "coordinators"
"""
TRIAGE = """decide_hours = 24
decide_urgent_hours = 4
confirm_days = 7
edition = "weekly"
section = "changed"

[[topics]]
id = "other"
label = "Everything"
category = "other"
"""
WEEKLY = """title = "Weekly check-in"
audience = "all"
intro = "One question."
thanks = "Thank you."

[[questions]]
id = "week"
text = "How is your home this week?"
options = [
  { value = "help", label = "Need some help", escalates = "other" },
  { value = "today", label = "Need help today", escalates = "clinical" },
]
"""
MORE = "".join(
    f'[[categories]]\nid = "c{n}"\nlabel = "Label {n}"\nteam = "coordinators"\n' for n in range(24)
)


@pytest.fixture
def small(content: ContentFolder) -> ContentFolder:
    """One team, and one check-in that speaks of two kinds of need."""
    content.remove("checkins")
    content.remove("surveys")
    content.write("checkins/weekly.toml", WEEKLY)
    content.write("teams.toml", TEAMS)
    content.write("routing.toml", ROUTING)
    content.write("feeds.toml", "feeds = []")
    content.write("triage.toml", TRIAGE)
    return content


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1: teams: is missing"),
        ("teams = []", "1: teams: must not be empty"),
        ("teams = 3", "1: teams: must be a list in square brackets"),
        ("[[teams]]\nid = 3\nname = 'X'", "2: teams[1].id: must be text in quotes"),
        (
            TEAMS.replace("coordinates = true", ""),
            "1: teams: no team has coordinates = true; one must hear of everything else",
        ),
        (TEAMS.replace("true", '"yes"'), "4: teams[1].coordinates: must be true or false"),
        (
            TEAMS + 'slack_chanel = "C1"',
            '5: teams[1].slack_chanel: is not known here (did you mean "slack_channel"?)',
        ),
        (
            TEAMS + 'slack_channel = "#us"',
            "5: teams[1].slack_channel: #us is not a channel's id; Slack shows it, such as C012AB3CD, in its details",
        ),
        (TEAMS + TEAMS, '6: teams[2].id: "coordinators" stands twice'),
        (
            TEAMS.replace('"coordinators"', '"Co ordinators"'),
            "2: teams[1].id: must be small letters a to z, figures, _ and - only",
        ),
        (TEAMS.replace('"Coordinators"', '"  "'), "3: teams[1].name: must not be empty"),
        (TEAMS.replace('name = "Coordinators"', ""), "1: teams[1].name: is missing"),
    ],
)
def test_a_fault_of_the_teams_is_told(small: ContentFolder, text: str, told: str) -> None:
    small.write("teams.toml", text)

    assert small.faults() == [f"content/teams.toml:{told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1: categories: is missing"),
        (
            ROUTING.replace('team = "coordinators"', 'team = "coordinator"', 1),
            '4: categories[1].team: no team has the id "coordinator" (did you mean "coordinators"?)',
        ),
        (
            ROUTING.replace('id = "other"', 'id = "clinical"').replace('"clinical"', '"other"'),
            '7: categories[2].id: "other" stands twice',
        ),
        (
            ROUTING.replace('label = "Something else"', 'label = "Clinical"'),
            '8: categories[2].label: "Clinical" stands twice',
        ),
        (
            ROUTING.replace("Something else", "x" * 65),
            "3: categories[1].label: has 65 characters; a button shows 64",
        ),
        (ROUTING + MORE, "1: categories: has 26 choices; at most 25 fit"),
        (
            ROUTING + '[[rules]]\ncategory = "clinicl"\nteam = "coordinators"\n',
            '11: rules[1].category: no category has the id "clinicl" (did you mean "clinical"?)',
        ),
        (
            ROUTING + '[[rules]]\nteam = "coordinators"\npolicy = "todai"\n',
            '12: rules[1].policy: no policy has the id "todai" (did you mean "today"?)',
        ),
        (
            ROUTING + '[[patterns]]\ncategory = "xyz"\nhomes = 3\nwithin = "2 days"\n',
            '11: patterns[1].category: no category has the id "xyz"',
        ),
        (
            ROUTING + '[[patterns]]\ncategory = "other"\nhomes = 1\nwithin = "2 days"\n',
            "12: patterns[1].homes: must be 2 or more",
        ),
    ],
)
def test_a_fault_of_the_routing_is_told(small: ContentFolder, text: str, told: str) -> None:
    small.edit("checkins/weekly.toml", ', escalates = "clinical"', "")
    small.write("routing.toml", text)

    assert small.faults() == [f"content/routing.toml:{told}"]


def test_nothing_is_raised_by_an_answer_in_a_category_that_takes_no_details(
    small: ContentFolder,
) -> None:
    small.write("routing.toml", ROUTING + "details = false\n")

    told = '11: questions[1].options[2].escalates: in "clinical" nothing is raised: details = false'
    assert small.faults() == [f"content/checkins/weekly.toml:{told}"]


def test_a_faulty_file_of_teams_makes_no_fault_of_what_points_at_it(small: ContentFolder) -> None:
    small.write("teams.toml", "[[teams")

    assert [each.partition(":")[0] for each in small.faults()] == ["content/teams.toml"]
