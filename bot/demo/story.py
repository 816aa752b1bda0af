"""The demo's story, told in about twenty lines: a borough joins, a newsletter goes out, a need is answered."""

import asyncio
import importlib.metadata
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.core.deliveries import State
from bot.core.questionnaires import Option
from bot.db import cases, outbox, rounds
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
from bot.demo.newsletter import newsletter
from bot.demo.people import SlackPerson, TelegramPerson, until
from bot.demo.script import Sample
from bot.demo.teller import Teller, on_a_line, room_of

ANSWERERS, CONFIRMERS = 12, 40
TO_HOME = "I will ring you before noon. Which wing is it?"
FROM_HOME = "Oak wing. Two staff are off as well."
OUTCOME = "An agency nurse comes tonight, and the team rings every morning this week."


class Story(Teller):
    """The whole of it, chapter by chapter."""

    __slots__ = ()

    async def play(self, homes: Path, sample: Sample) -> None:
        """Play it all, with the homes of this file and these items of a newsletter.

        Raises:
            HomeroundError: What should have followed did not.
        """
        managers, leads = await self._set_up(homes)
        await self._leads_join(leads)
        amara, priya, *others = (each.lead for each in leads)
        second = others[-1] if others else priya
        await self._turn_live(amara, second)
        await self._managers_join(managers)
        everybody = [each.manager for each in managers]
        await newsletter(self, amara, second, everybody, sample)
        await self._check_in(everybody[:ANSWERERS])
        await said(self.script, priya, self.tell)
        await self._need(everybody[0], priya)
        await guidance(self, everybody[1:CONFIRMERS], priya)
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

        seconds = await self.with_bar("Managers join", [partial(join, each) for each in managers])
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
        await second.taps(room_of(team, second), words.trial.agree, amara.name)
        told = await amara.sees(room_of(team, amara), amara.name, second.name)
        self.tell(
            f"The network is on trial until two coordinators agree: {amara.name} does, and "
            f'{second.name}, who joins them. "{on_a_line(told.text)}"'
        )

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
        seconds = await self.with_bar("Homes answer", deeds)
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
        room, clock = room_of(helpers, priya), asyncio.get_running_loop()
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
        self.tell(f'Priya, one of them, claims it. The home reads: "{on_a_line(told.text)}"')
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
