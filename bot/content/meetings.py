"""``meetings.toml``: what homes can be asked to, and when they are reminded."""

from datetime import time

from pydantic import Field

from bot.content.entry import Entry, Id, Label, too_many
from bot.content.folder import Folder
from bot.core.definitions import MeetingRules
from bot.core.recurrence import Recurrence

MEETINGS = "meetings.toml"


class _Kind(Entry):
    id: Id
    label: Label


class _Meetings(Entry):
    remind: str
    kinds: list[_Kind] = Field(min_length=1)


def meetings(folder: Folder) -> MeetingRules:
    """Return the kinds of meetings, in the order of the file, and the time of day to remind at."""
    found = folder.entry(MEETINGS, _Meetings)
    if found is None:
        return MeetingRules(time(), {})
    here = ("kinds",)
    folder.unique(MEETINGS, here, "id", [each.id for each in found.kinds])
    folder.unique(MEETINGS, here, "label", [each.label for each in found.kinds])
    if fault := too_many(len(found.kinds)):
        folder.fault(MEETINGS, here, fault)
    kinds = {each.id: each.label for each in found.kinds}
    try:
        return MeetingRules(Recurrence.read(f"every day {found.remind}").at, kinds)
    except ValueError:
        what = f'"{found.remind}" is not a time of day; write one such as 15:00'
        folder.fault(MEETINGS, ("remind",), what)
        return MeetingRules(time(), kinds)
