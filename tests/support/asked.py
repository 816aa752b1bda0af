"""What the tables of rounds should hold, worked out from what people did: plain values and their rules."""

from dataclasses import dataclass, field

# The questionnaire that is played with: the second question is asked of those who said "bad" only.
QUESTIONS = ("mood", "why", "rate")
VALUES = {"mood": ("fine", "bad"), "why": ("staff", "ppe"), "rate": ("yes", "no")}
NOT_ASKED, NOT_APPLICABLE, UNCLEAR = "not_asked", "not_applicable", "unclear"
CARRY = 2
CONTENT = """title = "Playing"
audience = "all"
intro = "Some questions."
thanks = "Thank you."
closes = "after 2 days 17:00"
unchanged = "As last time"
carry = 2

[[questions]]
id = "mood"
text = "How are things?"
options = [{ value = "fine", label = "Fine" }, { value = "bad", label = "Bad", escalates = "other" }]

[[questions]]
id = "why"
text = "Why?"
only_if = { mood = ["bad"] }
options = [{ value = "staff", label = "Staffing" }, { value = "ppe", label = "PPE" }]

[[questions]]
id = "rate"
text = "Is the support good?"
type = "yes_no"
"""


@dataclass
class Kept:
    """The newest answer to a question, for how many rounds it is carried, how often it was given, and by whom last."""

    said: str
    age: int = 0
    times: int = 1
    by: str = ""


@dataclass
class Sheet:
    """One home's copy of a round."""

    home: str
    number: int
    open: bool = True
    done: bool = False
    kept: dict[str, Kept] = field(default_factory=dict)
    last_by: str = ""

    @property
    def given(self) -> int:
        return sum(each.times for each in self.kept.values())

    def waits(self) -> str:
        """Return the question that waits, empty where none does."""
        waiting = (
            each
            for each in self.path()
            if each not in self.kept or self.kept[each].said == NOT_ASKED
        )
        return next(waiting, "")

    def path(self) -> list[str]:
        mood = self.kept.get("mood")
        bad = mood is not None and mood.said == "bad"
        return [each for each in QUESTIONS if each != "why" or bad]

    def says(self, question: str, said: str, by: str, age: int = 0) -> None:
        before = self.kept.get(question)
        self.kept[question] = Kept(said, age, before.times + 1 if before else 1, by)
        self.last_by = by

    def ends(self, by: str) -> None:
        """Mark as done where nothing is left to say; what was left out is a state of its own."""
        answered = {name for name, each in self.kept.items() if each.said != NOT_ASKED}
        if not set(self.path()) <= answered:
            return
        self.done = True
        for each in QUESTIONS:
            known = self.kept.get(each)
            if each not in self.path() and (known is None or known.said != NOT_ASKED):
                self.says(each, NOT_ASKED, by)


class Model:
    """Rounds, who runs which home, and whether a case of each home is open."""

    def __init__(self) -> None:
        self.runs = {"samir": {"H1"}, "kerry": {"H1"}, "ana": {"H2"}}
        self.rounds: list[dict[int, Sheet]] = []
        self.cases: set[str] = set()
        # What a person's chat shows in place of the open question: of which sheet, and how much was given by then.
        self.shown: dict[str, tuple[int, str, int]] = {}

    def opens(self, numbers: dict[int, str]) -> None:
        self.closes()
        self.rounds.append({number: Sheet(home, number) for number, home in numbers.items()})

    def closes(self) -> None:
        for sheets in self.rounds:
            for each in sheets.values():
                each.open = False

    def sheet(self, number: int) -> Sheet | None:
        return next((each[number] for each in self.rounds if number in each), None)

    def theirs(self, who: str, number: int) -> Sheet | None:
        """Return the sheet where it is open and the person's own."""
        sheet = self.sheet(number)
        return sheet if sheet and sheet.open and sheet.home in self.runs[who] else None

    def looks_back(self, who: str, number: int, question: str = "") -> None:
        """Show the question once more; none = leave all as it is."""
        sheet = self.theirs(who, number)
        if sheet is None:
            return
        if not question:
            self.shown.pop(who, None)
        elif question in sheet.path():
            self.shown[who] = (number, question, sheet.given)

    def types(self, who: str, place: int) -> None:
        """Write the number of a button: it is for the question that the chat shows, and for no other."""
        sheets = [each for found in self.rounds for each in found.values()]
        sheet = next((each for each in sheets if self.theirs(who, each.number)), None)
        if sheet is None:
            return
        kept = self.shown.get(who, (0, "", 0))
        is_shown = kept == (sheet.number, kept[1], sheet.given) and kept[1] in sheet.path()
        question = kept[1] if is_shown else sheet.waits()
        if not question:
            self.shown.pop(who, None)
        elif not is_shown and sheet.kept and sheet.last_by != who:
            self.shown[who] = (sheet.number, question, sheet.given)
        else:
            said = (*VALUES[question], NOT_APPLICABLE, UNCLEAR)[place]
            self.answers(who, sheet.number, question, said, None)

    def answers(self, who: str, number: int, question: str, said: str, seen: int | None) -> None:
        sheet = self.sheet(number)
        if sheet is None or sheet.home not in self.runs[who] or not sheet.open:
            return
        known = sheet.kept.get(question)
        is_choice = said in (*VALUES[question], NOT_APPLICABLE, UNCLEAR)
        if question not in sheet.path() or not is_choice:
            return
        if (
            known
            and known.said != NOT_ASKED
            and known.by != who
            and seen not in (None, known.times)
        ):
            return  # somebody else has answered it since
        sheet.says(question, said, who)
        if said == "bad":
            self.cases.add(sheet.home)
        sheet.ends(who)

    def says_again(self, who: str, number: int) -> None:
        sheet = self.sheet(number)
        if sheet is None or sheet.home not in self.runs[who] or not sheet.open or sheet.kept:
            return
        place = next(n for n, each in enumerate(self.rounds) if number in each)
        before = self.rounds[place - 1] if place else {}
        last = next((each for each in before.values() if each.home == sheet.home), None)
        if last is None or not last.done or max(each.age for each in last.kept.values()) >= CARRY:
            return
        said = {name: each for name, each in last.kept.items() if each.said != NOT_ASKED}
        # What the first answer leaves out is not said again, though it may stand there from before.
        bad = said.get("mood") is not None and said["mood"].said == "bad"
        for name, each in said.items():
            if name != "why" or bad:
                sheet.says(name, each.said, who, each.age + 1)
        if bad:
            self.cases.add(sheet.home)
        sheet.ends(who)
