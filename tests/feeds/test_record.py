"""What a home confirmed of guidance before it was corrected stands in its record, beside what it confirmed since."""

from tests.support.clockwork import Clockwork
from tests.support.feed_server import FeedServer, Watcher, sample, sample_page
from tests.support.network import Network

PAGE = "/guidance/norovirus-in-care-homes"
ACTION = "Keep staff with symptoms away for 48 hours."


async def test_both_stand_in_the_record(
    watcher: Watcher, server: FeedServer, network: Network
) -> None:
    words = network.content.words
    await Clockwork(network).ticks()
    watcher.watches()
    server.pages[PAGE] = sample_page("norovirus_day2.json")
    await watcher.looks(gives=sample("finder_day2.atom"))
    server.pages[PAGE] = sample_page("norovirus_day3.json")
    await watcher.looks(gives=sample("finder_day3.atom"))
    samir, priya = network.manager("H1"), network.lead("Priya", "infection")
    priya.presses(words.triage.send, room="C0INFECTION")
    values = {"summary": "48 hours.", "audience": "all", "urgent": "no", "by": ""}
    priya.submits(action=ACTION, material="yes", **values)
    priya.presses(next(each for each in priya.buttons if each.startswith("Send to")))
    samir.presses(words.guidance.confirm_button)
    priya.presses(words.correcting.correct)
    assert priya.form is not None
    text = priya.form.fields[0].value.replace("48", "72")
    priya.submits(text=text, note="72, not 48.", again="yes")
    samir.presses(words.guidance.confirm_button)
    samir.commands("guidance")
    samir.presses(words.guidance.record.format(home="Ash Lodge"))

    record = samir.messages[-2].file
    assert words.guidance.record_before.partition("{")[0] in record
    assert words.guidance.record_confirmed.partition("{")[0] in record
