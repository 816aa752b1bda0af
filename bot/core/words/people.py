"""Said to people about themselves, and anywhere."""

from dataclasses import dataclass

from bot.core.people import Role
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
    sent_to_homes: Sentence = blanks()
    newsletters: Sentence = blanks()
    contacts: Sentence = blanks()
    our_requests: Sentence = blanks()
    open_cases: Sentence = blanks()
    rang: Sentence = blanks()
    rota: Sentence = blanks()
    guidance: Sentence = blanks()
    check_ins: Sentence = blanks()
    surveys: Sentence = blanks()
    show_menu: Sentence = blanks()
    command_menu: Sentence = blanks()
    command_contacts: Sentence = blanks()
    command_help: Sentence = blanks()
    command_cases: Sentence = blanks()
    command_news: Sentence = blanks()
    command_meetings: Sentence = blanks()
    command_find: Sentence = blanks()
    command_guidance: Sentence = blanks()
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

    def of_role(self, role: Role) -> str:
        """Return what people call the role."""
        return {Role.MANAGER: self.manager, Role.DEPUTY: self.deputy, Role.LEAD: self.lead}[role]


@dataclass(frozen=True)
class MeWords:
    """What is held about a person, and leaving."""

    title: Sentence = blanks("name")
    accounts: Sentence = blanks("lines")
    homes: Sentence = blanks("lines")
    teams: Sentence = blanks("lines")
    counts: Sentence = blanks("answers", "read", "cases", "meetings", "messages")
    why: Sentence = blanks()
    leave: Sentence = blanks()
    link: Sentence = blanks()
    sure: Sentence = blanks()
    yes_leave: Sentence = blanks()
    stay: Sentence = blanks()
    left: Sentence = blanks()
    stayed: Sentence = blanks()


@dataclass(frozen=True)
class AwayWords:
    """Being away, and back."""

    away: Sentence = blanks()
    back: Sentence = blanks()
    bad_day: Sentence = blanks("day")
    past_day: Sentence = blanks()
    before_first: Sentence = blanks()
    noted: Sentence = blanks("first", "last")
    covered: Sentence = blanks("home", "names")
    uncovered: Sentence = blanks("home")
    is_away: Sentence = blanks("first", "last")
    is_back: Sentence = blanks()
    nobody_left: Sentence = blanks("home", "name", "first", "last")


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
    send_file: Sentence = blanks()
    file_kind: Sentence = blanks()
    file_empty: Sentence = blanks()
    file_too_large: Sentence = blanks("megabytes")
    file_too_wide: Sentence = blanks()
    file_broken: Sentence = blanks()
    file_identifying: Sentence = blanks()
    file_not_fetched: Sentence = blanks()


@dataclass(frozen=True)
class BoardWords:
    """The app's own page in Slack."""

    lead_title: Sentence = blanks("name")
    no_cases: Sentence = blanks()
    case_line: Sentence = blanks("reference", "home", "category", "owner")
    case_line_asked: Sentence = blanks("reference", "home", "category", "owner")
    more: Sentence = blanks("count")
    asked_title: Sentence = blanks("name")
    nothing_asked: Sentence = blanks()
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
