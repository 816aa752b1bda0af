"""Faults of editions and of the rule of two persons: named with file and line before anything is sent."""

import pytest

from tests.support.content_folder import ContentFolder

WEEKLY, TEMPLATE = "editions/weekly.toml", "editions/weekly.md"


@pytest.mark.parametrize(
    ("old", "new", "key", "what"),
    [
        ('closes = "Thursday 12:00"', 'closes = "Thursdays"', "closes", "is not a time"),
        ('sends = "Friday 09:00"', 'sends = "soon"', "sends", 'or "at once"'),
        ('sends = "Friday 09:00"', 'sends = "Thursday 12:00"', "sends", "leave time to edit"),
        ('on_holidays = "before"', 'on_holidays = "maybe"', "on_holidays", "before"),
        ('audience = "all"', 'audience = "type"', "audience", "cannot be read at type"),
        ('editor = "coordinators"', 'editor = "coordinator"', "editor", "no team has the id"),
        ('approver = "coordinators"', 'approver = "nobody"', "approver", "no team has the id"),
        ('meetings = "dates"', 'meetings = "date"', "meetings", "no section has the id"),
        ("meetings_days_ahead = 28", "meetings_days_ahead = 0", "meetings_days_ahead", "1"),
        ('id = "please"', 'id = "This week"', "sections[1].id", "must be small letters"),
        ('id = "please"', 'id = "changed"', "sections[2].id", "stands twice"),
        ('id = "please"', 'id = "date"', "sections[1].id", "must be small letters"),
    ],
)
def test_a_fault_of_an_edition_is_named_with_its_line(
    content: ContentFolder, old: str, new: str, key: str, what: str
) -> None:
    line = content.edit(WEEKLY, old, new)
    (fault, *_) = content.faults()

    assert fault.startswith(f"content/{WEEKLY}:")
    assert f": {key}: " in fault
    assert what in fault
    if key != "sections[2].id":
        assert fault.startswith(f"content/{WEEKLY}:{line}:")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{sektions}", "{sektions} is filled in by nothing"),
        ("{sections", "has a brace that is not part of a {word}"),
        ("[here](ftp://x.y)", "leads to ftp://x.y"),
    ],
)
def test_a_fault_of_a_template_is_named_with_its_line(
    content: ContentFolder, line: str, what: str
) -> None:
    content.write(TEMPLATE, f"# {{title}}\n\n{{sections}}\n\n{line}\n")

    (fault,) = content.faults()
    assert fault.startswith(f"content/{TEMPLATE}:5: {what}")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("# {title}\n\n{please}\n", "has no {changed}"),
        ("{sections}\n\n{please}\n", "shows a section twice"),
        ("{please} {please} {changed} {dates} {know}\n", "shows {please} twice"),
    ],
)
def test_a_template_that_would_lose_items_or_tell_them_twice_is_a_fault(
    content: ContentFolder, text: str, what: str
) -> None:
    content.write(TEMPLATE, text)

    (fault,) = content.faults()
    assert fault.startswith(f"content/{TEMPLATE}: {what}")


def test_an_edition_without_its_template_and_a_template_without_its_edition_are_faults(
    content: ContentFolder,
) -> None:
    content.remove(TEMPLATE)
    content.write("editions/daily.md", "{sections}")

    assert content.faults() == [
        "content/editions/daily.md: is read by nothing: there is no daily.toml",
        "content/editions/weekly.md: is not there",
    ]


def test_a_template_may_name_its_sections_one_by_one(content: ContentFolder) -> None:
    content.write(TEMPLATE, "# {title}\n\n{please}\n\n{know}\n\n{changed}\n\n{dates}\n")

    assert content.faults() == []


def test_the_rule_of_two_persons_names_a_team_that_there_is(content: ContentFolder) -> None:
    line = content.edit("approval.toml", 'team = "coordinators"', 'team = "managers"')

    (fault,) = content.faults()
    assert fault.startswith(f'content/approval.toml:{line}: team: no team has the id "managers"')


def test_without_the_rule_the_folder_has_a_fault(content: ContentFolder) -> None:
    content.remove("approval.toml")

    assert content.faults() == ["content/approval.toml: is not there"]
