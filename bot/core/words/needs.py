"""Said about what homes need."""

from dataclasses import dataclass

from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class CaseWords:
    """Escalations: what the home reads, and what the leads read."""

    raised: Sentence = blanks("reference", "team")
    summary_from_answer: Sentence = blanks("question", "answer")
    callback_from_answer: Sentence = blanks("question", "answer")
    taken_back: Sentence = blanks("question", "answer")
    added_to: Sentence = blanks("question", "answer")
    card_title: Sentence = blanks("reference", "category")
    card_home: Sentence = blanks("home")
    card_home_at: Sentence = blanks("home", "where")
    card_said: Sentence = blanks("summary")
    card_open: Sentence = blanks("when")
    card_claimed: Sentence = blanks("name", "when")
    card_resolved: Sentence = blanks("name", "when")
    claim: Sentence = blanks()
    send_to_home: Sentence = blanks()
    resolve: Sentence = blanks()
    you_have_it: Sentence = blanks("reference")
    taken: Sentence = blanks("name")
    is_resolved: Sentence = blanks()
    home_claimed: Sentence = blanks("name", "team", "reference")
    form_intro: Sentence = blanks("home", "people")
    to_home: Sentence = blanks("name", "team", "reference", "text")
    reply: Sentence = blanks()
    sent_line: Sentence = blanks("name", "text")
    sent: Sentence = blanks("home")
    nobody_to_read: Sentence = blanks("home")
    home_line: Sentence = blanks("name", "home", "reference", "text")
    reply_intro: Sentence = blanks("reference", "name")
    reply_sent: Sentence = blanks("name")
    your_team: Sentence = blanks()
    offer: Sentence = blanks("name", "reference", "text")
    offer_send: Sentence = blanks("name")
    offer_no: Sentence = blanks()
    offer_dropped: Sentence = blanks()
    offer_help: Sentence = blanks()
    home_resolved: Sentence = blanks("name", "reference")
    resolved: Sentence = blanks("reference")
    which_home: Sentence = blanks()
    unreachable_home: Sentence = blanks("name", "homes")
    room_gone: Sentence = blanks("teams")
