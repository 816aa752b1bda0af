"""Faults of policies.toml, rota.toml and contacts.toml: ladders that would end, hours that nobody is on."""

import pytest

from tests.support.content_folder import ContentFolder

ROTA = """[[rotas]]
team = "clinical"
hours = ["Monday to Friday 09:00-17:00"]
round_the_clock = true

[[rotas.shifts]]
id = "day"
label = "Day"
when = "every day 08:00-20:00"
people = ["Joseph", "Priya"]
turns_from = "4 January 2027"

[[rotas.shifts]]
id = "night"
label = "Night"
when = "every day 20:00-08:00"
people = ["Priya"]
turns_from = "4 January 2027"
"""
CONTACT = """[[contacts]]
id = "clinical_lead"
label = "Clinical lead"
name = "Priya Raman"
telephone = "020 7946 0101"
hours = ["Monday to Friday 09:00-17:00"]
audience = "area:N3"
confirmed = "2 November 2026"
"""


def test_what_is_right_has_no_faults(content: ContentFolder) -> None:
    content.write("rota.toml", ROTA)
    content.write("contacts.toml", CONTACT)

    assert content.faults() == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '  { tell = "all_leads", wait = "8 hours" },\n',
            "",
            "policies[1].steps: have no last step: the last must tell all_leads, or nobody might ever hear of it",
        ),
        (
            '"team", wait = "15 minutes"',
            '"team", wait = "soon"',
            'policies[2].steps[2].wait: "soon" is not a length of time; write one such as 30 minutes',
        ),
        ('word = "8 hours"', 'word = "0 hours"', "policies[1].word"),
        ('id = "today"', 'id = "this_week"', 'policies[2].id: "this_week" stands twice'),
    ],
)
def test_a_fault_of_the_policies_is_told(
    content: ContentFolder, old: str, new: str, told: str
) -> None:
    content.edit("policies.toml", old, new)

    faults = [each for each in content.faults() if "policies.toml" in each]
    assert any(told in each for each in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("20:00-08:00", "21:00-08:00", "rotas[1].shifts: leave a gap: nobody is on from Monday 20:00 to Monday 21:00"),
        (
            "every day 20:00-08:00",
            "Monday to Saturday 20:00-08:00",
            "rotas[1].shifts: leave a gap: nobody is on from Monday 00:00 to Monday 08:00",
        ),
        (
            '"clinical"',
            '"clincal"',
            'rotas[1].team: no team has the id "clincal" (did you mean "clinical"?)',
        ),
        ("4 January 2027", "5 January 2027", 'rotas[1].shifts[1].turns_from: "5 January 2027" is not a Monday'),
        ('["Priya"]', "[]", "rotas[1].shifts[2].people: must not be empty"),
        ('id = "night"', 'id = "day"', 'rotas[1].shifts[2].id: "day" stands twice'),
        ("every day 08:00-20:00", "always", 'rotas[1].shifts[1].when: "always" is not a span of the week'),
    ],
)  # fmt: skip
def test_a_fault_of_the_rota_is_told(content: ContentFolder, old: str, new: str, told: str) -> None:
    content.write("rota.toml", ROTA.replace(old, new, 1))

    assert any(told in each for each in content.faults()), content.faults()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Monday to Friday 09", "Mon-Fri 09", 'contacts[1].hours[1]: "Mon-Fri 09:00-17:00" is not a span of the week'),
        ("2 November 2026", "soon", 'contacts[1].confirmed: "soon" is not a date; write one such as 2 November 2026'),
        ("area:N3", "kind:x", "contacts[1].audience: cannot be read at: kind:x"),
        ('name = "Priya Raman"\n', "", "contacts[1].name: is missing"),
    ],
)  # fmt: skip
def test_a_fault_of_the_contacts_is_told(
    content: ContentFolder, old: str, new: str, told: str
) -> None:
    content.write("contacts.toml", CONTACT.replace(old, new))

    assert any(told in each for each in content.faults()), content.faults()
