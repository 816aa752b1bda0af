"""Owns what the parts of the Slack stand share with each other."""

from dataclasses import dataclass

from sandbox.hub import Hub
from sandbox.slack.events import Events
from sandbox.slack.feed import Feed
from sandbox.slack.payloads import Payloads
from sandbox.slack.places import Places
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import Views
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Parts:
    """One workspace with everything that acts on it."""

    workspace: Workspace
    hub: Hub
    events: Events
    feed: Feed
    places: Places
    triggers: Triggers
    payloads: Payloads
    views: Views
