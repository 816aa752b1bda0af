"""The conversations: one file each, pure functions from a turn to its outcome, and the table that routes to them."""

from bot.core.definitions import Content
from bot.core.events import Attached, Departed, Opened, Returned, Said, Withheld
from bot.core.routes import Routes
from handlers import (
    answering,
    asking,
    board,
    broadcast,
    checkin,
    escalation,
    falling_due,
    join,
    me,
    menu,
    otherwise,
    repeating,
    scheduling,
    trial,
)
from handlers.broadcast import draw_broadcast as draw_broadcast
from handlers.checkin import draw_assignment as draw_assignment

ROUTES = Routes(
    commands={
        "start": join.start,
        "join": join.start,
        "menu": menu.menu,
        "help": asking.ask_for_help,
        "checkin": checkin.checkin,
        "news": broadcast.news,
        "me": me.me,
        "stop": me.leave,
        "broadcast": broadcast.write,
        "scheduled": scheduling.scheduled,
    },
    presses={
        "join": join.decided,
        "menu": menu.menu,
        "help": asking.for_home,
        "offer": answering.offered,
        "checkin": checkin.checkin,
        "answer": checkin.answered,
        "back": checkin.back,
        "news": broadcast.news,
        "read": broadcast.read,
        "write": broadcast.write,
        "broadcast": broadcast.decided,
        "scheduled": scheduling.scheduled,
        "planned": scheduling.planned,
        "later": scheduling.later,
        "shift": scheduling.shifted,
        "now": scheduling.send_now,
        "cancel": scheduling.cancelled,
        "repeat": repeating.repeat,
        "claim": escalation.claimed,
        "resolve": escalation.resolved,
        "to_home": answering.write_to_home,
        "reply": answering.reply,
        "me": me.me,
        "link": me.link,
        "leave": me.leave,
        "left": me.left,
        "live": trial.live,
    },
    in_rooms=frozenset({"live", "claim", "to_home", "resolve", "later", "now", "cancel"}),
    forms={
        "broadcast": broadcast.written,
        "when": scheduling.timed,
        "repeat": repeating.repeated,
        "help": asking.asked,
        "to_home": answering.sent_to_home,
        "from_home": answering.replied,
    },
    came={
        "broadcast_due": falling_due.due,
        "broadcast_late": falling_due.late,
        "recurring_due": falling_due.recurring_due,
        "recurring_late": falling_due.recurring_late,
        "broadcast_progress": broadcast.progressed,
        "round_due": checkin.opened,
        "room_shut": otherwise.room_shut,
    },
    kinds={
        Said: otherwise.wrote,
        Attached: otherwise.attached,
        Withheld: otherwise.withheld,
        Departed: otherwise.departed,
        Returned: otherwise.returned,
        Opened: board.opened,
    },
    unknown_command=menu.unknown_command,
    group=menu.in_a_group,
)


def commands(content: Content) -> tuple[tuple[str, str], ...]:
    """Return the commands that a channel lists, each with what it does."""
    words = content.words.menu
    return (
        ("menu", words.command_menu),
        ("help", words.command_help),
        ("news", words.command_news),
        ("me", words.command_me),
        ("stop", words.command_stop),
    )
