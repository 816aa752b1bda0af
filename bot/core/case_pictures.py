"""How long homes waited, as a picture: what it shows, and what it says to whoever cannot see it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta

from bot.core.case_figures import CategoryFigures, Spread
from bot.core.pictures import Ages, Drawing, Picture, PictureKind, Waiting
from bot.core.words import ChartWords

HOUR = timedelta(hours=1)


def waits_picture(
    found: Sequence[CategoryFigures], label_of: Callable[[str], str], days: int, words: ChartWords
) -> Picture:
    """Return what homes waited in working hours, a panel for each kind of wait, and what is open by age."""

    def waiting(category: str, spread: Spread) -> Waiting:
        middle, ninth = (
            None if length is None else length / HOUR
            for length in (spread.median, spread.ninth_of_ten)
        )
        return Waiting(label_of(category), spread.number, middle, ninth)

    panels = (
        (words.first_word, [waiting(each.category, each.first_word.working) for each in found]),
        (words.claim, [waiting(each.category, each.claim.working) for each in found]),
        (words.resolve, [waiting(each.category, each.resolve.working) for each in found]),
    )
    ages = [
        Ages(label_of(each.category), (each.open_a_day, each.open_a_week, each.open_longer))
        for each in found
    ]
    title = words.cases.format(days=days)
    shows = {
        "panels": [
            {"name": str(name), "rows": [asdict(each) for each in rows]} for name, rows in panels
        ],
        "ages": [asdict(each) for each in ages],
    }
    drawing = Drawing(PictureKind.WAITS, title, shows, asdict(words))
    return Picture(
        f"{PictureKind.WAITS}.png", drawing, "\n".join([title, *_told(panels, ages, words)])
    )


def _told(
    panels: Sequence[tuple[str, Sequence[Waiting]]], ages: Sequence[Ages], words: ChartWords
) -> Iterator[str]:
    for name, rows in panels:
        for each in rows:
            if each.middle is not None:
                yield words.alt_wait.format(
                    what=name,
                    label=each.label,
                    n=each.number,
                    middle=f"{each.middle:.1f}",
                    ninth=f"{each.ninth:.1f}",
                )
    for still in ages:
        a_day, a_week, longer = still.counts
        yield words.alt_open.format(label=still.label, a_day=a_day, a_week=a_week, longer=longer)
