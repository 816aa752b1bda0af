"""What leads and editors of newsletters do in dialogues."""

from datetime import UTC, datetime, timedelta

from bot.core.broadcasts import Broadcast
from bot.core.editions import Item
from bot.db import broadcasts, items
from tests.support.network import Network, Player
from tests.support.planning import lead_in

# Where the editors of the shipped editions read.
EDITORS = "C0NETWORK"
# The first closing after the network begins, a Thursday, and when that issue goes out.
ISSUE = "2026-11-26"
CLOSES_AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
SENDS_AT = datetime(2026, 11, 27, 9, tzinfo=UTC)


def puts_in(
    lead: Player, title: str = "Flu jabs", section: str = "weekly.changed", **more: str
) -> None:
    """Let a lead put an item into the next newsletter."""
    lead.commands("item")
    values = {"text": f"About {title}.", "action": "", "link": "", "audience": "", "expires": ""}
    said = values | {"section": section, "title": title} | more
    if lead.form is not None:
        lead.submits(**said)
        return
    lead.presses(section_label(lead.network, section))
    fills_rest(lead, **said)


def fills_rest(lead: Player, **said: str) -> None:
    """Answer by messages what a dialogue asks after the section; what is empty is left out."""
    for name in ("title", "text", "action", "link", "audience", "expires"):
        if said[name]:
            lead.says(said[name])
        else:
            lead.presses(lead.network.content.words.forms.skip)


def section_label(network: Network, section: str) -> str:
    """Return what the form calls a section."""
    edition_id, _, section_id = section.partition(".")
    edition = network.content.editions[edition_id]
    (found,) = (each for each in edition.sections if each.id == section_id)
    return f"{edition.title}: {found.title}"


def closes(network: Network, edition: str = "weekly", issue: str = ISSUE) -> None:
    """Let the closing time of an issue come."""
    network.comes("edition_closes", f"{edition}.{issue}")


class Newsroom:
    """Amara edits and Tom is a second coordinator, both in Slack; Samir runs a home."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.words = network.content.words.newsletter
        self.approval = network.content.words.approval
        self.samir = network.manager("H1")
        self.amara = lead_in(network, "slack", "Amara")
        self.tom = lead_in(network, "slack", "Tomas")

    def draft(self, *titles: str) -> None:
        """Put these in, and let the edition close at its time."""
        for title in titles or ("Flu jabs",):
            puts_in(self.amara, title)
        self.network.clock.at = CLOSES_AT
        closes(self.network)

    def press(self, label: str, lead: Player | None = None) -> None:
        """Press a button in the editors' room; the editor does where nobody is named."""
        (lead or self.amara).presses(label, EDITORS)

    def press_begins(self, begins: str, lead: Player | None = None) -> None:
        """Press the newest button whose label begins so."""
        shown = reversed(self.network.room("slack", EDITORS).messages)
        found = (each for message in shown for each in message.buttons if each.startswith(begins))
        self.press(next(found), lead)

    def asks(self) -> None:
        """Ask for approval."""
        self.press(self.approval.ask)

    def approves(self, lead: Player | None = None) -> None:
        """Approve what was asked for, as Tom where nobody else is named."""
        begins = self.approval.approve.partition("{")[0]
        self.press_begins(begins, lead or self.tom)

    def goes_out(self, number: int = 1, after: timedelta = timedelta()) -> None:
        """Let the moment come at which an approved issue goes out."""
        self.network.clock.at = SENDS_AT + after
        self.network.comes("broadcast_due", str(number))

    @property
    def desk(self) -> str:
        """Return what the newest message of the editors' room shows that has the desk's buttons."""
        shown = reversed(self.network.room("slack", EDITORS).messages)
        return next(each.text for each in shown if self.words.see_it in each.buttons)

    def issue(self, number: int = 1) -> Broadcast:
        """Return a newsletter as it stands."""
        with self.network.database.read() as connection:
            found = broadcasts.broadcast(connection, number)
        assert found is not None
        return found

    def items(self) -> dict[str, Item]:
        """Return every item by its title; of several with one title, the newest."""
        with self.network.database.read() as connection:
            return {each.title: each for each in reversed(items.all_of(connection))}

    def states(self) -> dict[str, str]:
        """Return where each item stands."""
        return {title: each.state.value for title, each in self.items().items()}
