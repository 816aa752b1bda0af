"""``policies.toml``: who is told of what a home needs, in which order, and after how long the next."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from bot.content.entry import Entry, Id
from bot.content.folder import Folder
from bot.core.ladder import Policy, Step, Tell
from bot.core.lengths import read_length

POLICIES = "policies.toml"


class _Step(Entry):
    tell: Tell = Field(strict=False)
    wait: str


class _Policy(Entry):
    id: Id
    word: str
    release: str
    steps: list[_Step] = Field(min_length=1)


class _Policies(Entry):
    policies: list[_Policy] = Field(min_length=1)


def policies(folder: Folder) -> Mapping[str, Policy]:
    """Return the policies by id."""
    found = folder.entry(POLICIES, _Policies)
    if found is None:
        return {}
    folder.unique(POLICIES, ("policies",), "id", [each.id for each in found.policies])
    return {
        each.id: _policy(folder, ("policies", place), each)
        for place, each in enumerate(found.policies)
    }


def _policy(folder: Folder, here: tuple[str, int], entry: _Policy) -> Policy:
    if entry.steps[-1].tell is not Tell.ALL_LEADS:
        what = "have no last step: the last must tell all_leads, or nobody might ever hear of it"
        folder.fault(POLICIES, (*here, "steps"), what)
    steps = tuple(
        Step(each.tell, _length(folder, (*here, "steps", place, "wait"), each.wait))
        for place, each in enumerate(entry.steps)
    )
    word = _length(folder, (*here, "word"), entry.word)
    return Policy(entry.id, steps, word, _length(folder, (*here, "release"), entry.release))


def _length(folder: Folder, place: tuple[str | int, ...], words: str) -> timedelta:
    try:
        return read_length(words)
    except ValueError as error:
        folder.fault(POLICIES, place, str(error))
        return timedelta(hours=1)
