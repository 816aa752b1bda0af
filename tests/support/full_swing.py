"""The small network in full swing: one home with matters of every kind, and people whom none of them concern."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.core.at_once import AtOnce
from bot.core.events import Inbound
from bot.core.guidance import Entry, Listing, Polled
from bot.core.people import Role
from bot.db.tables import accounts, deliveries, memberships, team_members
from bot.feeds.reading import page_of
from tests.support.network import Network, Player
from tests.support.rehearsals import Rehearsed
from tests.support.tables import Rows, everything

# Stands in every text that home H1 wrote or was sent.
SECRET = "Zebra"
# What nobody else may see of it: its texts, its name, its manager and his chat, and the lead who helps it.
SECRETS = (SECRET, "Ash Lodge", "Samir", "7001", "Priya")
ROOM = "C0CLINICAL"


class FullSwing(Network):
    """Samir runs home H1: every kind of row is about it. Kerry runs H2; Joseph is a lead of another team."""

    def __init__(self, database: Rehearsed) -> None:
        self.stage = database
        with database.in_one_go():
            super().__init__(database)
            self._swing()

    def _swing(self) -> None:
        self.code_for(
            "H1"
        )  # an invite that nobody has used: the first of everything is a matter of H1
        self.samir = self.manager("H1")
        self.kerry = self.manager("H2", chat="7002", name="Kerry")
        self.priya = self.lead("Priya", "clinical", user="U1")
        self.joseph = self.lead("Joseph", "infection", user="U2")
        self.amara = self.lead("Amara", "coordinators", user="U3")
        self.gone = self.telegram("7009", "Lena")
        self.gone.commands("start", self.code_for("H1", Role.DEPUTY))
        self._press(self.gone, self.content.words.join.yes_home)
        self._press_of(self.gone, "stop", self.content.words.me.yes_leave)
        self.comes("round_due", "weekly")
        self._cases()
        self._broadcasts()
        self.samir.commands("me")
        self._press(self.samir, self.content.words.me.link)
        self.samir.commands("start", self.code_for("H1"))
        self.samir.says(f"{SECRET} is not well")
        self._missed()
        self._guidance()

    def _guidance(self) -> None:
        """Leave a change of guidance that nobody has decided, and one that was sent to H1 only."""
        words = self.content.words
        for number in range(3):
            listing = Listing((self._entry(number),))
            looked = Polled("nhs-england", "https://www.england.nhs.uk/feed/", None, listing)
            self.take(Inbound(f"p{number}", "feeds", "", "", looked))
        self._press(self.priya, words.triage.send, ROOM)
        self.priya.submits(
            action=f"{SECRET}: read it", audience="home:H1", urgent="no", material="yes"
        )
        self._press(self.priya, "Send to 1 of 1")
        self.comes("change_sent", "3.0")

    def _entry(self, number: int) -> Entry:
        url = f"https://www.england.nhs.uk/{number}/"
        return Entry(page_of(url), url, f"Medicines {number}", self.clock.at, ("Some text.",))

    def _cases(self) -> None:
        """Leave three cases: one with a lead and words from both, one that waits, one that is settled."""
        words = self.content.words.case
        self._press(self.samir, "Need help today")
        self._press(self.priya, words.send_to_home, ROOM)
        self.priya.submits(text=f"{SECRET}: which wing?")
        self._press(self.samir, words.reply)
        self.samir.says(f"{SECRET} wing")
        for text in (f"{SECRET} one", f"{SECRET} two"):
            self.samir.commands("help")
            self._press(self.samir, self.content.categories["medicines"].label)
            self.samir.says(text)
            self._press(self.samir, "This week")
        self._press(self.priya, words.resolve, ROOM)
        self.priya.submits(text=f"{SECRET} is settled")

    def _broadcasts(self) -> None:
        """Leave three broadcasts for H1 only: one to be read, one that was dropped, one that is not decided."""
        for label in ("Send to 1 of 1", self.content.words.broadcast.do_not_send, ""):
            self.amara.commands("broadcast")
            text = f"{SECRET} news"
            self.amara.submits(audience="home:H1", text=text, urgent="no", ack="yes")
            if label:
                self._press(self.amara, label)

    def _missed(self) -> None:
        """Leave one broadcast that was to go out when nothing ran: every lead sees what is planned."""
        self.amara.commands("broadcast")
        self.amara.submits(audience="home:H1", text="Planned news", urgent="no", ack="no")
        self._press(self.amara, self.content.words.broadcast.send_later)
        self.amara.submits(when="today 10:30")
        self.clock.at += timedelta(hours=1)
        self.comes("broadcast_late", "4")
        self.clock.at -= timedelta(hours=1)

    def _press(self, player: Player, label: str, room: str = "") -> None:
        player.presses(label, room)

    def _press_of(self, player: Player, command: str, label: str) -> None:
        player.commands(command)
        player.presses(label)

    def tokens(self) -> set[str]:
        """Return the tokens of all buttons that anybody was ever shown."""
        with self.database.read() as connection:
            payloads = connection.execute(
                select(deliveries.c.payload).where(deliveries.c.payload.is_not(None))
            ).scalars()
            return {
                button["token"]
                for payload in payloads
                for row in json.loads(payload)["buttons"]
                for button in row
            }

    def card(self) -> str:
        """Return the platform's id of the card in the team's room."""
        return self.room("slack", ROOM).messages[0].message_id

    def outsiders(self) -> Iterator["Outsider"]:
        """Return everybody whom none of H1's matters concern."""
        for player in (self.kerry, self.joseph, self.gone, self.slack("U9", "Somebody")):
            yield Outsider.of(self, player)


