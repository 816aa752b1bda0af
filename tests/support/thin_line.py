"""The thin line over both channels, in steps between which anything may happen to Homeround.

Two write to all homes, from Slack and from Telegram; homes confirm, answer a check-in and need help; a lead in each
channel claims, writes to the home, reads its reply and resolves.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.definitions import Content
from bot.demo.people import Controls, SlackPerson, TelegramPerson
from bot.demo.script import read_script
from tests.support.borough import FIRST_CHAT, Borough

HOMES = 4
NEWS = "Vaccines come on Thursday."
GUIDANCE = "The advice on norovirus has changed."
NEED = "Six people in the east wing are ill."
TO_SAM, TO_INES = "I will ring you before noon.", "Gloves are on their way to you."
FROM_SAM, FROM_INES = "Please ring the night nurse.", "They have come, thank you."
OUTCOME = "It is settled: more comes on Tuesday."
TEXTS = (NEWS, GUIDANCE, NEED, TO_SAM, TO_INES, FROM_SAM, FROM_INES)
CLINICAL = "C0CLINICAL"

Step = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ThinLine:
    """Everybody on it: two coordinators, a lead of the clinical and one of the infection team, two managers."""

    borough: Borough
    content: Content
    amara: SlackPerson
    bola: TelegramPerson
    priya: SlackPerson
    joseph: TelegramPerson
    sam: TelegramPerson
    ines: SlackPerson

    @property
    def names(self) -> tuple[str, ...]:
        """Return what nothing but a message may tell: the people and the homes."""
        everybody = (self.amara, self.bola, self.priya, self.joseph)
        managers = tuple(f"Manager {place}" for place in range(HOMES))
        homes = tuple(f"Home {place:04}" for place in range(HOMES))
        return (*(each.name for each in everybody), *managers, *homes)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the whole line, in order."""
        return (
            self.amara_opens_the_form,
            self.amara_sees_it_first,
            self.amara_sends,
            self.bola_begins,
            self.bola_names_the_homes,
            self.bola_writes,
            self.bola_says_how_urgent_it_is,
            self.bola_sees_it_first,
            self.bola_sends,
            self.homes_confirm,
            self.the_round_opens,
            self.homes_answer_the_first_question,
            self.homes_answer_the_other_questions,
            self.ines_asks_for_help,
            self.leads_claim,
            self.leads_open_the_form,
            self.leads_write_to_the_homes,
            self.homes_press_reply,
            self.homes_reply,
            self.leads_press_resolve,
            self.leads_say_what_came_of_it,
        )

    @property
    def _send(self) -> str:
        return self.content.words.broadcast.send.format(reached=HOMES, homes=HOMES)

    def _field(self, form: str, field: str) -> str:
        (found,) = (each for each in self.content.forms[form].fields if each.id == field)
        return found.label

    def _choice(self, form: str, field: str, value: str) -> str:
        (found,) = (each for each in self.content.forms[form].fields if each.id == field)
        (choice,) = (each for each in found.choices if each.value == value)
        return choice.label

    async def amara_opens_the_form(self) -> None:
        await self.amara.commands("broadcast")
        await self.amara.form()

    async def amara_sees_it_first(self) -> None:
        await self.amara.submits(audience="all", text=NEWS, urgent="no", ack="yes")
        await self.amara.sees(self.amara.direct, label=self._send)

    async def amara_sends(self) -> None:
        await self.amara.taps(self.amara.direct, self._send)
        await self._homes_read(NEWS)

    async def bola_begins(self) -> None:
        await self.bola.says("/broadcast")
        await self.bola.sees(self._field("broadcast", "audience"))

    async def bola_names_the_homes(self) -> None:
        await self.bola.says("all")
        await self.bola.sees(self._field("broadcast", "text"))

    async def bola_writes(self) -> None:
        await self.bola.says(GUIDANCE)
        await self.bola.sees(self._field("broadcast", "urgent"))

    async def bola_says_how_urgent_it_is(self) -> None:
        await self.bola.taps(self._choice("broadcast", "urgent", "yes"))
        await self.bola.sees(self._field("broadcast", "ack"))

    async def bola_sees_it_first(self) -> None:
        await self.bola.taps(self._choice("broadcast", "ack", "yes"))
        await self.bola.sees(label=self._send)

    async def bola_sends(self) -> None:
        await self.bola.taps(self._send)
        await self._homes_read(GUIDANCE)

    async def _homes_read(self, text: str) -> None:
        read = self.content.words.reading.confirm_button
        await self.sam.sees(text, label=read)
        await self.ines.sees(self.ines.direct, text, label=read)

    async def homes_confirm(self) -> None:
        read = self.content.words.reading.confirm_button
        for text in (NEWS, GUIDANCE):
            await self.sam.taps(read, text)
            await self.ines.taps(self.ines.direct, read, text)

    async def the_round_opens(self) -> None:
        first = self.content.questionnaire("weekly").questions[0]
        await self.borough.command("round", "open", "weekly")
        await self.sam.sees(first.text)
        await self.ines.sees(self.ines.direct, first.text)

    def _taps(self, first: str) -> list[tuple[str, str]]:
        """Return what answers the whole check-in, beginning with this answer: labels, with their questions."""
        script = read_script(self.content)
        return script.taps((), script.checkin.questions[0].option(first))

    async def homes_answer_the_first_question(self) -> None:
        (sams, next_sams), (iness, next_iness) = self._taps("today")[:2], self._taps("well")[:2]
        await self.sam.taps(*sams)
        await self.ines.taps(self.ines.direct, *iness)
        await self.sam.sees(next_sams[1])
        await self.ines.sees(self.ines.direct, next_iness[1])

    async def homes_answer_the_other_questions(self) -> None:
        change = self.content.words.checkin.change
        for tap in self._taps("today")[1:]:
            await self.sam.taps(*tap)
        for tap in self._taps("well")[1:]:
            await self.ines.taps(self.ines.direct, *tap)
        await self.sam.sees(label=change)
        await self.ines.sees(self.ines.direct, label=change)

    async def ines_asks_for_help(self) -> None:
        await self.ines.commands("help")
        await self.ines.submits(category="infection", text=NEED, urgency="week")
        await self.joseph.sees(NEED)

    async def leads_claim(self) -> None:
        claim = self.content.words.case.claim
        await self.priya.taps(CLINICAL, claim, "HR-1")
        await self.joseph.taps(claim, "HR-2")
        await self.sam.sees("HR-1", self.priya.name)
        await self.ines.sees(self.ines.direct, "HR-2", self.joseph.name)

    async def leads_open_the_form(self) -> None:
        send = self.content.words.case.send_to_home
        await self.priya.taps(CLINICAL, send, "HR-1")
        await self.priya.form()
        await self.joseph.taps(send, "HR-2")
        await self.joseph.sees(self._field("to_home", "text"))

    async def leads_write_to_the_homes(self) -> None:
        await self.priya.submits(text=TO_SAM)
        await self.joseph.says(TO_INES)
        await self.sam.sees(TO_SAM)
        await self.ines.sees(self.ines.direct, TO_INES)

    async def homes_press_reply(self) -> None:
        reply = self.content.words.case.reply
        await self.sam.taps(reply, TO_SAM)
        await self.sam.sees(self._field("from_home", "text"))
        await self.ines.taps(self.ines.direct, reply, TO_INES)
        await self.ines.form()

    async def homes_reply(self) -> None:
        await self.sam.says(FROM_SAM)
        await self.ines.submits(text=FROM_INES)
        await self.priya.sees(CLINICAL, FROM_SAM)
        await self.priya.sees(self.priya.direct, FROM_SAM)
        await self.joseph.sees(FROM_INES)

    async def leads_press_resolve(self) -> None:
        resolve = self.content.words.case.resolve
        await self.priya.taps(CLINICAL, resolve, "HR-1")
        await self.priya.form()
        await self.joseph.taps(resolve, "HR-2")
        await self.joseph.sees(self._field("resolve", "text"))

    async def leads_say_what_came_of_it(self) -> None:
        words = self.content.words
        await self.priya.submits(text=OUTCOME)
        await self.joseph.says(OUTCOME)
        await self.sam.sees("HR-1", label=words.menu.ask_for_help)
        await self.ines.sees(self.ines.direct, "HR-2", label=words.menu.ask_for_help)


def thin_line(borough: Borough, content: Content, controls: Controls) -> ThinLine:
    """Settle the homes, let the leads join their teams, and return everybody."""
    borough.settle(HOMES)
    leads = (
        ("coordinators", "slack", "U0AMARA", "Amara Okafor"),
        ("coordinators", "telegram", "7001", "Bola Ashdown"),
        ("clinical", "slack", "U0PRIYA", "Priya Raman"),
        ("infection", "telegram", "7002", "Joseph Linden"),
    )
    for lead in leads:
        borough.lead(*lead)
    return ThinLine(
        borough,
        content,
        SlackPerson(controls, "U0AMARA", "Amara Okafor"),
        TelegramPerson(controls, 7001, "Bola Ashdown"),
        SlackPerson(controls, "U0PRIYA", "Priya Raman"),
        TelegramPerson(controls, 7002, "Joseph Linden"),
        TelegramPerson(controls, FIRST_CHAT, "Manager 0", "Home 0000"),
        SlackPerson(controls, f"U{1:08}", "Manager 1"),
    )
