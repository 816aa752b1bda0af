"""A file goes along with an issue of a newsletter: added and taken out at the editor's desk."""

import pytest

from tests.support.network import Network
from tests.support.newsletters import Newsroom
from tests.support.pictures import picture
from tests.support.sending_files import Files

ALT = "A hand under a tap"


@pytest.fixture
def newsroom(network: Network) -> Newsroom:
    return Newsroom(network)


def adds(newsroom: Newsroom) -> None:
    newsroom.press(newsroom.network.content.words.broadcast.add_file)
    Files(newsroom.network).submits(newsroom.amara, "poster.png", picture(), alt=ALT)


def test_it_stands_on_the_desk_and_goes_to_each_home_before_the_issue(newsroom: Newsroom) -> None:
    newsroom.draft()
    adds(newsroom)
    assert "poster.png" in newsroom.desk
    assert newsroom.network.content.words.broadcast.check_file in newsroom.amara.screen

    newsroom.asks()
    newsroom.approves()
    newsroom.goes_out()

    brought = [each.file for each in newsroom.samir.messages if each.file]
    assert brought == [ALT]
    assert newsroom.samir.messages[-2].file == ALT


def test_taken_out_it_is_on_the_desk_no_more(newsroom: Newsroom) -> None:
    newsroom.draft()
    adds(newsroom)

    newsroom.press(newsroom.network.content.words.broadcast.take_file_out)

    assert "poster.png" not in newsroom.desk


def test_added_after_an_approval_it_needs_another(newsroom: Newsroom) -> None:
    newsroom.draft()
    newsroom.asks()
    newsroom.approves()

    adds(newsroom)
    newsroom.goes_out()

    assert not [each for each in newsroom.samir.messages if each.file]


def test_who_does_not_edit_adds_nothing(newsroom: Newsroom) -> None:
    newsroom.draft()
    priya = newsroom.network.lead("Priya", "clinical", "U9")

    priya.presses_token("attach:1")

    assert priya.form is None
    assert priya.toast == newsroom.network.content.words.common.not_allowed
