"""Said about broadcasts: written, timed, held, read, found again."""

from dataclasses import dataclass

from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class BroadcastWords:
    """Writing, checking, sending and reading a broadcast."""

    preview: Sentence = blanks("reached", "homes")
    type_line: Sentence = blanks("type", "count")
    gap_not_joined: Sentence = blanks("count", "names")
    gap_blocked: Sentence = blanks("count", "names")
    gap_left: Sentence = blanks("count", "names")
    gap_channel_off: Sentence = blanks("count", "names")
    and_more: Sentence = blanks("names", "count")
    urgent: Sentence = blanks()
    with_ack: Sentence = blanks()
    send: Sentence = blanks("reached", "homes")
    do_not_send: Sentence = blanks()
    send_later: Sentence = blanks()
    repeat: Sentence = blanks()
    not_sent: Sentence = blanks()
    nobody: Sentence = blanks()
    nobody_joined: Sentence = blanks("homes")
    add_file: Sentence = blanks()
    take_file_out: Sentence = blanks()
    with_file: Sentence = blanks("name")
    check_file: Sentence = blanks()
    alt_missing: Sentence = blanks()
    show_file: Sentence = blanks("name")
    bad_audience: Sentence = blanks("part")
    already: Sentence = blanks()
    progress: Sentence = blanks("delivered", "homes", "failed", "not_reached")
    finished: Sentence = blanks("delivered", "homes", "failed", "not_reached")
    parts: Sentence = blanks("channel", "count")


@dataclass(frozen=True)
class ReadingWords:
    """Reading a broadcast, and seeing who has."""

    read_button: Sentence = blanks()
    confirm_button: Sentence = blanks()
    read: Sentence = blanks()
    confirmed: Sentence = blanks()
    read_before: Sentence = blanks()
    confirmed_before: Sentence = blanks()
    read_all: Sentence = blanks()
    read_so_far: Sentence = blanks("read", "homes")
    who: Sentence = blanks()
    card: Sentence = blanks("title", "when")
    card_figures: Sentence = blanks(
        "delivered", "homes", "read", "waiting", "failed", "not_reached"
    )
    card_confirmed: Sentence = blanks("acknowledged", "homes")
    type_line: Sentence = blanks("type", "read", "homes")
    type_confirmed: Sentence = blanks("type", "acknowledged", "read", "homes")
    unread: Sentence = blanks("count", "names")
    everybody: Sentence = blanks()
    failed_line: Sentence = blanks("reason", "count", "names")
    corrected_line: Sentence = blanks("done", "of")
    yet_to_be_told: Sentence = blanks()
    ask_unread: Sentence = blanks("count")
    asked_unread: Sentence = blanks("count")
    asked_at: Sentence = blanks("when")
    nobody_unread: Sentence = blanks()
    try_again: Sentence = blanks("count")
    trying_again: Sentence = blanks()
    look_again: Sentence = blanks()
    reminder: Sentence = blanks("title")
    sent_lately: Sentence = blanks()
    none_sent: Sentence = blanks()
    choose: Sentence = blanks("title", "when")
    reason_not_joined: Sentence = blanks()
    reason_blocked: Sentence = blanks()
    reason_left: Sentence = blanks()
    reason_channel_off: Sentence = blanks()
    reason_rejected: Sentence = blanks()
    reason_unreachable: Sentence = blanks()
    reason_in_doubt: Sentence = blanks()
    reason_withdrawn: Sentence = blanks()
    reason_too_late: Sentence = blanks()
    reason_other: Sentence = blanks()


@dataclass(frozen=True)
class CorrectingWords:
    """Correcting and withdrawing what was sent."""

    correct: Sentence = blanks()
    withdraw: Sentence = blanks()
    corrected_mark: Sentence = blanks("time", "day")
    withdrawn_mark: Sentence = blanks("time", "day")
    file_withdrawn: Sentence = blanks()
    leftover: Sentence = blanks()
    told_corrected: Sentence = blanks("title", "note")
    told_again: Sentence = blanks("title", "note")
    told_confirmed: Sentence = blanks("title")
    told_withdrawn: Sentence = blanks("title", "note")
    corrected: Sentence = blanks("delivered", "read")
    asked_anew: Sentence = blanks("confirmed")
    team_corrected: Sentence = blanks("name", "title")
    team_withdrawn: Sentence = blanks("name", "title")
    withdrawn: Sentence = blanks("delivered", "read", "waiting")
    present: Sentence = blanks("text")
    is_withdrawn: Sentence = blanks()
    is_meeting: Sentence = blanks()
    same: Sentence = blanks()
    passage_missing: Sentence = blanks()
    passage_twice: Sentence = blanks()
    too_long: Sentence = blanks("length", "limit")
    overtaken: Sentence = blanks("name")


@dataclass(frozen=True)
class NewsWords:
    """Going back through what homes were told."""

    none_yet: Sentence = blanks()
    sent_on: Sentence = blanks("day")
    older: Sentence = blanks("day")
    newer: Sentence = blanks("day")


