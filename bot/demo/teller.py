"""What every chapter of the demo has at hand: the stage, the script, and a console to tell it on."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.core.definitions import Team
from bot.db.database import Database
from bot.demo.people import Controls, SlackPerson
from bot.demo.script import Script
from bot.demo.stage import Stage

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Teller:
    """Who plays, on which stage, by which script, told on which console."""

    stage: Stage
    script: Script
    controls: Controls
    console: Console
    database: Database

    def tell(self, sentence: str) -> None:
        """Print one line."""
        self.console.print(sentence, highlight=False, markup=False, soft_wrap=True)

    def bar(self) -> Progress:
        """Return a live line that goes when it is done; none where nobody looks."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        hidden = not self.console.is_terminal
        return Progress(*columns, console=self.console, transient=True, disable=hidden)

    async def with_bar(self, title: str, deeds: Sequence[Callable[[], Awaitable[None]]]) -> float:
        """Do all of it, a few at a time, under a live line; return how many seconds it took."""
        clock, room = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)
        began = clock.time()
        with self.bar() as bar:
            task = bar.add_task(title, total=len(deeds))

            async def do(deed: Callable[[], Awaitable[None]]) -> None:
                async with room:
                    await deed()
                bar.advance(task)

            await asyncio.gather(*map(do, deeds))
        return clock.time() - began


def room_of(team: Team, lead: SlackPerson) -> str:
    """Return where the lead reads what goes to the team."""
    return team.slack_channel or lead.direct


def on_a_line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())
