"""What the tables of the network should hold, worked out from what people did: plain values and their rules."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

ROOMS = {"clinical": "C0CLINICAL", "coordinators": "C0NETWORK"}
# Which team an answer of the weekly check-in calls.
CALLS = {"today": "clinical", "help": "coordinators"}
LEADS = {"U1": "clinical", "U2": "clinical", "U3": "coordinators"}
HOMES = ("H1", "H2", "H3")
QUESTIONS = {"week": ("well", "pressed", "help", "today"), "lead": ("yes", "no", "changed")}


@dataclass
class Case:
    home: str
    team: str
    raised_from: int | None = None
    owner: str = ""
    entries: list[str] = field(default_factory=lambda: ["raised"])

    @property
    def state(self) -> str:
        if "resolved" in self.entries:
            return "resolved"
        return "claimed" if self.owner else "open"


@dataclass
class Assignment:
    home: str
    open: bool = True
    done: bool = False
    answers: dict[str, str] = field(default_factory=dict)


@dataclass
class Sending:
    """A broadcast; ``homes`` are those it was for once it was sent, and ``read`` those that say they read it."""

    audience: tuple[str, ...]
    state: str = "draft"
    read: set[str] = field(default_factory=set)


class Model:
    """Who there is, what is open, and which new messages the last step must have caused, by chat."""

    def __init__(self) -> None:
        self.homes: dict[str, set[str]] = {}  # of everybody who ever joined, by chat
        self.shut: dict[str, str] = {}  # why nobody writes to a chat
        self.untold: set[str] = set()  # who blocked us, and the coordinators have not heard
        self.cases: dict[int, Case] = {}
        self.assignments: dict[int, Assignment] = {}
        self.broadcasts: dict[int, Sending] = {}
        self.expected: Counter[str] = Counter()
        self.gone: set[str] = set()  # who left in the last step

    def says(self, *chats: str) -> None:
        """Expect a new message in each of these chats."""
        self.expected.update(chats)

    def readers(self, home: str) -> list[str]:
        return [
            chat for chat, homes in self.homes.items() if home in homes and chat not in self.shut
        ]

    def joins(self, chat: str, home: str) -> None:
        self.homes.setdefault(chat, set()).add(home)
        self.shut.pop(chat, None)
        self.untold.discard(chat)
        waiting = [
            each
            for each in self.assignments.values()
            if each.home == home and each.open and not each.done
        ]
        # What the code opens, its settled question, the welcome, and what waits for the home.
        self.says(*[chat] * (3 + len(waiting)))

    def leaves(self, chat: str) -> None:
        if self.homes.get(chat):
            self.homes[chat] = set()
            self.gone.add(chat)
            self.shut.setdefault(chat, "left")
            self.untold.discard(chat)
            self.says(chat, chat)
        elif chat in self.homes:
            self.says(chat, chat)  # told twice that there is nothing to leave
        else:
            self.says(chat)

    def blocks(self, chat: str) -> None:
        if chat in self.homes and chat not in self.shut:
            self.shut[chat] = "blocked"
            self.untold.add(chat)

    def returns(self, chat: str) -> None:
        if self.shut.get(chat) == "blocked":
            del self.shut[chat]
            self.untold.discard(chat)

    def opens_round(self, numbers: dict[int, str]) -> None:
        for each in self.assignments.values():
            each.open = False
        for number, home in numbers.items():
            self.assignments[number] = Assignment(home)
            self.says(*self.readers(home))

    def answers(self, chat: str, number: int, question: str, value: str) -> None:
        assignment = self.assignments.get(number)
        if assignment is None or assignment.home not in self.homes.get(chat, ()):
            return
        self.says(chat)
        if not assignment.open:
            return
        before = assignment.answers.get(question, "")
        assignment.answers[question] = value
        assignment.done |= set(assignment.answers) == set(QUESTIONS)
        team = CALLS.get(value, "")
        if team and not self._raised(assignment.home, team):
            self._raises(chat, assignment.home, team, number)
            if value == "today":
                # What is needed today is told to each lead of the team at once.
                self.cases[len(self.cases)].entries.append("told")
                self.says(*(lead for lead, of in LEADS.items() if of == team))
        # A correction that undoes the reason of a case says so on its card.
        gone = CALLS.get(before, "")
        if question == "week" and before != value and gone != team:
            for case in self._raised(assignment.home, gone):
                case.entries.append("changed")
                self.says(ROOMS[gone])

    def _raised(self, home: str, team: str) -> list[Case]:
        """Return what this home's answers have raised with the team, and is open."""
        return [
            each
            for each in self.cases.values()
            if (each.home, each.team) == (home, team)
            and each.raised_from is not None
            and each.state != "resolved"
        ]

    def asks_for_help(self, chat: str, home: str) -> None:
        if home in self.homes.get(chat, ()):
            self._raises(chat, home, "clinical")
        else:
            self.says(chat)

    def _raises(self, chat: str, home: str, team: str, number: int | None = None) -> None:
        self.cases[len(self.cases) + 1] = Case(home, team, number)
        self.says(chat, ROOMS[team])

    def _led_by(self, lead: str, number: int) -> Case | None:
        case = self.cases.get(number)
        allowed = case and (LEADS[lead] in (case.team, "coordinators"))
        return case if allowed else None

    def claims(self, lead: str, number: int) -> None:
        case = self._led_by(lead, number)
        if case and case.state == "open":
            case.owner = lead
            case.entries.append("claimed")
            self.says(*self.readers(case.home))

    def writes_to_home(self, lead: str, number: int) -> None:
        case = self._led_by(lead, number)
        if case is None:
            self.says(lead)
        elif case.state != "resolved":
            self.claims(lead, number)
            case.entries.append("to_home")
            # Who writes from their own chat sees there what stands in the thread.
            self.says(*self.readers(case.home), ROOMS[case.team], lead)

    def replies(self, chat: str, number: int) -> None:
        case = self.cases.get(number)
        if case is None or case.home not in self.homes.get(chat, ()):
            self.says(chat)
        elif case.state != "resolved":
            case.entries.append("from_home")
            self.says(chat, ROOMS[case.team], *filter(None, [case.owner]))

    def resolves(self, lead: str, number: int) -> None:
        case = self._led_by(lead, number)
        if case is None:
            self.says(lead)
        elif case.state != "resolved":
            case.owner = case.owner or lead
            case.entries.append("resolved")
            self.says(*self.readers(case.home))

    def drafts(self, lead: str, audience: Iterable[str]) -> None:
        self.broadcasts[len(self.broadcasts) + 1] = Sending(tuple(audience))
        self.says(lead, lead)

    def sends(self, lead: str, number: int) -> None:
        """Send a draft; who of each home gets it is for the tables to say."""
        draft = self.broadcasts.get(number)
        if draft and draft.state == "draft" and any(map(self.readers, draft.audience)):
            draft.state = "sending"
            self.says(lead, lead)

    def reads(self, chat: str, number: int) -> None:
        sent = self.broadcasts.get(number)
        if sent is None or sent.state == "draft":
            return
        mine = self.homes.get(chat, set()) & set(sent.audience)
        if mine:
            sent.read |= mine
            self.says(chat)

    def ticks(self, ended: Iterable[int]) -> None:
        """Tell of who blocked us, and finish the broadcasts of which nothing is left."""
        told = [chat for chat in self.untold if self.homes.get(chat)]
        self.says(*[ROOMS["coordinators"]] * len(told))
        self.untold.clear()
        for number in ended:
            if self.broadcasts[number].state == "sending":
                self.broadcasts[number].state = "sent"
