"""A meeting planned in chat, the way a lead does it, and what homes make of it."""

from datetime import datetime, timedelta

from bot.core.words import MeetingLeadWords, MeetingWords
from bot.db import meetings
from tests.support.network import LONDON, Network, Player

# A Tuesday at 14:00 in London, a fortnight after the Monday on which the network begins.
WHEN = "Tuesday 8 December 2026 14:00"
STARTS_AT = datetime(2026, 12, 8, 14, tzinfo=LONDON)
LENGTH = timedelta(minutes=90)
FORM = {
    "kind": "training",
    "title": "Catheter care",
    "when": WHEN,
    "minutes": "90",
    "where": "Town Hall, Room 2",
    "audience": "all",
    "places": "",
    "text": "For nurses. Bring **your** policy.",
}


class Meetings:
    """The lead who plans, and the words that everybody reads."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.words: MeetingWords = network.content.words.meeting
        self.lead_words: MeetingLeadWords = network.content.words.meeting_lead
        self.lead = network.lead("Amara", "coordinators", user="U3")

    def plans(self, **changes: str) -> None:
        """Fill in the form, and see the meeting as homes will."""
        self.lead.commands("meeting")
        self.lead.submits(**FORM | changes)

    def asks(self, **changes: str) -> None:
        """Plan a meeting and send it; the clock shows the lead the numbers."""
        self.plans(**changes)
        assert self.lead.faults == {}
        (send,) = (label for label in self.lead.buttons if label.startswith("Send to"))
        self.lead.presses(send)
        self.network.comes("meeting_asked", str(self.newest))

    @property
    def newest(self) -> int:
        """Return the number of the meeting that was planned last."""
        with self.network.database.read() as connection:
            return max(each.meeting_id for each in meetings.everyone(connection))

    def says(self) -> dict[str, str]:
        """Return what each home has said to the newest meeting, by its name."""
        with self.network.database.read() as connection:
            found = meetings.attendances_of(connection, self.newest)
        return {each.home.name: each.attending.value for each in found}

    def managers(self, number: int = 3) -> list[Player]:
        """Return the managers of so many homes."""
        return [
            self.network.manager(f"H{place}", chat=f"700{place}", name=f"N{place}")
            for place in range(1, number + 1)
        ]

    def card(self, player: Player) -> str:
        """Return what the player's newest card of a meeting shows."""
        return next(each.text for each in reversed(player.messages) if "Catheter" in each.text)
