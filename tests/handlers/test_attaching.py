"""A file goes along with a broadcast, in both channels: added, looked at, taken out, and there for every home."""

import pytest
from sqlalchemy import func, select

from bot.core.errors import Unreachable
from bot.core.people import TeamId
from bot.db.database import Database
from bot.db.tables import files as table
from tests.support.network import MONDAY, Network, Player
from tests.support.pictures import PDF, picture
from tests.support.planning import fills, lead_in, writes
from tests.support.sending_files import Files

POSTER = picture()
TEXT = "Wash your hands."
CORRECTED = "Wash your hands for 20 seconds."
ALT = "A hand under a tap, with the words: 20 seconds"
NHS_NUMBER = "943 476 5919"


@pytest.fixture
def network(database: Database) -> Network:
    return Network(database)


@pytest.fixture
def files(network: Network) -> Files:
    return Files(network)


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture(params=["slack", "telegram"])
def amara(request: pytest.FixtureRequest, network: Network, samir: Player) -> Player:
    lead = lead_in(network, request.param)
    writes(lead, TEXT)
    return lead


def adds(files: Files, lead: Player, name: str, content: bytes, alt: str = ALT) -> None:
    """Add a file to the draft that was seen last, as the channel has it."""
    lead.presses("Add a file")
    if lead.form:
        files.submits(lead, name, content, alt=alt)
        return
    files.sends(lead, name, content)
    if alt:
        lead.says(alt)


def corrects(lead: Player) -> None:
    lead.presses(lead.network.content.words.correcting.correct)
    note = "Longer is better."
    if lead.form:
        fills(lead, "correct", text=CORRECTED, note=note)
    else:
        fills(lead, "correct_passage", wrong=TEXT, right=CORRECTED, note=note)


def said(lead: Player) -> str:
    """Return everything that the lead was told, at a field or in the chat."""
    return "\n".join([*lead.faults.values(), *(each.text for each in lead.messages)])


def test_it_is_seen_as_homes_get_it_with_a_word_of_care_and_goes_to_each_once(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    kerry = network.manager("H2", "7002", "Kerry")

    adds(files, amara, "Hand washing.png", POSTER)

    file, exact, preview = amara.messages[-3:]
    assert (file.text, file.file, exact.text) == ("Hand washing.png", ALT, "Wash your hands.")
    words = network.content.words.broadcast
    assert words.with_file.format(name="Hand washing.png").replace("**", "") in preview.text
    assert words.check_file in preview.text
    assert "Add a file" not in amara.buttons

    amara.presses("Send to 2 of 3")

    for manager in (samir, kerry):
        assert [(each.text, each.file) for each in manager.messages[-2:]] == [
            ("Hand washing.png", ALT),
            ("Wash your hands.", ""),
        ]


def test_the_preview_before_is_settled_so_that_nobody_sends_by_what_is_no_more_so(
    network: Network, files: Files, amara: Player
) -> None:
    before = amara.messages[-1]

    adds(files, amara, "leaflet.pdf", PDF, alt="")
    if amara.channel == "telegram":
        amara.presses("Skip")

    assert before.text == network.content.words.approval.changed_below
    assert not before.buttons


def test_taken_out_again_the_text_goes_alone(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    adds(files, amara, "poster.png", POSTER)

    amara.presses("Take the file out")
    assert "Add a file" in amara.buttons
    assert network.content.words.broadcast.check_file not in amara.screen
    amara.presses("Send to 1 of 3")

    assert not [each for each in samir.messages if each.file]


def test_a_picture_needs_words_and_gets_another_chance(files: Files, amara: Player) -> None:
    amara.presses("Add a file")
    if amara.form:
        files.submits(amara, "poster.png", POSTER, alt=" ")
    else:
        files.sends(amara, "poster.png", POSTER)
        amara.presses("Skip")

    assert amara.network.content.words.broadcast.alt_missing in said(amara)

    if amara.form:
        files.submits(amara, "poster.png", POSTER, alt=ALT)
    else:
        amara.says(ALT)
    assert amara.messages[-3].file == ALT


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("poster.png", b"MZ no picture", "file_kind"),
        ("poster.png", b"", "file_empty"),
        ("poster.png", POSTER[:60], "file_broken"),
        ("poster.png", picture(size=(10, 900)), "file_too_wide"),
        (f"{NHS_NUMBER}.png", POSTER, "file_identifying"),
    ],
)
def test_what_cannot_go_along_is_said_in_a_sentence_and_nothing_is_kept(
    network: Network, files: Files, amara: Player, name: str, content: bytes, sentence: str
) -> None:
    adds(files, amara, name, content, alt="")

    assert getattr(network.content.words.forms, sentence) in said(amara)
    with network.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_one_that_is_too_large_is_not_even_fetched(
    network: Network, files: Files, amara: Player
) -> None:
    adds(files, amara, "poster.png", bytes(1024 * 1024 + 1), alt="")

    assert network.content.words.forms.file_too_large.format(megabytes=1) in said(amara)
    assert files.fetched == []


