"""Faults of meetings.toml: what homes can be asked to, and when they are reminded."""

import pytest

from tests.support.content_folder import ContentFolder

KINDS = """remind = "15:00"
[[kinds]]
id = "forum"
label = "Forum"
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            KINDS.replace("15:00", "3 pm"),
            ['1: remind: "3 pm" is not a time of day; write one such as 15:00'],
        ),
        (KINDS.replace("forum", "A forum"), ["3: kinds[1].id: must be small letters"]),
        (KINDS + KINDS.partition("\n")[2], ['6: kinds[2].id: "forum" stands twice']),
        ("remind = '15:00'\nkinds = []", ["2: kinds: must not be empty"]),
        ("", ["1: remind: is missing", "1: kinds: is missing"]),
        (KINDS + "[[kinds]]\nid = 'x'\nlabel = 'X'\nroom = 3", ["8: kinds[2].room: is not known"]),
    ],
)
def test_a_fault_is_told_with_its_line(content: ContentFolder, text: str, told: list[str]) -> None:
    content.write("meetings.toml", text)
    faults = [each.removeprefix("content/meetings.toml:") for each in content.faults()]

    for begins in told:
        assert any(each.startswith(begins) for each in faults), faults


def test_the_kinds_of_a_form_are_not_its_own(content: ContentFolder) -> None:
    form = content.path / "forms" / "meeting.toml"
    text = form.read_text(encoding="utf-8")
    choice = '[[fields.choices]]\nvalue = "a"\nlabel = "A"\n'
    content.write(
        "forms/meeting.toml", text.replace('kind = "choice"\n', f'kind = "choice"\n{choice}')
    )

    (fault,) = content.faults()
    assert "come from meetings.toml; take them out here" in fault
