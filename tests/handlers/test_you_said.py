"""You said, we did: the homes that said it read first what was done, and the next newsletter tells the others."""

from tests.support.network import Network
from tests.support.tables import everything

DID = "Masks come to you every Tuesday from now on."


def test_the_homes_that_said_it_read_it_first_and_it_waits_for_the_newsletter(
    network: Network,
) -> None:
    amara = network.lead("Amara", "coordinators", "U3")
    samir = network.manager("H1")
    kerry = network.manager("H2", "7002", "Kerry")
    network.comes("round_due", "weekly")
    samir.presses("Need some help")
    samir.presses("Training")
    samir.presses("PPE supply")
    samir.presses("Done")
    kerry.presses("Running well")
    amara.commands("checkin")
    amara.presses("Weekly check-in")

    amara.presses("We did something about it")
    assert amara.form
    theme, _, section = amara.form.fields
    assert "1: PPE supply - What is it about?" in [each.label for each in theme.choices]
    amara.submits(theme="topic.ppe", text=DID, section=section.choices[0].value)

    edition = network.content.editions[section.choices[0].value.partition(".")[0]].title
    told = network.content.words.round.you_said_done.fill(number=1, edition=edition)
    assert told in amara.screen
    assert DID in samir.screen
    assert not any(DID in each.text for each in kerry.messages)
    tables = everything(network.database)
    (item,) = tables["items"]
    assert (item["title"], item["text"]) == ("You said, we did: PPE supply", DID)
    (tied,) = tables["themes"]
    assert (tied["item_id"], tied["question_id"], tied["value"]) == (
        item["item_id"],
        "topic",
        "ppe",
    )


def test_what_is_wrong_is_told_and_changes_nothing(network: Network) -> None:
    amara = network.lead("Amara", "coordinators", "U3")
    network.comes("round_due", "weekly")
    amara.commands("checkin")
    amara.presses("Weekly check-in")
    amara.presses("We did something about it")
    assert amara.toast == network.content.words.round.nothing_said

    samir = network.manager("H1")
    samir.presses("Running well")
    amara.presses("We did something about it")
    amara.submits(theme="week.nonsense", text="", section="weekly.nowhere")

    assert set(amara.faults) == {"theme", "text", "section"}
    assert everything(network.database)["items"] == []
