"""``homeround people remove``: who left without a word is written to no more, and no case stays with them."""

from sqlalchemy import select

from bot.core.people import Role
from bot.db.tables import accounts, audit, escalations, memberships, team_members
from tests.support.joined import join
from tests.support.network import Network
from tests.support.operator import Operator


def test_who_is_taken_out_runs_no_home_and_is_written_to_no_more(on_both: Operator) -> None:
    with on_both.database.write() as connection:
        samir = join(connection, "H1", "H3", chat="1", name="Samir")
        rosa = join(connection, "H1", chat="2", name="Rosa", role=Role.DEPUTY)

    printed = on_both.does("people", "remove", str(samir))

    assert printed == "Samir is out, and is written to no more. A new code lets them in again.\n"
    with on_both.database.read() as connection:
        in_homes = select(memberships.c.person_id).where(memberships.c.until.is_(None))
        reached = select(accounts.c.person_id).where(accounts.c.shut_at.is_(None))
        assert connection.execute(in_homes).scalars().all() == [rosa]
        assert connection.execute(reached).scalars().all() == [rosa]
        (noted,) = connection.execute(select(audit).where(audit.c.action == "person removed"))
    assert noted.about == f"person_id={samir}"
    assert "Samir" not in on_both.does("people", "list")


def test_the_cases_of_a_lead_who_is_taken_out_go_back_to_the_team(operator: Operator) -> None:
    network = Network(operator.database)
    samir, priya = network.manager("H1"), network.lead("Priya", "clinical")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Two people have fallen ill since last night.")
    samir.presses("This week")
    priya.presses("Claim", room="C0CLINICAL")
    with operator.database.read() as connection:
        query = select(team_members.c.person_id).where(team_members.c.team == "clinical")
        number = connection.execute(query).scalar_one()

    operator.does("people", "remove", str(number))

    with operator.database.read() as connection:
        network.clock.at = connection.execute(select(escalations.c.due_at)).scalar_one()
    network.comes("ladder", "1")
    with operator.database.read() as connection:
        (case,) = connection.execute(select(escalations))
    assert (case.state, case.owner_id) == ("open", None)


def test_who_is_not_there_cannot_be_taken_out(operator: Operator) -> None:
    assert operator.fails("people", "remove", "7") == [
        "Nobody here has the number 7. See: homeround people list"
    ]
