import pytest

from bot.db import broadcasts, receipts
from tests.support.network import Network, Player


@pytest.fixture
def amara(network: Network) -> Player:
    return network.lead("Amara", "coordinators", user="U3")


def writes(lead: Player, text: str = "**Flu** jabs start on Monday.", **more: str) -> None:
    lead.commands("broadcast")
    lead.submits(**{"audience": "all", "text": text, "urgent": "no", "ack": "no"} | more)


def test_a_lead_sees_exactly_what_goes_out_and_to_whom_before_it_does(
    network: Network, amara: Player
) -> None:
    samir = network.manager("H1")
    before = len(samir.messages)

    writes(amara)

    assert [message.text for message in amara.messages[-2:]] == [
        "Flu jabs start on Monday.",
        "This goes to 1 of 3 homes.\ncare home: 3\nNot joined yet (2): Birch House, Cedar Court",
    ]
    assert amara.buttons == [
        *("Send to 1 of 3", "Do not send", "Send later", "Repeat", "Change it", "Add a file")
    ]
    assert len(samir.messages) == before


def test_sent_it_arrives_once_and_the_progress_line_is_one_message(
    network: Network, amara: Player
) -> None:
    samir = network.manager("H1")
    kerry = network.manager("H2", chat="7002", name="Kerry")
    writes(amara)
    amara.presses("Send to 2 of 3")
    before = len(amara.messages)

    network.comes("broadcast_progress", "1")

    assert [samir.screen, kerry.screen] == ["Flu jabs start on Monday."] * 2
    assert amara.screen == "Done. Sent to 2 of 3 homes. Failed: 0. Not reached: 1.\nRead by 0 of 3."
    assert len(amara.messages) == before
    with network.database.read() as connection:
        assert [
            (row.home_id, row.state, row.reason) for row in receipts.by_home(connection, 1)
        ] == [
            ("H1", "delivered", ""),
            ("H2", "delivered", ""),
            ("H3", "not_reached", "not_joined"),
        ]


def test_dropped_it_goes_to_nobody_and_cannot_be_sent_any_more(
    network: Network, amara: Player
) -> None:
    samir = network.manager("H1")
    writes(amara)
    send = amara.messages[-1].buttons["Send to 1 of 3"]

    amara.presses("Do not send")
    assert amara.screen == "Not sent."
    amara.presses_token(send)

    assert amara.toast == "This has been decided already."
    assert "Flu" not in samir.screen


def test_pressing_send_twice_sends_once(network: Network, amara: Player) -> None:
    samir = network.manager("H1")
    writes(amara)
    send = amara.messages[-1].buttons["Send to 1 of 3"]

    amara.presses_token(send)
    amara.presses_token(send)

    assert [m.text for m in samir.messages].count("Flu jabs start on Monday.") == 1


def test_only_its_author_sends_a_draft_and_only_leads_write_one(
    network: Network, amara: Player
) -> None:
    samir = network.manager("H1")
    writes(amara)
    priya = network.lead("Priya", "clinical")

    priya.presses_token("broadcast:1:send")
    assert priya.toast == "Only the people concerned can do this."
    samir.commands("broadcast")
    assert samir.screen == "Only the people concerned can do this."


@pytest.mark.parametrize(
    ("audience", "fault"),
    [
        ("colour:red", "I cannot read this part, or no home has it: colour:red"),
        ("type:hospital", "I cannot read this part, or no home has it: type:hospital"),
        ("home:H1 -home:H1", "No home is in this audience."),
        ("", "Please write a few words."),
    ],
)
def test_an_audience_that_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    network: Network, amara: Player, audience: str, fault: str
) -> None:
    writes(amara, audience=audience)

    assert amara.faults == {"audience": fault}
    with network.database.read() as connection:
        assert broadcasts.broadcast(connection, 1) is None


def test_an_audience_of_nobody_who_joined_is_not_sent(network: Network, amara: Player) -> None:
    writes(amara)

    amara.presses("Send to 0 of 3")

    assert amara.toast == "None of the 3 homes of this audience can be reached yet."


def test_i_have_read_this_counts_the_home_once_and_shows_in_the_progress_line(
    network: Network, amara: Player
) -> None:
    samir = network.manager("H1")
    network.manager("H1", chat="7002", name="Kerry")
    writes(amara, ack="yes")
    assert amara.messages[-2].buttons == {"I have read this": "read:1"}
    amara.presses("Send to 1 of 3")
    network.comes("broadcast_progress", "1")

    reading = samir.messages[-1]
    samir.presses("I have read this")
    samir.presses_token("read:1", reading.message_id)
    network.comes("broadcast_progress", "1")

    assert samir.toast == "Thank you. Noted for your home."
    assert reading.buttons == {}
    assert amara.screen.endswith("Read by 1 of 3.")


def test_a_person_of_two_homes_gets_one_copy_for_both(network: Network, amara: Player) -> None:
    samir = network.manager("H1")
    samir.commands("start", network.code_for("H2"))
    samir.presses("Yes, that is my home")

    writes(amara)
    amara.presses("Send to 2 of 3")

    assert [m.text for m in samir.messages].count("Flu jabs start on Monday.") == 1
    network.comes("broadcast_progress", "1")
    assert "Sent to 2 of 3 homes" in amara.screen


def test_news_shows_the_latest_to_the_homes_it_was_for(network: Network, amara: Player) -> None:
    samir = network.manager("H1")
    samir.commands("news")
    assert samir.screen == "There is no news for your home yet."
    writes(amara, audience="home:H1")
    amara.presses("Send to 1 of 1")
    kerry = network.manager("H2", chat="7002", name="Kerry")

    samir.presses("Latest news")
    kerry.presses("Latest news")

    assert samir.screen == "Sent on 23 Nov 2026\nFlu jabs start on Monday."
    assert kerry.screen == "There is no news for your home yet."


def test_news_that_the_home_has_confirmed_asks_nobody_to_confirm_again(
    network: Network, amara: Player
) -> None:
    samir = network.manager("H1")
    writes(amara, ack="yes", audience="home:H1")
    amara.presses("Send to 1 of 1")
    samir.commands("news")
    assert samir.buttons == ["I have read this"]

    samir.presses("I have read this")
    samir.commands("news")

    assert samir.buttons == []
    assert "Your home has confirmed that it read this." in samir.screen


def test_a_lead_out_and_about_writes_by_messages_field_by_field(network: Network) -> None:
    samir = network.manager("H1")
    lead = network.telegram("8001", "Amara")
    lead.says(network.code_for_lead("Amara", "coordinators"))
    lead.presses("Yes, join")

    lead.presses("Write to homes")
    assert "Write to homes: 1 of 4" in lead.screen
    lead.says("colour:red")
    lead.says("Flu jabs start on Monday.")
    lead.presses("No")
    lead.presses("No")

    assert "I cannot read this part, or no home has it: colour:red" in lead.messages[-2].text
    assert "1 of 4" in lead.screen, "what was right is kept, what was wrong is asked again"
    lead.says("home:H1")
    lead.presses("Send to 1 of 1")

    assert samir.screen == "Flu jabs start on Monday."
