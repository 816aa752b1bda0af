"""Guidance as homes find, confirm and ask about it; for leads what is to be decided, and who has not confirmed."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import BroadcastChased
from bot.core.finding import shortened
from bot.core.forms import Form
from bot.core.guidance import Change, Guidance, Owed, Standing
from bot.core.guide import faults_of
from bot.core.messages import Button, File, Message, Press, row_number
from bot.core.people import Home, HomeId, TeamId
from bot.core.trial import coordinates
from bot.core.turn import FormFaults, OpenForm, Outcome, Say, ToCaller, ToPerson, Turn
from handlers.change_cards import PHONE, Room, kind_name
from handlers.guidance_cards import document_card, question, version_card
from handlers.guidance_record import record_of
from handlers.raising import Request, raised
from handlers.reading import REMINDER
from handlers.times import in_full
from handlers.triage import for_lead

QUESTION = "guidance_question"
PAGE = 8
# So much of a title fits on a button of a phone.
LABEL = 48
# What a lead decides on a phone before the rest is of use.
MOST_WAITING = 8
# What stands for guidance under no topic.
NO_TOPIC = "none"


def guidance(turn: Turn) -> Outcome:
    """Show the library by topic to those who run homes, and what is to be done about it to leads."""
    person = turn.person
    if not (person.memberships or person.is_lead):
        raise NotAllowed
    shelves = (Say(ToCaller(), _topics(turn)),) if person.memberships else ()
    lists = (Say(ToCaller(), _for_leads(turn)),) if person.is_lead else ()
    return Outcome(says=(*shelves, *lists))


def _topics(turn: Turn) -> Message:
    words, found = turn.content.words.guidance, turn.look.guidance.shelf(_home_ids(turn))
    if not found:
        return Message(words.empty, _records(turn))
    known = turn.content.triage.topics
    labels = {each.id: each.label for each in known.values()} | {NO_TOPIC: words.other}
    counted = {name: len(_under(turn, found, name)) for name in labels}
    rows = tuple(
        (
            Button(
                words.topic.format(topic=labels[name], count=count),
                Press("guidance_topic", "0", (name,)),
            ),
        )
        for name, count in counted.items()
        if count
    )
    find = (Button(words.find, Press("find")),)
    return Message(words.title, (*rows, find, *_records(turn)))


def _records(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    words = turn.content.words.guidance
    return tuple(
        (
            Button(
                words.record.format(home=each.home.name),
                Press("guidance_record", "", (each.home.home_id,)),
            ),
        )
        for each in turn.person.memberships
    )


def _under(turn: Turn, found: Sequence[Guidance], topic: str) -> list[Guidance]:
    """Return the documents under a topic; what is withdrawn comes last."""
    known = turn.content.triage.topics
    theirs = (each for each in found if (each.topic if each.topic in known else NO_TOPIC) == topic)
    return sorted(theirs, key=lambda each: each.standing is not Standing.CURRENT)


def topic(turn: Turn) -> Outcome:
    """Show a page of the documents under a topic, one button each."""
    words, start = turn.content.words.guidance, turn.press.number
    name = "".join(turn.press.choice)
    found = _under(turn, turn.look.guidance.shelf(_home_ids(turn)), name)
    if not found:
        raise StalePress
    known = turn.content.triage.topics
    label = known[name].label if name in known else words.other
    rows = [(_document_button(turn, each),) for each in found[start : start + PAGE]]
    left = len(found) - start - PAGE
    if left > 0:
        more = Press("guidance_topic", str(start + PAGE), (name,))
        rows.append((Button(words.more.format(count=left), more),))
    text = words.topic_title.fill(topic=label)
    return Outcome(says=(Say(ToCaller(), Message(text, tuple(rows))),))


def _document_button(turn: Turn, document: Guidance) -> Button:
    words = turn.content.words.guidance
    sentence = words.document if document.standing is Standing.CURRENT else words.withdrawn
    label = sentence.format(title=shortened(document.title, LABEL))
    return Button(label, Press("guidance_document", str(document.guidance_id)))


def document(turn: Turn) -> Outcome:
    """Show a document that concerns the caller's homes, or any to a lead, with its versions."""
    return Outcome(says=(Say(ToCaller(), shown(turn, turn.press.number)),))


