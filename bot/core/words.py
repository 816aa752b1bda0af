"""Every fixed sentence that people read, as a field: a wrong key does not type-check, a wrong blank is found at start.

One class a conversation, one section of ``content/messages.toml`` a class.
"""

from dataclasses import dataclass

from bot.core.meeting_words import MeetingLeadWords, MeetingWords
from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class CommonWords:
    """Said anywhere."""

    stale_button: Sentence = blanks()
    not_allowed: Sentence = blanks()
    went_wrong: Sentence = blanks()
    unknown_command: Sentence = blanks()
    not_joined: Sentence = blanks()
    attached: Sentence = blanks()
    edited: Sentence = blanks()
    group: Sentence = blanks()
    withheld: Sentence = blanks("kinds")
    withheld_in_form: Sentence = blanks()
    kind_nhs_number: Sentence = blanks()


@dataclass(frozen=True)
class MenuWords:
    """The menu, its buttons, and the commands in Telegram's list."""

    home: Sentence = blanks("name")
    lead: Sentence = blanks("name")
    check_in: Sentence = blanks()
    ask_for_help: Sentence = blanks()
    news: Sentence = blanks()
    find: Sentence = blanks()
    my_details: Sentence = blanks()
    write_broadcast: Sentence = blanks()
    scheduled: Sentence = blanks()
    meetings: Sentence = blanks()
    show_menu: Sentence = blanks()
    command_menu: Sentence = blanks()
    command_help: Sentence = blanks()
    command_news: Sentence = blanks()
    command_meetings: Sentence = blanks()
    command_find: Sentence = blanks()
    command_me: Sentence = blanks()
    command_stop: Sentence = blanks()


@dataclass(frozen=True)
class JoinWords:
    """Joining with a code."""

    wrong_code: Sentence = blanks()
    too_many: Sentence = blanks()
    is_this_home: Sentence = blanks("home", "role")
    is_this_team: Sentence = blanks("team")
    is_this_you: Sentence = blanks("name")
    yes_home: Sentence = blanks()
    yes_team: Sentence = blanks()
    yes_link: Sentence = blanks()
    no: Sentence = blanks()
    declined: Sentence = blanks()
    joined_home: Sentence = blanks("name", "home")
    joined_team: Sentence = blanks("name", "team")
    linked: Sentence = blanks("name")
    link_code: Sentence = blanks("code")
    manager: Sentence = blanks()
    deputy: Sentence = blanks()
    lead: Sentence = blanks()


@dataclass(frozen=True)
class MeWords:
    """What is held about a person, and leaving."""

    title: Sentence = blanks("name")
    accounts: Sentence = blanks("lines")
    homes: Sentence = blanks("lines")
    teams: Sentence = blanks("lines")
    counts: Sentence = blanks("answers", "acknowledged", "cases", "meetings", "messages")
    why: Sentence = blanks()
    leave: Sentence = blanks()
    link: Sentence = blanks()
    sure: Sentence = blanks()
    yes_leave: Sentence = blanks()
    stay: Sentence = blanks()
    left: Sentence = blanks()
    stayed: Sentence = blanks()


@dataclass(frozen=True)
class FormWords:
    """Filling in a form by messages."""

    progress: Sentence = blanks("title", "place", "of")
    question: Sentence = blanks("label")
    hint: Sentence = blanks("hint")
    cancel: Sentence = blanks()
    skip: Sentence = blanks()
    cancelled: Sentence = blanks()
    choose: Sentence = blanks()
    empty: Sentence = blanks()
    too_long: Sentence = blanks("length", "limit")


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
    bad_audience: Sentence = blanks("part")
    already: Sentence = blanks()
    progress: Sentence = blanks("delivered", "homes", "failed", "not_reached")
    finished: Sentence = blanks("delivered", "homes", "failed", "not_reached")
    acknowledged_so_far: Sentence = blanks("acknowledged", "homes")
    read_button: Sentence = blanks()
    read: Sentence = blanks()
    read_before: Sentence = blanks()


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
    held_quiet: Sentence = blanks("homes", "until")
    held_budget: Sentence = blanks("homes", "per_week", "until")
    waited: Sentence = blanks("count")
    waited_line: Sentence = blanks("title")
    show: Sentence = blanks("title")
    shown: Sentence = blanks()
    here: Sentence = blanks()


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


@dataclass(frozen=True)
class CaseWords:
    """Escalations: what the home reads, and what the leads read."""

    raised: Sentence = blanks("reference", "team")
    summary_from_answer: Sentence = blanks("question", "answer")
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


@dataclass(frozen=True)
class BoardWords:
    """The app's own page in Slack."""

    lead_title: Sentence = blanks("name")
    no_cases: Sentence = blanks()
    case_line: Sentence = blanks("reference", "home", "category", "owner")
    nobody: Sentence = blanks()
    home_title: Sentence = blanks("name")
    open_checkin: Sentence = blanks("home", "title")
    nothing_open: Sentence = blanks()
    stranger: Sentence = blanks()


@dataclass(frozen=True)
class SheetWords:
    """The printed sheet of invites; one line a line."""

    steps: Sentence = blanks("network", "expires")
    steps_slack: Sentence = blanks("network", "expires")


@dataclass(frozen=True)
class Words:
    """All sections of ``content/messages.toml``."""

    common: CommonWords
    menu: MenuWords
    join: JoinWords
    me: MeWords
    forms: FormWords
    broadcast: BroadcastWords
    trial: TrialWords
    schedule: ScheduleWords
    kindness: KindnessWords
    news: NewsWords
    finding: FindingWords
    checkin: CheckInWords
    case: CaseWords
    board: BoardWords
    meeting: MeetingWords
    meeting_lead: MeetingLeadWords
    sheet: SheetWords
