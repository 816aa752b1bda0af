"""Everything that a lead does is in the audit log, with who and when and about what, and never a text."""

from sqlalchemy import update

from bot.db import audit
from bot.db.tables import audit as audit_table
from tests.support.network import Network
from tests.support.tables import everything

TEXT = "No delivery today."


def plays(network: Network) -> None:
    """Let two leads do everything that leads can do, and a home everything that homes can."""
    words = network.content.words
    samir = network.manager("H1")
    priya, amara = network.lead(), network.lead("Amara", "coordinators", user="U3")
    samir.commands("help")
    samir.presses(network.content.categories["medicines"].label)
    samir.says(TEXT)
    samir.presses("This week")
    priya.presses(words.case.claim, room="C0CLINICAL")
    priya.presses(words.case.send_to_home, room="C0CLINICAL")
    priya.submits(text=TEXT)
    priya.presses(words.case.resolve, room="C0CLINICAL")
    priya.submits(text=TEXT)
    for label in ("Send to 1 of 3", words.broadcast.do_not_send):
        amara.commands("broadcast")
        amara.submits(audience="all", text=TEXT, urgent="no", ack="yes")
        amara.presses(label)
    samir.presses(words.reading.confirm_button)
    amara.commands("me")
    amara.presses(words.me.link)
    amara.commands("stop")
    amara.presses(words.me.yes_leave)


def test_each_deed_of_a_lead_is_a_line_and_no_deed_of_a_home_is(network: Network) -> None:
    plays(network)

    rows = everything(network.database)
    names = {each["person_id"]: each["name"] for each in rows["persons"]}
    assert [
        (names[each["person_id"]], each["action"], each["about"]) for each in rows["audit"]
    ] == [
        ("Priya", "Joined", "invite_id=2"),
        ("Amara", "Joined", "invite_id=3"),
        ("Priya", "EscalationMoved", "escalation_id=1"),
        ("Priya", "EscalationMoved", "escalation_id=1"),
        ("Priya", "EscalationMoved", "escalation_id=1"),
        ("Amara", "BroadcastDrafted", "broadcast_id=1"),
        ("Amara", "BroadcastDecided", "broadcast_id=1"),
        ("Amara", "BroadcastDrafted", "broadcast_id=2"),
        ("Amara", "BroadcastDecided", "broadcast_id=2"),
        ("Amara", "LinkCodeMade", ""),
        ("Amara", "Left", "person_id=3"),
    ]
    assert {each["at"] for each in rows["audit"]} == {network.clock.now()}
    assert TEXT not in str(rows["audit"])


def test_it_shows_where_it_was_altered(network: Network) -> None:
    plays(network)
    with network.database.write() as connection:
        assert audit.first_altered(connection) is None
        connection.execute(
            update(audit_table).where(audit_table.c.audit_id == 4).values(person_id=3)
        )

        assert audit.first_altered(connection) == 4


def test_what_was_overtaken_or_refused_is_no_deed(network: Network) -> None:
    plays(network)
    joseph = network.lead("Joseph", "infection", user="U2")
    before = everything(network.database)["audit"]

    joseph.presses_token("claim:1", room="C0CLINICAL")
    joseph.presses_token("broadcast:1:send")

    assert everything(network.database)["audit"] == before


def test_a_manager_who_joins_a_team_is_a_lead_from_that_line_on(network: Network) -> None:
    words = network.content.words
    samir = network.manager("H1")
    samir.commands("start", network.code_for_lead("Samir", "clinical"))
    samir.presses(words.join.yes_team)

    assert [each["action"] for each in everything(network.database)["audit"]] == ["Joined"]
