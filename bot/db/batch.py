"""A batch: events in one transaction; what they ask for is fetched together, what they leave written together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from bot.core.cases import Escalation
from bot.core.errors import StalePress
from bot.core.events import Inbound, Pressed
from bot.core.facts import Answered
from bot.core.messages import MessageRef, Press
from bot.core.people import Account, AccountId, HomeId, Person, PersonId
from bot.core.rounds import Assignment
from bot.db import answers, cases, inbox, outbox, people, rounds
from bot.db.answers import Given
from bot.db.outbox import Post


class Batch:
    """One transaction. A round trip to the database costs as much as all that a tap is otherwise.

    Nothing that is known is older than what was written: whoever asks the database itself, by ``connection``,
    finds everything written first, and whoever changes there what is known here says so by ``forget``.
    """

    def __init__(self, connection: Connection, found: Sequence[Inbound] = ()) -> None:
        """Begin; nothing is asked yet. Without ``found``, everything is fetched and written one by one."""
        self._connection = connection
        self._found = found
        self._channels = {each.channel for each in found}
        self._chats = {each.account_chat for each in found}
        self._shown = {(each.channel, each.message) for each in found if each.message}
        self._answers: list[Given] = []
        self._done: list[int] = []
        self._used: set[AccountId] = set()
        self._posts: list[Post] = []
        self._kept: dict[tuple[str, str], Mapping[str, object]] = {}
        self._at: datetime | None = None
        self.forget()

    @property
    def connection(self) -> Connection:
        """Return the connection; everything is written by now."""
        self.write()
        return self._connection

    def forget(self) -> None:
        """Ask the database again: what is known may have changed."""
        self._conversations: dict[tuple[str, str], Mapping[str, object]] | None = None
        self._accounts: dict[tuple[str, str], Account] | None = None
        self._persons: dict[int, Person] = {}
        self._assignments: dict[int, Assignment] = {}
        self._messages: dict[tuple[str, MessageRef], RowMapping] | None = None
        self._cards: dict[str, list[RowMapping]] = {}
        self.forget_escalations()

    def forget_escalations(self) -> None:
        """Ask the database again what homes need."""
        self._open: dict[HomeId, tuple[Escalation, ...]] = {}

    def conversation(self, channel: str, chat: str) -> Mapping[str, object]:
        """Return what the bot remembers of an unfinished dialogue, held until the transaction ends."""
        if chat not in self._chats:
            found = inbox.conversations_in(self.connection, [channel], [chat])
            return found.get((channel, chat), {})
        if self._conversations is None:
            self._conversations = inbox.conversations_in(
                self.connection, list(self._channels), list(self._chats)
            )
        return self._conversations.get((channel, chat), {})

    def account(self, channel: str, chat: str) -> Account | None:
        """Return the account of this chat, shut or not."""
        if chat not in self._chats:
            return people.account_at(self._connection, channel, chat)
        if self._accounts is None:
            self._accounts = people.accounts_at(
                self._connection, list(self._channels), list(self._chats)
            )
            callers = {each.person_id for each in self._accounts.values()}
            self._persons = people.persons_with(self._connection, callers)
        return self._accounts.get((channel, chat))

    def person(self, person_id: PersonId) -> Person | None:
        """Return a person with their present homes and teams."""
        return self._persons.get(person_id) or people.person(self._connection, person_id)

    def assignment(self, number: int) -> Assignment | None:
        """Return one assignment with its answers so far, held until the transaction ends."""
        if number not in self._assignments:
            self._assignments |= rounds.assignments_numbered(
                self.connection, self._like(number, self._assignments)
            )
        return self._assignments.get(number)

    def _like(self, number: int, known: Collection[int]) -> list[int]:
        """Return this number and those of the same buttons, but for those that are known.

        Whoever presses them will ask for the like of it.
        """
        numbers: defaultdict[str, set[int]] = defaultdict(set)
        for press in _presses(self._found):
            if press.about.isdecimal():
                numbers[press.action].add(int(press.about))
        alike = (each for each in numbers.values() if number in each)
        return sorted({number}.union(*alike).difference(known))

    def message(self, channel: str, ref: MessageRef) -> RowMapping | None:
        """Return the delivery that became this message of the platform."""
        if (channel, ref) not in self._shown:
            return outbox.messages_at(self._connection, [(channel, ref)]).get((channel, ref))
        if self._messages is None:
            self._messages = outbox.messages_at(self._connection, self._shown)
        return self._messages.get((channel, ref))

    def card_messages(self, card: str) -> list[RowMapping]:
        """Return the messages that are this card, those that wait to be written as well."""
        if card not in self._cards:
            if any(each.card for each in self._posts):
                self.write()
            wanted = {card}
            action, _, number = card.partition(":")
            if action == "assignment" and number.isdecimal():
                wanted |= {f"{action}:{each}" for each in self._like(int(number), known=())}
            self._cards |= outbox.cards(self._connection, wanted)
        return self._cards[card]

    def open_escalations(self, home_id: HomeId) -> tuple[Escalation, ...]:
        """Return the home's escalations that are not resolved, oldest first."""
        if home_id not in self._open:
            callers = self._persons.values()
            homes = {each.home.home_id for person in callers for each in person.memberships}
            self._open |= cases.open_of(self.connection, homes - self._open.keys() | {home_id})
        return self._open[home_id]

    def keep_conversation(
        self, channel: str, chat: str, state: Mapping[str, object], now: datetime
    ) -> None:
        """Remember this of the chat's dialogue."""
        if self._conversations is not None:
            self._conversations[channel, chat] = state
        self._kept[channel, chat] = state
        self._written_at(now)

    def use(self, account_id: AccountId, now: datetime) -> None:
        """Record that the account was used now."""
        self._used.add(account_id)
        self._written_at(now)

    def answer(self, fact: Answered, person_id: PersonId, now: datetime) -> None:
        """Keep one answer beside any earlier one to the same question."""
        self._assignments.pop(fact.assignment_id, None)
        self._answers.append(Given(fact, person_id, now))
        self._written_at(now)

    def done(self, assignment_id: int, now: datetime) -> None:
        """Record when the assignment was first complete."""
        self._assignments.pop(assignment_id, None)
        self._done.append(assignment_id)
        self._written_at(now)

    def queue(self, posts: Iterable[Post], now: datetime) -> None:
        """Queue the posts in this order."""
        for each in posts:
            self._posts.append(each)
            self._cards.pop(each.card, None)
        self._written_at(now)

    def _written_at(self, now: datetime) -> None:
        self._at = now
        if not self._found:
            self.write()

    def write(self) -> None:
        """Write what waits to be written."""
        if self._at is None:
            return
        at, self._at = self._at, None
        if self._answers:
            answers.keep_answers(self._connection, self._answers)
        if self._done:
            rounds.mark_done(self._connection, self._done, at)
        if self._used:
            people.touch(self._connection, self._used, at)
        if self._posts:
            outbox.queue(self._connection, self._posts, at)
        if self._kept:
            inbox.keep_conversations(self._connection, self._kept, at)
        self._answers, self._done, self._used, self._posts, self._kept = [], [], set(), [], {}


def _presses(found: Sequence[Inbound]) -> Iterable[Press]:
    for each in found:
        if isinstance(each.what, Pressed):
            try:
                yield Press.read(each.what.token)
            except StalePress:
                continue
