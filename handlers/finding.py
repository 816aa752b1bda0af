"""Finding again what homes were told, by its words: a page at a time, each to be opened."""

from bot.core.errors import NotAllowed
from bot.core.events import Commanded, Submitted
from bot.core.finding import Finds, asked_again, carried, piece, shortened, title_of
from bot.core.guide import fault_of, faults_of
from bot.core.messages import Button, Message, Press
from bot.core.sentences import Markup
from bot.core.turn import FormFaults, OpenForm, Outcome, Say, ToCaller, Turn
from handlers.change_cards import WHOLE
from handlers.guidance import shown
from handlers.news import say_place, told_to
from handlers.times import dated

FORM, FIELD = "find", "words"
# So much of a title fits on a button of a phone.
LABEL = 32


def find(turn: Turn) -> Outcome:
    """Show what was found for the words of the command; without any, ask for them."""
    assert turn.person
    asked = turn.inbound.what.text.strip() if isinstance(turn.inbound.what, Commanded) else ""
    form = turn.content.forms[FORM]
    if not asked:
        return Outcome(at_once=OpenForm(form))
    field = next(each for each in form.fields if each.id == FIELD)
    fault = fault_of(field, asked, turn.content.words.forms) or _no_words(turn, asked)
    return _say(Message(fault)) if fault else _page(turn, asked, 0)


def asked(turn: Turn) -> Outcome:
    """Show what was found for the words of the form."""
    assert turn.person
    assert isinstance(turn.inbound.what, Submitted)
    form, values = turn.content.forms[FORM], turn.inbound.what.values
    faults = faults_of(form, values, turn.content.words.forms)
    words = values.get(FIELD, "")
    if not faults and (fault := _no_words(turn, words)):
        faults = {FIELD: fault}
    return Outcome(at_once=FormFaults(faults, form)) if faults else _page(turn, words, 0)


def more(turn: Turn) -> Outcome:
    """Show the next page of what was found."""
    words = asked_again("".join(turn.press.choice))
    return _page(turn, words, turn.press.number)


def opened(turn: Turn) -> Outcome:
    """Show the whole of what was found, where it was for a home of the caller's."""
    passage = turn.look.passage(turn.press.number, told_to(turn))
    if passage is None:
        raise NotAllowed
    if passage.broadcast_id is not None:
        place = turn.look.place_of(passage.broadcast_id, told_to(turn))
        if place is None:
            raise NotAllowed
        return Outcome(says=(say_place(turn, place),))
    if passage.guidance_id is not None:
        return _say(shown(turn, passage.guidance_id, WHOLE))
    whole = turn.content.words.finding.whole.fill(
        title=title_of(passage.title, passage.text),
        day=dated(turn, passage.at),
        text=Markup(passage.text),
    )
    return _say(Message(whole))


def _no_words(turn: Turn, asked: str) -> str:
    """Return the sentence for words that say nothing of what is looked for, else nothing."""
    return "" if carried(asked)[0] else turn.content.words.finding.no_words


def _say(message: Message) -> Outcome:
    return Outcome(says=(Say(ToCaller(), message),))


def _page(turn: Turn, asked: str, start: int) -> Outcome:
    words, (kept, carried_words) = turn.content.words.finding, carried(asked)
    finds = turn.look.find(kept, told_to(turn), start)
    if not finds.page:
        return _say(Message(words.nothing.fill(words=kept)))
    lines = [_heading(turn, finds, kept, start)]
    rows = []
    for place, each in enumerate(finds.page, start + 1):
        title = title_of(each.title, each.marked)
        day, around = dated(turn, each.at), Markup(piece(each))
        lines.append(words.line.fill(place=place, title=title, day=day, piece=around))
        label = words.open.format(place=place, title=shortened(title, LABEL))
        rows.append((Button(label, Press("found", str(each.passage_id))),))
    following = start + len(finds.page)
    if following < finds.total:
        label = words.more.format(count=finds.total - following)
        rows.append((Button(label, Press("more", str(following), (carried_words,))),))
    return _say(Message("\n\n".join(lines), tuple(rows)))


def _heading(turn: Turn, finds: Finds, kept: str, start: int) -> str:
    words = turn.content.words.finding
    last = start + len(finds.page)
    sentence = words.found if finds.every else words.found_some
    if last == finds.total and not start:
        return sentence.fill(words=kept, shown=finds.total)
    return sentence.fill(
        words=kept, shown=words.page.format(first=start + 1, last=last, total=finds.total)
    )