def shown(turn: Turn, guidance_id: int, room: Room = PHONE) -> Message:
    """Return a document as the caller may see it, with so much of its text."""
    found = _found(turn, guidance_id)
    versions = turn.look.guidance.versions(found.guidance_id)
    told = [
        each
        for home_id in _home_ids(turn)
        for each in turn.look.guidance.told(home_id)
        if each.change.guidance.guidance_id == found.guidance_id
    ]
    return document_card(turn, found, versions, told, room)


def version(turn: Turn) -> Outcome:
    """Show a version of a document in the caller's own chat, with everything that differed."""
    change = turn.look.guidance.change(turn.press.number)
    if change is None:
        raise StalePress
    _found(turn, change.guidance.guidance_id)
    to = ToCaller() if turn.inbound.private else ToPerson(turn.person.person_id)
    return Outcome(says=(Say(to, version_card(turn, change)),))


def _found(turn: Turn, guidance_id: int) -> Guidance:
    """Return a document for those who may see it: leads, and whoever runs a home once it is in the library.

    It is what a publisher tells everybody: which homes it concerns says where it is listed, and keeps nobody from it.
    """
    found = turn.look.guidance.document(guidance_id)
    if found is None:
        raise StalePress
    if not (turn.person.is_lead or (found.listed and turn.person.memberships)):
        raise NotAllowed
    return found


def ask(turn: Turn) -> Outcome:
    """Open the form for a question about a change, after which home it is from where there are several."""
    change, homes = _asked_about(turn, turn.press.number)
    chosen = [each for each in homes if each.home_id in turn.press.choice]
    if len(homes) > 1 and not chosen:
        number = str(change.change_id)
        rows = tuple(
            (Button(each.name, Press("guidance_ask", number, (each.home_id,))),) for each in homes
        )
        which = turn.content.words.guidance.which_home.fill(title=change.title)
        return Outcome(says=(Say(ToCaller(), Message(which, rows)),))
    return Outcome(at_once=OpenForm(_form(turn, change, (chosen or homes)[0])))


def asked(turn: Turn) -> Outcome:
    """Open an escalation to the team of the topic, with the document attached."""
    assert isinstance(turn.inbound.what, Submitted)
    number, _, home_id = turn.inbound.what.about.partition(":")
    change, homes = _asked_about(turn, row_number(number))
    home = next((each for each in homes if each.home_id == home_id), None)
    if home is None:
        raise NotAllowed
    form = _form(turn, change, home)
    values = turn.inbound.what.values
    if faults := faults_of(form, values, turn.content.words.forms):
        return Outcome(at_once=FormFaults(faults, form))
    summary = turn.content.words.guidance.question_summary.format(
        title=change.title, url=change.guidance.url, text=values["text"].strip()
    )
    category = turn.content.categories[_category(turn, change)]
    return raised(turn, home, Request(category, summary))


def _category(turn: Turn, change: Change) -> str:
    """Return the kind of need that a question is: of its topic, or else one that the change's team owns."""
    topics, categories = turn.content.triage.topics, turn.content.categories
    if change.guidance.topic in topics:
        return topics[change.guidance.topic].category
    theirs = (each.id for each in categories.values() if each.team == change.team and each.details)
    return next(theirs, next(iter(categories)))


def _asked_about(turn: Turn, number: int) -> tuple[Change, tuple[Home, ...]]:
    change = turn.look.guidance.change(number)
    homes = tuple(each.home for each in turn.person.memberships)
    if change is None:
        raise StalePress
    if not homes:
        raise NotAllowed
    return change, homes