@dataclass(frozen=True)
class Outsider:
    """Somebody, and what is theirs."""

    player: Player
    person_id: int | None
    homes: frozenset[str]
    teams: frozenset[str]

    @classmethod
    def of(cls, network: FullSwing, player: Player) -> "Outsider":
        with network.database.read() as connection:
            person_id = connection.execute(
                select(accounts.c.person_id).where(
                    accounts.c.channel == player.channel, accounts.c.chat == player.chat
                )
            ).scalar()
            held = [
                connection.execute(
                    select(column).where(
                        column.table.c.person_id == person_id, column.table.c.until.is_(None)
                    )
                ).scalars()
                for column in (memberships.c.home_id, team_members.c.team)
            ]
            return cls(player, person_id, *map(frozenset, held))

    def harm(self, before: Rows, after: Rows, shown: Sequence[AtOnce | None]) -> list[str]:
        """Return what acts of theirs changed that is not theirs, and what they showed that they may not see."""
        theirs = _Theirs(self, after)
        touched = [table for table in after if after[table] is not before[table]]
        changed = [
            (table, row) for table in touched for row in after[table] if row not in before[table]
        ]
        lost = [table for table in touched if len(after[table]) < len(before[table])]
        harm = [f"{table}: {row}" for table, row in changed if not theirs.holds(table, row)] + lost
        # The team that is asked whether several homes need the same reads of each home: they are all its own.
        seen = str(shown) + "".join(
            str(row["payload"])
            for table, row in changed
            if table == "deliveries" and '"incident:' not in str(row["payload"])
        )
        return harm + [f"shown: {secret}" for secret in SECRETS if secret in seen]


class _Theirs:
    """Which rows are an outsider's own: their home's, their team's, or about themselves."""

    def __init__(self, outsider: Outsider, after: Rows) -> None:
        player, person_id = outsider.player, outsider.person_id
        cases = {
            row["escalation_id"]
            for row in after["escalations"]
            if row["home_id"] in outsider.homes or row["team"] in outsider.teams
        }
        cards = {
            row["delivery_id"]
            for row in after["deliveries"]
            if row["card"] in {f"escalation:{number}" for number in cases}
        }
        self._mine: dict[str, set[Any]] = {
            "escalation_id": cases,
            "assignment_id": {
                row["assignment_id"]
                for row in after["assignments"]
                if row["home_id"] in outsider.homes
            },
            "card": {f"escalation:{number}" for number in cases},
            "thread_of_id": cards,
            "edits_id": cards,
            "home_id": set(outsider.homes),
            "author_id": {person_id} - {None},
            "person_id": {person_id} - {None},
            "chat": {player.chat},
        }

    def holds(self, table: str, row: Mapping[str, Any]) -> bool:
        """Say whether the row is theirs, by the first of its columns that says whose it is."""
        if table in ("events", "series"):
            return True
        if table == "deliveries" and row["card"] in self._mine["card"]:
            return True
        told = (name for name in self._mine if name != "card" and row.get(name) is not None)
        whose = next(told, None)
        return whose is not None and row[whose] in self._mine[whose]


def tries(
    network: FullSwing, outsider: Outsider, acts: Sequence[Inbound], before: Rows
) -> list[str]:
    """Return the harm that acts do, one after the other, and what breaks of them; nothing of it lasts."""
    with network.stage.rehearsal():
        shown = network.engine.take(acts)
        after = before | everything(network.database, sorted(network.stage.written))
        broken = [row["parked"] for row in after["events"] if row["parked"]]
        return outsider.harm(before, after, shown) + broken
