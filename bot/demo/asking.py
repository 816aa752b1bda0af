"""The scenes of the demo in which leads see what homes said: a check-in and a survey, each with its picture."""

import asyncio
from collections.abc import Callable, Sequence

from bot.core.questionnaires import Questionnaire
from bot.demo.people import SlackPerson, TelegramPerson
from bot.demo.script import Script

Tell = Callable[[str], None]


async def said(script: Script, priya: SlackPerson, tell: Tell) -> None:
    """Let a lead look at what homes said to the check-in."""
    title = script.checkin.title
    words = script.words.round
    await priya.commands("checkin")
    await priya.taps(priya.direct, title, words.checkins.strip("*"))
    await priya.taps(priya.direct, words.results, title)
    picture = await priya.sees(priya.direct, f"{script.checkin.id}-trend.png")
    first = await priya.sees(priya.direct, script.checkin.questions[0].text, script.calm.label)
    line = next(each for each in first.text.splitlines() if script.calm.label in each)
    tell(
        f'Priya looks at what they said, with a picture ({picture.text.split()[0]}): "{_plain(line)}"'
    )


async def survey(
    script: Script, managers: Sequence[TelegramPerson], priya: SlackPerson, tell: Tell
) -> None:
    """Let a lead open a wave of the survey, homes answer it, and the lead see the figures."""
    asked, words = script.survey, script.words.round
    if asked is None:
        return
    await priya.commands("survey")
    await priya.taps(priya.direct, asked.title, words.surveys.strip("*"))
    await priya.taps(priya.direct, words.open_it, asked.title)
    await priya.taps(priya.direct, words.open_now, asked.title)
    await asyncio.gather(
        *(_answer(script, asked, place, each) for place, each in enumerate(managers))
    )
    await priya.taps(priya.direct, words.status, asked.title)
    await priya.taps(priya.direct, words.results, asked.title, f"{len(managers)} of")
    await priya.sees(priya.direct, f"{asked.id}-spread.png")
    told = await priya.sees(priya.direct, _first_words(script.words.results.overall))
    line = next(
        each
        for each in told.text.splitlines()
        if each.startswith(_first_words(script.words.results.overall))
    )
    tell(
        f"She opens a wave of the survey in Slack; {len(managers)} homes answer. The figures come with "
        f'a picture of the spread: "{_plain(line)}"'
    )


async def _answer(
    script: Script, asked: Questionnaire, place: int, manager: TelegramPerson
) -> None:
    options = asked.questions[0].options
    # From very good to middling, as homes differ.
    first = options[place % min(3, len(options))]
    for label, question in script.taps((), first, asked):
        await manager.taps(label, question)
    await manager.sees(asked.thanks, label=script.words.checkin.change)


def _first_words(sentence: str) -> str:
    return sentence.partition("*")[0].strip()


def _plain(line: str) -> str:
    return line.replace("*", "").strip("-• ")
