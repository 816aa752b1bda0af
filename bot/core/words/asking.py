"""Said while a home answers questions."""

from dataclasses import dataclass

from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class CheckInWords:
    """Answering a check-in."""

    question: Sentence = blanks("home", "title", "place", "of", "question")
    not_applicable: Sentence = blanks()
    unclear: Sentence = blanks()
    back: Sentence = blanks()
    closed: Sentence = blanks()
    none_open: Sentence = blanks()
    summary: Sentence = blanks("home", "title")
    summary_line: Sentence = blanks("question", "answer")
    change: Sentence = blanks()
