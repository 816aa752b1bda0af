"""The scene of the demo in which a page of guidance changes: seen by its watch, sent by a lead, confirmed by homes."""

import asyncio
from collections.abc import Sequence

from bot.demo.people import SlackPerson, TelegramPerson
from bot.demo.teller import Teller, room_of

TITLE = "Norovirus in care homes: managing outbreaks"
ACTION = "Keep staff with symptoms away for 48 hours, from today."
SUMMARY = "48 hours, no longer 24."


async def guidance(teller: Teller, managers: Sequence[TelegramPerson], priya: SlackPerson) -> None:
    """Let a page change, be noticed, sent and confirmed."""
    words, helpers = teller.script.words, teller.script.helpers
    room, clock = room_of(helpers, priya), asyncio.get_running_loop()
    await priya.controls.act("publisher/change")
    began = clock.time()
    await teller.stage.command("guidance", "poll")
    card = await priya.sees(room, TITLE, label=words.triage.send)
    teller.tell(
        f"A page of guidance changes; {clock.time() - began:.0f} s later its card is with "
        f'{helpers.name}: "{card.text.splitlines()[0]}", with the sentences that differ.'
    )
    await priya.taps(room, words.triage.send, TITLE)
    await priya.submits(
        action=ACTION, summary=SUMMARY, audience="all", urgent="yes", material="yes", by=""
    )
    prefix = words.broadcast.send.partition("{")[0]
    preview = await priya.sees(priya.direct, words.broadcast.with_ack)
    send = next(each for each in preview.labels if each.startswith(prefix))
    await priya.taps(priya.direct, send)
    await asyncio.gather(*(each.taps(words.guidance.confirm_button, ACTION) for each in managers))
    await priya.sees(room, words.triage.is_sent)
    await priya.commands("guidance")
    owed = await priya.sees(priya.direct, TITLE, f"{len(managers)} of")
    line = next(each for each in owed.text.splitlines() if TITLE in each)
    teller.tell(
        "Priya says what to do and sends it as urgent, which no full week of a home holds up. "
        f'Homes confirm; she reads: "{line.strip("-• ")}"'
    )
