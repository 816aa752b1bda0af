"""The demo's story, told in about twenty lines: a borough joins, a newsletter goes out, a need is answered."""

import asyncio
import importlib.metadata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.core.broadcasts import Figures
from bot.core.definitions import Team
from bot.core.deliveries import State
from bot.core.questionnaires import Option
from bot.db import broadcasts, cases, outbox, receipts, rounds
from bot.db.database import Database
from bot.demo.asking import said, survey
from bot.demo.cast import (
    FIRST_CHAT,
    LEADS,
    InvitedLead,
    InvitedManager,
    invite_lead,
    invite_leads,
    invite_managers,
)
from bot.demo.guidance import guidance
from bot.demo.people import LOOK, Controls, SlackPerson, TelegramPerson, until
from bot.demo.script import Script
from bot.demo.stage import Stage

AT_ONCE = 20
READERS = 40
ANSWERERS = 12
TO_HOME = "I will ring you before noon. Which wing is it?"
FROM_HOME = "Oak wing. Two staff are off as well."
OUTCOME = "An agency nurse comes tonight, and the team rings every morning this week."


@dataclass(frozen=True, slots=True)
class Story:
    """Who plays, on which stage, by which script, told on which console."""

    stage: Stage
    script: Script
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
        managers, leads = await self._set_up(homes)
        await self._leads_join(leads)
        amara, priya, *others = (each.lead for each in leads)
        await self._turn_live(amara, others[-1] if others else priya)
        await self._managers_join(managers)
        everybody = [each.manager for each in managers]
        await self._newsletter(amara, everybody, newsletter)
        await self._check_in(everybody[:ANSWERERS])
        await said(self.script, priya, self.tell)
        await self._need(everybody[0], priya)
        await guidance(self.stage, self.script, everybody[1:READERS], priya, self.tell)
        await survey(self.script, everybody[1:ANSWERERS], priya, self.tell)
        await self._sum_up()

    def offer(self) -> None:
        """Say in two lines what to try next."""
        words, helpers = self.script.words, self.script.helpers
        user, chat = LEADS[1][0], FIRST_CHAT
        page = f"{self.stage.url}#chat={chat}&user={user}&channel={helpers.slack_channel}"
        self.tell(f"Your turn (Ctrl-C ends it): {page}")
        self.tell(
            f'On the phone, tap "{words.menu.ask_for_help}". In Slack, as Priya, press '
            f'"{words.case.claim}", then "{words.case.send_to_home}".'
        )

    async def _set_up(
        self, homes: Path
    ) -> tuple[tuple[InvitedManager, ...], tuple[InvitedLead, ...]]:
        stage, script = self.stage, self.script
        self.tell("A demonstration: homes and people are invented, nothing leaves this machine.")
        self.tell(f"The sandbox stands in for Telegram and Slack{stage.why}: {stage.url}")
        await stage.command("homes", "import", str(homes))
        teams = (script.coordinators, script.helpers, *script.others)
        managers, leads, _ = await asyncio.gather(
            invite_managers(stage, self.controls, homes),
            invite_leads(stage, self.controls, teams),
            stage.run(),
        )
        self.tell(f"The borough's {len(managers)} homes are imported, and their managers invited.")
        clients = "python-telegram-bot", "slack-bolt"
        versions = " and ".join(f"{each} {importlib.metadata.version(each)}" for each in clients)
        self.tell(f"Homeround runs, and speaks through the real clients: {versions}.")
        return managers, leads

    async def _managers_join(self, managers: Sequence[InvitedManager]) -> None:
        words = self.script.words

        async def join(each: InvitedManager) -> None:
            await each.manager.starts(each.code)
            await each.manager.taps(words.join.yes_home)
            await each.manager.sees(label=words.menu.ask_for_help)

        seconds = await self._with_bar("Managers join", [partial(join, each) for each in managers])
        self.tell(
            f"{len(managers)} managers open the link in their invite, confirm their home and join "
            f"in Telegram, in {seconds:.0f} s."
        )

    async def _leads_join(self, leads: Sequence[InvitedLead]) -> None:
        words = self.script.words

        async def join(each: InvitedLead) -> None:
            await each.lead.says(each.code)
            await each.lead.taps(each.lead.direct, words.join.yes_team)
            await each.lead.sees(each.lead.direct, label=words.menu.write_broadcast)

        await asyncio.gather(*map(join, leads))
        names = ", ".join(f"{each.lead.name} ({each.team.name})" for each in leads)
        self.tell(f"{len(leads)} leads join in Slack: {names}.")

    async def _turn_live(self, amara: SlackPerson, second: SlackPerson) -> None:
        words, team = self.script.words, self.script.coordinators
        invited = await invite_lead(self.stage, second, team)
        await second.says(invited.code)
        await second.taps(second.direct, words.join.yes_team, team.name)
        await second.sees(second.direct, label=words.trial.button)
        await amara.taps(amara.direct, words.trial.button)
        await amara.taps(amara.direct, words.trial.agree)
        await second.taps(_room(team, second), words.trial.agree, amara.name)
        told = await amara.sees(_room(team, amara), amara.name, second.name)
        self.tell(
            f"The network is on trial until two coordinators agree: {amara.name} does, and "
            f'{second.name}, who joins them. "{_line(told.text)}"'
        )

    async def _newsletter(
        self, amara: SlackPerson, managers: Sequence[TelegramPerson], newsletter: str
    ) -> None:
        leaver, everybody = managers[-1], len(managers)
        await leaver.blocks()
        told = await amara.sees(_room(self.script.coordinators, amara), leaver.home)
        self.tell(f'One manager blocks the bot. The coordinators read: "{_line(told.text)}"')
        await amara.commands("broadcast")
        await amara.submits(audience="all", text=newsletter, urgent="no", ack="yes")
        words, reading = self.script.words.broadcast, self.script.words.reading
        send = words.send.format(reached=everybody - 1, homes=everybody)
        preview = await amara.sees(amara.direct, label=send)
        self.tell(
            "Amara, a coordinator, writes the newsletter in Slack and sees it as homes will. "
            f'"{preview.text.splitlines()[0]}"'
        )
        await amara.taps(amara.direct, send)
        figures, seconds = await self._watch()
        self.tell(
            f"She sends it: delivered to {figures.delivered} of {figures.homes} homes in "
            f"{seconds:.1f} s, {figures.failed} failed, {figures.not_reached} not reached."
        )
        await asyncio.gather(*(each.taps(reading.confirm_button) for each in managers[:READERS]))
        counted = reading.read_so_far.fill(read=READERS, homes=everybody)
        progress = await amara.sees(amara.direct, counted)
        self.tell(
            f'{READERS} managers tap "{reading.confirm_button}". Amara\'s progress line: '
            f'"{_line(progress.text)}"'
        )

    async def _watch(self) -> tuple[Figures, float]:
        clock = asyncio.get_running_loop()
        began, figures = clock.time(), self._figures()
        with self._bar() as bar:
            total = figures.homes - figures.not_reached
            task = bar.add_task("The newsletter goes out", total=total)
            while figures.waiting:
                await asyncio.sleep(LOOK)
                figures = self._figures()
                bar.update(task, completed=figures.delivered + figures.failed)
        return figures, clock.time() - began

    def _figures(self) -> Figures:
        with self.database.read() as connection:
            return receipts.figures(connection, broadcasts.last(connection) or 0)

    async def _check_in(self, managers: Sequence[TelegramPerson]) -> None:
        checkin, words = self.script.checkin, self.script.words.checkin
        number = await self._open_round()
        with self.database.read() as connection:
            asked, _ = rounds.asked_and_done(connection, number)
            opened = rounds.round_numbered(connection, number)
        assert opened is not None
        self.tell(f"{checkin.title}: it is open for {asked} homes.")

        async def answer(manager: TelegramPerson, first: Option) -> None:
            for label, question in self.script.taps(opened.asked, first):
                await manager.taps(label, question)
            await manager.sees(label=words.change)

        firsts = [self.script.urgent, *[self.script.calm] * (len(managers) - 1)]
        deeds = [partial(answer, *each) for each in zip(managers, firsts, strict=True)]
        seconds = await self._with_bar("Homes answer", deeds)
        with self.database.read() as connection:
            _, done = rounds.asked_and_done(connection, number)
        self.tell(
            f"{len(managers)} homes answer, one tap a question, in {seconds:.0f} s: {done} of "
            f"{asked} have answered in full."
        )

    async def _open_round(self) -> int:
        """Open the check-in, unless it opened by itself this morning, and return its round's number."""
        name = self.script.checkin.id
        with self.database.read() as connection:
            found = rounds.open_round(connection, name)
        if found is not None:
            return found.round_id
        await self.stage.command("round", "open", name)
        with self.database.read() as connection:
            number = rounds.newest(connection, name)
        assert number is not None
        return number

    async def _need(self, manager: TelegramPerson, priya: SlackPerson) -> None:
        words, helpers = self.script.words, self.script.helpers
        room, clock = _room(helpers, priya), asyncio.get_running_loop()
        began = clock.time()
        with self.database.read() as connection:
            reference = cases.escalations_where(connection, cases.OPEN)[0].reference
        await priya.sees(room, reference, manager.home)
        self.tell(
            f'{manager.home} answered "{self.script.urgent.label}": a card, {reference}, is with '
            f"{helpers.name} in Slack."
        )
        await priya.taps(room, words.case.claim, reference)
        told = await manager.sees(reference, priya.name)
        self.tell(f'Priya, one of them, claims it. The home reads: "{_line(told.text)}"')
        await priya.taps(room, words.case.send_to_home, reference)
        await priya.submits(text=TO_HOME)
        await manager.sees(TO_HOME)
        self.tell(f'She writes to the home in a form: "{TO_HOME}"')
        await manager.taps(words.case.reply, TO_HOME)
        await manager.sees(self.script.reply_label)
        await manager.says(FROM_HOME)
        await priya.sees(room, FROM_HOME)
        await priya.sees(priya.direct, FROM_HOME)
        self.tell(
            f'The home replies on the phone: "{FROM_HOME}" It stands in the card\'s thread and '
            "in Priya's own chat."
        )
        await priya.taps(room, words.case.resolve, reference)
        await priya.submits(text=OUTCOME)
        await manager.sees(reference, label=words.menu.ask_for_help)
        seconds = clock.time() - began
        self.tell(f"She resolves {reference}. From the card to the end it took {seconds:.0f} s.")

    async def _sum_up(self) -> None:
        async def counted() -> dict[str, int]:
            with self.database.read() as connection:
                found = outbox.by_state(connection)
            return {} if found.keys() & {State.QUEUED, State.ON_WIRE} else found

        found: dict[str, int] = await until(counted, "every message has ended")
        states = ", ".join(f"{count} {state}" for state, count in sorted(found.items()))
        self.tell(f"{sum(found.values())} deliveries in all: {states}. None is lost.")

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

            await asyncio.gather(*map(do, deeds))
        return clock.time() - began


def _room(team: Team, lead: SlackPerson) -> str:
    """Return where the lead reads what goes to the team."""
    return team.slack_channel or lead.direct


def _line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())
