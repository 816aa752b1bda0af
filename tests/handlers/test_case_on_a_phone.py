"""Leads who have no room in Slack: what concerns their cases reaches them in Telegram, once, and nobody else."""

from dataclasses import replace

import pytest

from tests.support.network import Network, Player


@pytest.fixture
def phones(network: Network) -> Network:
    """A network whose teams have no rooms."""
    teams = network.content.teams
    network.edits(teams={key: replace(each, slack_channel="") for key, each in teams.items()})
    return network


def on_a_phone(network: Network, chat: str, name: str) -> Player:
    lead = network.telegram(chat, name)
    lead.says(network.code_for_lead(name, "clinical"))
    lead.presses("Yes, join")
    return lead


@pytest.fixture
def priya(phones: Network) -> Player:
    return on_a_phone(phones, "8001", "Priya")


@pytest.fixture
def joseph(phones: Network, priya: Player) -> Player:
    return on_a_phone(phones, "8002", "Joseph")


@pytest.fixture
def samir(phones: Network, joseph: Player) -> Player:
    """A manager whose home needs help today, so that every lead has its card more than once."""
    samir = phones.manager("H1")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Two people are ill since last night.")
    samir.presses("Today")
    return samir


def test_what_a_home_answers_is_read_once_by_who_has_the_case_and_by_nobody_else(
    samir: Player, priya: Player, joseph: Player
) -> None:
    joseph.presses("Claim")
    joseph.presses("Send to home")
    joseph.says("Which wing?")
    heard, others = len(joseph.messages), len(priya.messages)

    samir.presses("Reply")
    samir.says("Oak wing.")

    assert [each.text for each in joseph.messages[heard:]] == [
        "Samir, manager of Ash Lodge, about HR-1:\nOak wing."
    ]
    assert joseph.buttons == ["Send to home"]
    assert len(priya.messages) == others, "nobody is told of what somebody has"


def test_what_a_home_adds_before_anybody_has_it_reaches_the_whole_team(
    samir: Player, priya: Player, joseph: Player
) -> None:
    heard = len(priya.messages), len(joseph.messages)

    samir.says("Three by now.")
    samir.presses("Send to the team")

    for lead, before in zip((priya, joseph), heard, strict=True):
        assert [each.text for each in lead.messages[before:]] == [
            "Samir, manager of Ash Lodge, about HR-1:\nThree by now."
        ]


def test_a_lead_sees_on_the_phone_what_they_sent_and_can_correct_it(
    samir: Player, joseph: Player
) -> None:
    joseph.presses("Send to home")
    joseph.says("I ring you at noon.")
    assert joseph.screen == "Sent to the home by Joseph: I ring you at noon."

    joseph.presses("Correct it")
    joseph.says("I ring you at two.")

    assert samir.screen == (
        "Correction from Joseph (Clinical leads) about HR-1:\nI ring you at two."
    )


def test_what_a_lead_simply_writes_stays_with_the_lead(samir: Player, joseph: Player) -> None:
    joseph.presses("Claim")
    read = len(samir.messages)

    joseph.says("They always exaggerate.")

    assert len(samir.messages) == read
