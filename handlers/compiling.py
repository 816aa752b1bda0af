"""Newsletters as homes read them: an edition's template, with its items under their sections."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from bot.core.audience import EVERYBODY, Kind, parse
from bot.core.editions import (
    DATE,
    SECTIONS,
    TITLE,
    Edition,
    Item,
    Section,
    by_section,
    closed_markdown,
)
from bot.core.errors import BadAudience
from bot.core.sentences import Markup
from bot.core.turn import Turn
from bot.core.words import NewsletterWords


def draw_issue(turn: Turn, edition: Edition, issue: date, items: Sequence[Item]) -> str:
    """Return the text of the issue of that closing; a section with nothing in it is left out."""
    words = turn.content.words.newsletter
    drawn = {
        section.id: Markup(_section(section, [each for _, each in found], words, edition.audience))
        for section, found in by_section(edition, items).items()
    }
    blanks: dict[str, object] = dict(drawn)
    blanks |= {TITLE: edition.title, DATE: day_in_words(day_of_issue(turn, edition, issue))}
    blanks[SECTIONS] = Markup("\n\n".join(filter(None, drawn.values())))
    return edition.template.fill(**blanks).strip()


def day_of_issue(turn: Turn, edition: Edition, issue: date) -> date:
    """Return the local date that an issue bears: on which it goes out, or closed where it goes as soon as it may."""
    at = edition.sends_at(issue, turn.look.holiday, turn.zone)
    return at.astimezone(turn.zone).date() if at else issue


def day_in_words(day: date) -> str:
    """Return the day as people write it, such as ``Friday 27 November 2026``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _section(section: Section, items: Sequence[Item], words: NewsletterWords, audience: str) -> str:
    if not items:
        return ""
    drawn = [draw_item(each, words, audience) for each in items]
    return "\n\n".join([words.heading.fill(title=section.title), *drawn])


def draw_item(item: Item, words: NewsletterWords, edition_audience: str) -> str:
    """Return one item: what it is, what to do or that it is for information, for whom, and where more is."""
    parts = [words.item_title.fill(title=item.title)]
    parts += [closed_markdown(item.text)] if item.text else []
    action = words.item_action.fill(action=item.action) if item.action else words.item_information
    parts.append(action)
    if item.audience not in ("", EVERYBODY, edition_audience):
        parts.append(words.item_for.fill(audience=audience_in_words(item.audience, words)))
    if item.link:
        site = urlsplit(item.link).hostname or item.link
        parts.append(words.item_link.fill(site=site, link=item.link))
    return "\n\n".join(parts)


def audience_in_words(expression: str, words: NewsletterWords) -> str:
    """Return an audience as people say it."""
    said = {
        Kind.TYPE: words.for_type,
        Kind.TAG: words.for_tag,
        Kind.AREA: words.for_area,
        Kind.PROVIDER: words.for_provider,
        Kind.HOME: words.for_home,
    }
    try:
        terms = parse(expression)
    except BadAudience:  # kept by another version of this program
        return expression
    parts = []
    for term in terms:
        values = ", ".join(each.replace("_", " ") for each in term.values)
        part = said[term.kind].format(values=values)
        parts.append(words.for_not.format(part=part) if term.excluded else part)
    return "; ".join(parts)
