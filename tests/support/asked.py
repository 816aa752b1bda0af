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

    def path(self) -> list[str]:
        mood = self.kept.get("mood")
        bad = mood is not None and mood.said == "bad"
        return [each for each in QUESTIONS if each != "why" or bad]

    def says(self, question: str, said: str, by: str, age: int = 0) -> None:
        before = self.kept.get(question)
        self.kept[question] = Kept(said, age, before.times + 1 if before else 1, by)

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

    def opens(self, numbers: dict[int, str]) -> None:
        self.closes()
        self.rounds.append({number: Sheet(home, number) for number, home in numbers.items()})

    def closes(self) -> None:
        for sheets in self.rounds:
            for each in sheets.values():
                each.open = False

    def sheet(self, number: int) -> Sheet | None:
        return next((each[number] for each in self.rounds if number in each), None)

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