@dataclass(frozen=True)
class FindingWords:
    """Finding again what homes were told, by its words."""

    found: Sentence = blanks("words", "shown")
    found_some: Sentence = blanks("words", "shown")
    page: Sentence = blanks("first", "last", "total")
    line: Sentence = blanks("place", "title", "day", "piece")
    open: Sentence = blanks("place", "title")
    more: Sentence = blanks("count")
    whole: Sentence = blanks("title", "day", "text")
    nothing: Sentence = blanks("words")
    no_words: Sentence = blanks()


@dataclass(frozen=True)
class TrialWords:
    """A network on trial, and how it turns live."""

    preview: Sentence = blanks()
    show: Sentence = blanks()
    shown: Sentence = blanks("text")
    button: Sentence = blanks()
    question: Sentence = blanks()
    agree: Sentence = blanks()
    not_yet: Sentence = blanks()
    stays: Sentence = blanks()
    asked: Sentence = blanks("name")
    agreed_already: Sentence = blanks()
    waits: Sentence = blanks()
    is_live: Sentence = blanks("names")
    was_live: Sentence = blanks()


@dataclass(frozen=True)
class RestoredWords:
    """A network that was restored from a backup, and how it sends again."""

    button: Sentence = blanks()
    question: Sentence = blanks("waiting", "when")
    question_none: Sentence = blanks("when")
    some_time: Sentence = blanks()
    send: Sentence = blanks("waiting")
    drop: Sentence = blanks()
    release: Sentence = blanks()
    not_yet: Sentence = blanks()
    stays: Sentence = blanks()
    sends: Sentence = blanks("name")
    dropped: Sentence = blanks("name", "waiting")
    was_released: Sentence = blanks()


@dataclass(frozen=True)
class ScheduleWords:
    """Sending later, once or again and again: asked for, listed, changed, missed."""

    not_a_time: Sentence = blanks()
    passed: Sentence = blanks("when")
    not_a_recurrence: Sentence = blanks()
    not_a_date: Sentence = blanks()
    never: Sentence = blanks()
    planned: Sentence = blanks("when", "reached", "homes", "audience")
    repeating: Sentence = blanks("opens", "when", "reached", "homes", "audience")
    over: Sentence = blanks("opens")
    unreadable: Sentence = blanks("when", "part")
    about: Sentence = blanks("gist")
    on_before: Sentence = blanks()
    on_after: Sentence = blanks()
    on_skip: Sentence = blanks()
    on_keep: Sentence = blanks()
    until: Sentence = blanks("day")
    written_by: Sentence = blanks("name")
    operator: Sentence = blanks()
    bank_holiday: Sentence = blanks("day", "name")
    weekend: Sentence = blanks("day")
    instead: Sentence = blanks("when")
    another_time: Sentence = blanks()
    change: Sentence = blanks()
    send_now: Sentence = blanks()
    send_today: Sentence = blanks()
    do_not_send: Sentence = blanks()
    sure: Sentence = blanks("gist")
    yes_do_not: Sentence = blanks()
    keep: Sentence = blanks()
    moved: Sentence = blanks("name", "gist", "when")
    changed: Sentence = blanks("name", "gist", "opens")
    cancelled: Sentence = blanks("name", "gist")
    sent_now: Sentence = blanks("name", "gist")
    today_already: Sentence = blanks()
    stale: Sentence = blanks("when")
    nobody: Sentence = blanks("when")
    not_yours: Sentence = blanks("name")
    not_yours_either: Sentence = blanks()
    title: Sentence = blanks()
    none: Sentence = blanks()
    line: Sentence = blanks("when", "gist", "audience", "name")
    repeating_line: Sentence = blanks("when", "opens", "gist", "audience", "name")
    missed_line: Sentence = blanks("when", "gist", "audience", "name")
    button: Sentence = blanks("when", "gist")
    more: Sentence = blanks()


@dataclass(frozen=True)
class KindnessWords:
    """What is sent later so that homes are not overwhelmed: to the sender why, to the home what waited."""

    quiet: Sentence = blanks("until")
    over: Sentence = blanks("homes", "messages", "until")
    over_too_late: Sentence = blanks("homes", "messages")
    held_quiet: Sentence = blanks("homes", "until")
    held_budget: Sentence = blanks("homes", "per_week", "until")
    waited: Sentence = blanks("count")
    waited_line: Sentence = blanks("title")
    show: Sentence = blanks("title")
    shown: Sentence = blanks()
    here: Sentence = blanks()


@dataclass(frozen=True)
class ArchiveWords:
    """The archive's pages and files. No markup."""

    index: Sentence = blanks()
    sent: Sentence = blanks("day")
    corrected: Sentence = blanks("day", "time")
    withdrawn: Sentence = blanks("day", "time")
    more: Sentence = blanks()
    all_issues: Sentence = blanks()
    as_pdf: Sentence = blanks()
    file: Sentence = blanks("name")
    page: Sentence = blanks("title", "page", "of")
