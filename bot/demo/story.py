"""The demo's story, told in about twenty lines: a borough joins, a newsletter goes out, a need is answered."""

import asyncio
import csv
import importlib.metadata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.core.broadcasts import Figures
from bot.db import broadcasts, outbox
from bot.db.database import Database
from bot.demo.people import LOOK, Controls, Manager, SlackLead
from bot.demo.stage import Stage

FIRST_CHAT = 7001
AT_ONCE = 20
READERS = 40
ANSWERERS = 12
CLINICAL, NETWORK = "C0CLINICAL", "C0NETWORK"
LEADS = (
    ("U0AMARA", "Amara Okafor", "coordinators"),
    ("U0PRIYA", "Priya Raman", "clinical"),
    ("U0JOSEPH", "Joseph Linden", "infection"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """Who plays, on which stage, told on which console."""

    stage: Stage
    controls: Controls
    console: Console
    database: Database

    def tell(self, sentence: str) -> None:
        """Print one line."""
        self.console.print(sentence, highlight=False, markup=False, soft_wrap=True)

    async def play(self, homes: Path, newsletter: str) -> None:
        """Play it all, with the homes of this file and this newsletter.

        Raises:
            HomeroundError: What should have followed did not.
        """
        clients = "python-telegram-bot", "slack-bolt"
        versions = " and ".join(f"{each} {importlib.metadata.version(each)}" for each in clients)
        self.tell(
            f"The sandbox stands in for Telegram and Slack, on this machine: {self.stage.url}"
        )
        printed = await self.stage.command("homes", "import", str(homes))
        self.tell(f"The borough's homes are imported. {printed.splitlines()[-1]}")
        managers = await self._managers(homes)
        await self.stage.run()
        self.tell(f"Homeround runs against it through {versions}.")
        await self._join(managers)
        amara, priya = await self._leads()
        await self._newsletter(amara, managers, newsletter)
        await self._check_in(managers)
        await self._need(managers[0], priya)
        await self._sum_up()

    async def _managers(self, homes: Path) -> list[tuple[Manager, str]]:
        names = _manager_names(homes)
        path = self.stage.path("invites.csv")
        await self.stage.command("invite", "--all-homes", "--csv", str(path))
        with path.open(encoding="utf-8", newline="") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: row["home_id"])
        people = [
            Manager(
                self.controls,
                chat,
                names[row["home_id"]],
                row["home_name"],
                row["home_id"],
            )
            for chat, row in enumerate(rows, FIRST_CHAT)
        ]
        shown = [
            {"id": each.chat, "name": each.name, "home": each.home, "home_id": each.home_id}
            for each in people
        ]
        await self.controls.act("telegram/people", people=shown)
        return list(zip(people, (row["code"] for row in rows), strict=True))

    async def _join(self, managers: Sequence[tuple[Manager, str]]) -> None:
        async def join(manager: Manager, code: str) -> None:
            await manager.starts(code)
            await manager.taps("Yes, that is my home")
            await manager.sees("You have joined")

        seconds = await self._with_bar(
            "Managers join", [partial(join, manager, code) for manager, code in managers]
        )
        self.tell(
            f"{len(managers)} managers opened the link of their invite, confirmed their home and "
            f"joined in {seconds:.0f} s."
        )

    async def _leads(self) -> tuple[SlackLead, SlackLead]:
        leads = []
        for user, name, team in LEADS:
            lead = SlackLead(self.controls, user, name, team)
            printed = await self.stage.command("invite", "--lead", name, "--team", team)
            code = next(csv.DictReader(printed.splitlines()))["code"]
            await lead.says(code)
            await lead.taps(lead.direct, "You are invited to join the team", "Yes, join")
            await lead.sees(lead.direct, "You have joined")
            leads.append(lead)
        self.tell(f"{', '.join(name for _, name, _ in LEADS)} joined their teams in Slack.")
        return leads[0], leads[1]

    async def _newsletter(
        self, amara: SlackLead, managers: Sequence[tuple[Manager, str]], newsletter: str
    ) -> None:
        leaver = managers[-1][0]
        await leaver.blocks()
        told = await amara.sees(NETWORK, "We can no longer write to")
        self.tell(f'One manager blocks the bot. The coordinators read: "{told["text"]}"')
        await amara.commands("broadcast")
        await amara.submits(audience="all", text=newsletter, urgent="no", ack="yes")
        preview = await amara.sees(amara.direct, "This goes to")
        first = preview["text"].splitlines()[0]
        self.tell(f'Amara writes the newsletter in Slack and sees it first. "{first}"')
        await amara.taps(
            amara.direct, "This goes to", f"Send to {len(managers) - 1} of {len(managers)}"
        )
        figures, seconds = await self._watch()
        self.tell(
            f"Delivered to {figures.delivered} of {figures.homes} homes in {seconds:.1f} s, "
            f"{figures.failed} failed, {figures.not_reached} not reached."
        )
        readers = [manager for manager, _ in managers[:READERS]]
        await asyncio.gather(*(each.taps("I have read this") for each in readers))
        counted = await amara.sees(amara.direct, f"Read by {READERS} of")
        self.tell(
            f"{READERS} managers say that they have read it. Amara's progress line: "
            f'"{" ".join(counted["text"].split())}"'
        )

    async def _watch(self) -> tuple[Figures, float]:
        began = asyncio.get_running_loop().time()
        figures = self._figures()
        with self._bar() as bar:
            task = bar.add_task(
                "The newsletter goes out", total=figures.homes - figures.not_reached
            )
            while figures.waiting:
                await asyncio.sleep(LOOK)
                figures = self._figures()
                bar.update(task, completed=figures.delivered + figures.failed)
        return figures, asyncio.get_running_loop().time() - began

    def _figures(self) -> Figures:
        with self.database.read() as connection:
            return broadcasts.figures(connection, broadcasts.last(connection) or 0)

    async def _check_in(self, managers: Sequence[tuple[Manager, str]]) -> None:
        printed = await self.stage.command("round", "open", "weekly")
        self.tell(printed.strip())

        async def answer(manager: Manager, label: str) -> None:
            await manager.taps(label)
            await manager.taps("Yes")
            await manager.sees("That is everything for this week")

        labels = ["Need help today"] + ["Running well", "Under pressure but coping"] * ANSWERERS
        chosen = zip((manager for manager, _ in managers[:ANSWERERS]), labels, strict=False)
        seconds = await self._with_bar(
            "Homes answer", [partial(answer, manager, label) for manager, label in chosen]
        )
        printed = await self.stage.command("round", "results", "weekly")
        self.tell(
            f"{ANSWERERS} homes answer with two taps each, in {seconds:.0f} s. {printed.splitlines()[0]}"
        )

    async def _need(self, managed: tuple[Manager, str], priya: SlackLead) -> None:
        manager, _ = managed
        clock = asyncio.get_running_loop()
        began = clock.time()
        await priya.sees(CLINICAL, "HR-1 ·")
        self.tell(
            f'{manager.home} answered "Need help today": a card, HR-1, is in #clinical-leads.'
        )
        await priya.taps(CLINICAL, "HR-1 ·", "Claim")
        told = await manager.sees("has your request HR-1 now")
        self.tell(f'Priya claims it. The home reads: "{told}"')
        await priya.taps(CLINICAL, "HR-1 ·", "Send to home")
        await priya.submits(text="I will ring you before noon. Which wing is it?")
        await manager.sees("I will ring you before noon")
        self.tell(
            'Priya writes to the home in a form: "I will ring you before noon. Which wing is it?"'
        )
        await manager.taps("Reply")
        await manager.sees("Your reply")
        await manager.says("Oak wing. Two staff are off as well.")
        await priya.sees(CLINICAL, "Oak wing")
        self.tell(
            "The home replies from the phone; it stands in the card's thread and in Priya's own chat."
        )
        await priya.taps(CLINICAL, "HR-1 ·", "Resolve")
        await manager.sees("has closed your request HR-1")
        seconds = clock.time() - began
        self.tell(f"Priya resolves HR-1. From the card to the end it took {seconds:.0f} s.")

    async def _sum_up(self) -> None:
        with self.database.read() as connection:
            counted = outbox.by_state(connection)
        states = ", ".join(f"{count} {state}" for state, count in sorted(counted.items()))
        self.tell(f"In the database: {sum(counted.values())} deliveries ({states}). None is lost.")

    def _bar(self) -> Progress:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        hidden = not self.console.is_terminal
        return Progress(*columns, console=self.console, transient=True, disable=hidden)

    async def _with_bar(self, title: str, deeds: Sequence[Callable[[], Awaitable[None]]]) -> float:
        """Do all of it, a few at a time, under a live line; return how many seconds it took."""
        clock, room = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)
        began = clock.time()
        with self._bar() as bar:
            task = bar.add_task(title, total=len(deeds))

            async def do(deed: Callable[[], Awaitable[None]]) -> None:
                async with room:
                    await deed()
                bar.advance(task)

            async with asyncio.TaskGroup() as group:
                for deed in deeds:
                    group.create_task(do(deed))
        return clock.time() - began


def _manager_names(homes: Path) -> dict[str, str]:
    """Return who manages each home, by its id: the file says "Last, First"."""
    with homes.open(encoding="utf-8", newline="") as file:
        rows = [(row["Setting ID"], row["Registered manager"]) for row in csv.DictReader(file)]
    return {home_id: " ".join(reversed(name.split(", "))) for home_id, name in rows}