def _form(turn: Turn, change: Change, home: Home) -> Form:
    asked = turn.content.words.guidance.question_intro.fill(title=change.title)
    intro = f"{turn.content.signpost}\n\n{asked}"
    about = f"{change.change_id}:{home.home_id}"
    return replace(turn.content.forms[QUESTION], intro=intro, about=about)


def record(turn: Turn) -> Outcome:
    """Give a home its record as a file: what it was told, and when it confirmed that."""
    home_id = HomeId("".join(turn.press.choice))
    if not turn.person.runs(home_id):
        raise NotAllowed
    (home,) = turn.look.homes([home_id])
    title, text = record_of(turn.look.guidance.told(home_id), home, turn)
    content = turn.look.guidance.print(title, text)
    told = turn.content.words.guidance.record_file.fill(home=home.name)
    file = File(f"guidance-{home.home_id}.pdf", content)
    return Outcome(says=(Say(ToCaller(), Message(told, file=file)),))


def remind(turn: Turn) -> Outcome:
    """Ask the homes once more that have not confirmed a change by the day before it is due."""
    change = turn.look.guidance.change(row_number(turn.came.about.partition(".")[0]))
    if change is None or change.confirm_by is None or change.broadcast_id is None:
        return Outcome()
    words = turn.content.words
    text = words.guidance.reminder.fill(title=change.title, when=in_full(turn, change.confirm_by))
    press = Press("read", str(change.broadcast_id), (REMINDER,))
    button = Button(words.guidance.confirm_button, press, style="primary")
    reminder = Message(text, ((button,), *question(change.change_id, turn.content)))
    return Outcome((BroadcastChased(change.broadcast_id, reminder),))


def _for_leads(turn: Turn) -> Message:
    words, teams = turn.content.words.triage, _teams(turn)
    waiting = turn.look.guidance.waiting(teams)
    owed = turn.look.guidance.owed(teams)
    parts = [words.to_decide.fill(count=len(waiting)) if waiting else words.to_decide_none]
    if len(waiting) > MOST_WAITING:
        parts.append(words.more.fill(count=len(waiting) - MOST_WAITING))
    rows = [
        (
            Button(
                words.show.format(
                    kind=kind_name(each.kind, turn.content.words.change),
                    title=shortened(each.title, LABEL),
                ),
                Press("triage_show", str(each.change_id)),
            ),
        )
        for each in waiting[:MOST_WAITING]
    ]
    if owed:
        parts.append("\n".join([words.owed_title, "", *(_owed_line(turn, each) for each in owed)]))
    rows += [
        (
            Button(
                words.owed_show.format(title=shortened(each.change.title, LABEL)),
                Press("guidance_missing", str(each.change.change_id)),
            ),
        )
        for each in owed[:MOST_WAITING]
    ]
    return Message("\n\n".join(parts), tuple(rows))


def missing(turn: Turn) -> Outcome:
    """Name the homes that have not confirmed a change: for its leads only."""
    change = for_lead(turn, turn.press.number)
    names = [each.name for each in turn.look.guidance.owing(change.change_id)]
    if not names:
        raise StalePress
    text = turn.content.words.triage.missing.fill(title=change.title, names=", ".join(names))
    return Outcome(says=(Say(ToCaller(), Message(text)),))


def _owed_line(turn: Turn, owed: Owed) -> str:
    words, by = turn.content.words.triage, owed.change.confirm_by
    assert by is not None
    sentence = words.overdue_line if by <= turn.at else words.owed_line
    return sentence.fill(
        title=owed.change.title,
        confirmed=owed.confirmed,
        homes=owed.homes,
        when=in_full(turn, by),
    )


def _teams(turn: Turn) -> tuple[TeamId, ...] | None:
    """Return the teams whose changes the lead sees; None for a coordinator: all."""
    return None if coordinates(turn.lead, turn.content) else turn.lead.teams


def _home_ids(turn: Turn) -> list[HomeId]:
    return [each.home.home_id for each in turn.person.memberships]
