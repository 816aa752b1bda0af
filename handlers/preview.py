"""What is seen before a broadcast goes: who gets it, who does not and why, what it costs, and as how many messages."""

from bot.core.broadcasts import Broadcast, Gap, Reach
from bot.core.errors import BadAudience
from bot.core.links import unsafe_link
from bot.core.messages import Button, Message, Press
from bot.core.turn import Turn
from bot.core.words import BroadcastWords
from handlers.costs import cost_lines

# How many names of homes that are not reached fit into a preview that is still read.
SHOWN_NAMES = 5


def reach_of(turn: Turn, audience: str) -> Reach | None:
    """Return who the audience is, None where no home is what it names any more."""
    try:
        return turn.look.reach(audience)
    except BadAudience:
        return None


def why_nobody(turn: Turn, broadcast: Broadcast, reach: Reach | None) -> str:
    """Return why the broadcast would get to nobody, empty where it gets to somebody."""
    words = turn.content.words.broadcast
    if is_too_late(turn, broadcast):
        return turn.content.words.meeting_lead.has_begun
    if reach is None:
        return words.bad_audience.fill(part=broadcast.audience)
    if not reach.homes:
        return words.nobody
    if not reach.reached and turn.look.is_live():
        return words.nobody_joined.fill(homes=reach.homes)
    return ""


def is_too_late(turn: Turn, broadcast: Broadcast) -> bool:
    """Say whether it is of no use to anybody any more."""
    return broadcast.of_use_until is not None and broadcast.of_use_until <= turn.at


def text_fault(turn: Turn, text: str) -> str:
    """Return what is wrong with a text that homes are to read, empty where nothing is."""
    words = turn.content.words.newsletter
    target = unsafe_link(text)
    if target is not None:
        return words.bad_link_in_text.fill(target=target or "…")
    if text.strip() and not all(turn.look.drafts.parts(Message(text)).values()):
        return words.nothing_shown
    return ""


def preview_text(turn: Turn, draft: Broadcast, reach: Reach, exact: Message) -> str:
    """Return who gets a broadcast that looks like ``exact``, and who does not."""
    words = turn.content.words.broadcast
    parts = [words.preview.fill(reached=reach.reached, homes=reach.homes)]
    parts.append(
        "\n".join(
            words.type_line.fill(type=kind.replace("_", " "), count=count)
            for kind, count in reach.by_type.items()
        )
    )
    parts += [_gap(gap, names, words) for gap, names in reach.gaps.items() if names]
    parts += [words.urgent] if draft.urgent else []
    parts += [words.with_ack] if draft.ack else []
    parts += [words.with_file.fill(name=draft.file.name), words.check_file] if draft.file else []
    parts.append(_parts(turn, exact))
    parts += cost_lines(turn, draft)
    parts += [] if turn.look.is_live() else [turn.content.words.trial.preview]
    return "\n\n".join(filter(None, parts))


def send_label(turn: Turn, reach: Reach) -> str:
    """Return what the button says that sends it."""
    if not turn.look.is_live():
        return turn.content.words.trial.show
    return turn.content.words.broadcast.send.format(reached=reach.reached, homes=reach.homes)


def file_button(draft: Broadcast, words: BroadcastWords) -> Button:
    """Return the button that adds a file to what has not gone out, or takes out the one that is there."""
    label = words.take_file_out if draft.file else words.add_file
    return Button(label, Press("attach", str(draft.broadcast_id), ("out",) if draft.file else ()))


def _parts(turn: Turn, exact: Message) -> str:
    """Return as how many messages it comes, empty where it is one everywhere."""
    found = turn.look.drafts.parts(exact)
    if all(count == 1 for count in found.values()):
        return ""
    line = turn.content.words.broadcast.parts
    return "\n".join(
        line.fill(channel=channel.title(), count=count) for channel, count in found.items()
    )


def _gap(gap: Gap, names: tuple[str, ...], words: BroadcastWords) -> str:
    sentence = {
        Gap.NOT_JOINED: words.gap_not_joined,
        Gap.BLOCKED: words.gap_blocked,
        Gap.LEFT: words.gap_left,
        Gap.CHANNEL_OFF: words.gap_channel_off,
    }[gap]
    shown, others = ", ".join(names[:SHOWN_NAMES]), len(names) - SHOWN_NAMES
    if others > 0:
        shown = words.and_more.format(names=shown, count=others)
    return sentence.fill(count=len(names), names=shown)
