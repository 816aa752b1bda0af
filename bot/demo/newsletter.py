"""The newsletter's chapter: put together from items, approved by a second person, sent, read and corrected."""

import asyncio
from collections.abc import Sequence
from functools import partial

from bot.core.broadcasts import Figures
from bot.core.deliveries import State
from bot.db import broadcasts, receipts
from bot.demo.people import LOOK, SlackPerson, TelegramPerson
from bot.demo.script import Sample
from bot.demo.teller import Teller, on_a_line, room_of

READERS = 40


async def newsletter(
    teller: Teller,
    amara: SlackPerson,
    second: SlackPerson,
    managers: Sequence[TelegramPerson],
    sample: Sample,
) -> None:
    """Play the chapter.

    Raises:
        HomeroundError: What should have followed did not.
    """
    await _block(teller, amara, managers[-1])
    await _compile(teller, amara, sample)
    await _approve(teller, amara, second)
    await _send(teller, amara)
    readers = _reached(teller, managers)[:READERS]
    await _read(teller, amara, readers)
    await _correct(teller, amara, readers, sample)


async def _block(teller: Teller, amara: SlackPerson, leaver: TelegramPerson) -> None:
    await leaver.blocks()
    told = await amara.sees(room_of(teller.script.coordinators, amara), leaver.home)
    teller.tell(f'One manager blocks the bot. The coordinators read: "{on_a_line(told.text)}"')


async def _compile(teller: Teller, amara: SlackPerson, sample: Sample) -> None:
    words, edition = teller.script.words.newsletter, teller.script.edition
    for place, item in enumerate(sample.items):
        section = edition.sections[min(place, len(edition.sections) - 1)]
        await amara.commands("item")
        await amara.submits(section=f"{edition.id}.{section.id}", **item)
        await amara.sees(amara.direct, item["title"])
    await amara.commands("newsletter")
    await amara.taps(amara.direct, words.draft_now.format(title=edition.title))
    room = room_of(teller.script.coordinators, amara)
    await amara.sees(room, label=teller.script.words.approval.ask)
    teller.tell(
        f"Amara, a coordinator, puts {len(sample.items)} items into the next {edition.title}. "
        "At its closing time the draft makes itself; she has it made now."
    )


async def _approve(teller: Teller, amara: SlackPerson, second: SlackPerson) -> None:
    words = teller.script.words.approval
    room = room_of(teller.script.coordinators, amara)
    await amara.taps(room, words.ask)
    begins = words.approve.partition("{")[0]
    card = await second.sees(room, amara.name, begins=begins)
    (label,) = (each for each in card.labels if each.startswith(begins))
    await second.taps(room, label)
    told = await amara.sees(amara.direct, teller.script.edition.title, second.name)
    teller.tell(
        f'Nobody approves their own work: {second.name} reads it and presses "{label}". '
        f'Amara reads: "{on_a_line(told.text)}"'
    )


async def _send(teller: Teller, amara: SlackPerson) -> None:
    """Send it before the time of its edition, where it has one."""
    words, edition = teller.script.words.schedule, teller.script.edition
    if edition.sends is not None:
        await amara.commands("scheduled")
        shown = await amara.sees(amara.direct, _shown(words.title))
        await amara.taps(amara.direct, shown.labels[0])
        await amara.taps(amara.direct, words.send_now)
    figures, seconds = await _watch(teller)
    teller.tell(
        f"She sends it before its time: delivered to {figures.delivered} of {figures.homes} homes in "
        f"{seconds:.1f} s, {figures.failed} failed, {figures.not_reached} not reached."
    )


async def _watch(teller: Teller) -> tuple[Figures, float]:
    clock = asyncio.get_running_loop()
    began, figures = clock.time(), _figures(teller)
    with teller.bar() as bar:
        total = figures.homes - figures.not_reached
        task = bar.add_task("The newsletter goes out", total=total)
        while figures.waiting or not figures.homes:
            await asyncio.sleep(LOOK)
            figures = _figures(teller)
            bar.update(task, completed=figures.delivered + figures.failed, total=figures.homes)
    return figures, clock.time() - began


def _figures(teller: Teller) -> Figures:
    with teller.database.read() as connection:
        return receipts.figures(connection, broadcasts.last(connection) or 0)


def _reached(teller: Teller, managers: Sequence[TelegramPerson]) -> list[TelegramPerson]:
    with teller.database.read() as connection:
        rows = receipts.by_home(connection, broadcasts.last(connection) or 0)
    reached = {row.home_id for row in rows if row.state == State.DELIVERED}
    return [each for each in managers if each.home_id in reached]


async def _read(teller: Teller, amara: SlackPerson, readers: Sequence[TelegramPerson]) -> None:
    words = teller.script.words.reading
    await teller.with_bar(
        "Homes read it", [partial(each.taps, words.read_button) for each in readers]
    )
    counted = _shown(words.read_so_far.partition("{homes}")[0].format(read=len(readers)))
    progress = await amara.sees(amara.direct, counted)
    teller.tell(
        f'{len(readers)} managers tap "{words.read_button}". Amara\'s progress line: '
        f'"{on_a_line(progress.text)}"'
    )


def _shown(sentence: str) -> str:
    """Return the sentence without the marks of bold and italic at its ends."""
    return sentence.strip("*_ ")


async def _correct(
    teller: Teller, amara: SlackPerson, readers: Sequence[TelegramPerson], sample: Sample
) -> None:
    words = teller.script.words.correcting
    with teller.database.read() as connection:
        sent = broadcasts.broadcast(connection, broadcasts.last(connection) or 0)
    assert sent is not None
    await amara.taps(amara.direct, words.correct)
    text = sent.text.replace(sample.wrong, sample.right)
    await amara.submits(text=text, note=sample.note)
    told = await readers[0].sees(sample.note)
    teller.tell(
        f"One item is wrong. She corrects it in place for everybody; {len(readers)} homes had read it and are told: "
        f'"{on_a_line(told.text)}"'
    )