def test_one_that_cannot_be_fetched_is_asked_for_again(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    files.error = Unreachable("away", in_doubt=False)
    amara.presses("Add a file")
    if amara.form:
        files.submits(amara, "poster.png", POSTER, alt=ALT)
    else:
        files.sends(amara, "poster.png", POSTER)
    assert network.content.words.forms.file_not_fetched in said(amara)

    files.error = None
    if amara.form:
        files.submits(amara, "poster.png", POSTER, alt=ALT)
    else:
        files.sends(amara, "poster.png", POSTER)
        amara.says(ALT)
    amara.presses("Send to 1 of 3")
    assert samir.messages[-2].file == ALT


def test_words_are_no_file(network: Network, files: Files, amara: Player) -> None:
    amara.presses("Add a file")
    if amara.form:
        files.submits(amara, "", b"", alt=ALT)
    else:
        amara.says("1")

    assert network.content.words.forms.send_file in said(amara)


def test_words_about_a_resident_are_not_kept(network: Network, files: Files, amara: Player) -> None:
    adds(files, amara, "poster.png", POSTER, alt=f"Resident {NHS_NUMBER}")

    assert NHS_NUMBER not in said(amara)
    with network.database.read() as connection:
        assert not connection.execute(select(table.c.alt).where(table.c.alt != "")).all()


def test_a_file_of_a_home_is_declined_and_never_fetched(
    network: Network, files: Files, samir: Player
) -> None:
    files.sends(samir, "rota.pdf", PDF)

    assert network.content.words.common.attached in samir.screen
    assert files.fetched == []


def test_a_file_of_a_lead_who_was_not_asked_for_one_is_declined_and_never_fetched(
    network: Network, files: Files, amara: Player
) -> None:
    files.sends(amara, "rota.pdf", PDF)

    assert network.content.words.common.attached in amara.screen
    assert files.fetched == []


def test_nobody_adds_to_what_another_wrote_or_what_has_gone_out(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    priya = network.lead("Priya", "clinical", "U9")
    priya.presses_token("attach:1")
    assert priya.form is None
    samir.presses_token("attach:1")
    assert samir.toast == network.content.words.common.not_allowed

    amara.presses("Add a file")
    amara.presses("Send to 1 of 3")
    amara.presses_token("attach:1")
    assert amara.toast == network.content.words.broadcast.already


def test_the_file_of_another_person_cannot_be_named(
    network: Network, files: Files, amara: Player
) -> None:
    adds(files, amara, "poster.png", POSTER)
    priya = network.lead("Priya", "clinical", "U9")
    writes(priya, "Mine.")
    priya.presses("Add a file")

    priya.submits(file="1", alt=ALT)

    assert priya.faults == {"file": network.content.words.forms.send_file}


def test_homes_find_it_again(network: Network, files: Files, amara: Player, samir: Player) -> None:
    kerry = network.manager("H2", "7002", "Kerry")
    adds(files, amara, "poster.png", POSTER)
    amara.presses("Send to 2 of 3")

    for manager in (samir, kerry):
        manager.commands("news")
        manager.presses("File: poster.png")

        assert manager.messages[-2].file == ALT


def test_a_home_that_was_not_told_gets_no_file(
    network: Network, files: Files, samir: Player
) -> None:
    lead = lead_in(network, "slack")
    writes(lead, TEXT, audience="home:H1")
    adds(files, lead, "poster.png", POSTER)
    lead.presses("Send to 1 of 1")
    kerry = network.manager("H2", "7002", "Kerry")

    kerry.presses_token("file:1")

    assert kerry.toast == network.content.words.common.not_allowed
    assert not [each for each in kerry.messages if each.file]


def test_each_of_those_that_come_again_has_the_file(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    adds(files, amara, "poster.png", POSTER)
    amara.presses("Repeat")
    fills(amara, "repeat", opens="every Tuesday 09:30", on_holidays="keep", until="")

    network.clock.at = MONDAY.replace(day=24, hour=9, minute=30)
    network.comes("recurring_due", "1.2026-11-24")

    assert samir.messages[-2].file == ALT


def test_on_trial_the_coordinators_see_it_with_its_file(database: Database) -> None:
    network = Network(database, on_trial=True)
    files, lead = Files(network), lead_in(network, "slack")
    writes(lead, TEXT)
    adds(files, lead, "poster.png", POSTER)

    lead.presses(network.content.words.trial.show)

    room = network.content.teams[TeamId("coordinators")].slack_channel
    assert [each.file for each in network.room("slack", room).messages] == [ALT, ""]


def test_a_correction_of_the_text_leaves_the_file_as_it_is(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    adds(files, amara, "poster.png", POSTER)
    amara.presses("Send to 1 of 3")

    corrects(amara)

    *_, file, text = samir.messages
    assert (file.text, file.file) == ("poster.png", ALT)
    assert CORRECTED in text.text
    assert [each.text for each in samir.messages].count("poster.png") == 1


def test_who_joins_after_a_correction_gets_the_file_as_well(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    adds(files, amara, "poster.png", POSTER)
    amara.presses("Send to 1 of 3")
    corrects(amara)

    kerry = network.manager("H2", "7002", "Kerry")

    assert [each.file for each in kerry.messages].count(ALT) == 1
    assert CORRECTED in kerry.screen


def test_what_is_withdrawn_takes_its_file_back_wherever_it_was_brought(
    network: Network, files: Files, amara: Player, samir: Player
) -> None:
    adds(files, amara, "poster.png", POSTER)
    amara.presses("Send to 1 of 3")
    samir.commands("news")
    samir.presses("File: poster.png")
    token = samir.messages[-3].buttons["File: poster.png"]

    amara.presses(network.content.words.correcting.withdraw)
    fills(amara, "withdraw", reason="It is out of date.")

    gone = network.content.words.correcting.file_withdrawn
    assert [each.file for each in samir.messages if each.file] == [gone, gone]
    samir.presses_token(token)
    assert samir.toast == network.content.words.common.stale_button
