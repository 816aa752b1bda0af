"""Owns the views.* methods: the app opens, stacks and changes modals, and publishes Homes."""

import asyncio

from sandbox.hub import Hub
from sandbox.slack.arguments import Arguments
from sandbox.slack.chat import Method
from sandbox.slack.refusal import Refused
from sandbox.slack.shapes import view_object
from sandbox.slack.triggers import Triggers
from sandbox.slack.values import initial_values
from sandbox.slack.viewcheck import read_view
from sandbox.slack.workspace import Json, View, Workspace, fresh_id

DEEPEST = 3  # docs.slack.dev/surfaces/modals: up to three views at a time


class Views:
    """The views.* methods, and the stacks of modals that people see."""

    def __init__(self, workspace: Workspace, triggers: Triggers, hub: Hub) -> None:
        self._workspace = workspace
        self._triggers = triggers
        self._hub = hub
        self._waiting: dict[str, asyncio.Event] = {}

    def methods(self) -> dict[str, Method]:
        """Return the methods by name."""
        return {
            "views.open": self.open,
            "views.push": self.push,
            "views.update": self.update,
            "views.publish": self.publish,
        }

    def open(self, arguments: Arguments) -> Json:
        """Open a modal for whoever did what the trigger stands for; open ones are closed."""
        trigger = self._triggers.exchange(arguments.needed("trigger_id"))
        body = read_view(arguments, "modal")
        self._workspace.close_all(trigger.user)
        view = self.put_on_top(trigger.user, body)
        trigger.view_id = view.id
        trigger.used.set()
        return self._shown(view)

    def push(self, arguments: Arguments) -> Json:
        """Put a modal on top of the open ones, three at most."""
        trigger = self._triggers.exchange(arguments.needed("trigger_id"))
        body = read_view(arguments, "modal")
        if not self._workspace.stack(trigger.user):
            raise Refused("not_found")
        view = self.put_on_top(trigger.user, body)
        trigger.view_id = view.id
        trigger.used.set()
        return self._shown(view)

    def update(self, arguments: Arguments) -> Json:
        """Change an open modal, found by view_id or external_id; an old ``hash`` is refused."""
        view = self._named(arguments)
        given = arguments.text("hash")
        if given and given != view.hash:
            raise Refused("hash_conflict")
        self.change(view, read_view(arguments, str(view.body["type"])))
        return self._shown(view)

    def publish(self, arguments: Arguments) -> Json:
        """Give a person their Home."""
        user = arguments.needed("user_id")
        if user not in self._workspace.users:
            raise Refused("invalid_arguments", ["user not found [json-pointer:/user_id]"])
        body = read_view(arguments, "home")
        view = self._workspace.homes.get(user)
        given = arguments.text("hash")
        if given and view is not None and given != view.hash:
            raise Refused("hash_conflict")
        if view is None:
            view = View(fresh_id("V"), user, body, "")
            self._workspace.homes[user] = view
            self._workspace.views[view.id] = view
        self.change(view, body)
        self.next_home(user).set()
        del self._waiting[user]
        return self._shown(view)

    def next_home(self, user: str) -> asyncio.Event:
        """Return what is set when the person's Home is published the next time."""
        return self._waiting.setdefault(user, asyncio.Event())

    def put_on_top(self, user: str, body: Json) -> View:
        """Return the modal that the person now sees, on top of those open before.

        Raises:
            Refused: push_limit_reached or duplicate_external_id.
        """
        stack = self._workspace.stack(user)
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        self._check_external(body, None)
        view = View(fresh_id("V"), user, body, self._hash())
        view.entered = initial_values(body["blocks"], {})
        if stack:
            view.root, view.previous = stack[0].id, stack[-1].id
        self._workspace.views[view.id] = view
        self._workspace.stacks.setdefault(user, []).append(view.id)
        self._hub.publish("slack.view", {"user": user, "view_id": view.id})
        return view

    def change(self, view: View, body: Json) -> None:
        """Give the view a new body; what was typed in fields that stay is kept."""
        self._check_external(body, view)
        view.entered = initial_values(body["blocks"], view.entered)
        view.body, view.hash = body, self._hash()
        topic = "slack.home" if body["type"] == "home" else "slack.view"
        self._hub.publish(topic, {"user": view.user, "view_id": view.id})

    def take_off(self, view: View) -> None:
        """Close one modal; the one under it is seen again."""
        self._workspace.stacks[view.user].remove(view.id)
        del self._workspace.views[view.id]
        self._hub.publish("slack.view", {"user": view.user, "view_id": None})

    def clear(self, user: str) -> None:
        """Close every modal of the person."""
        self._workspace.close_all(user)
        self._hub.publish("slack.view", {"user": user, "view_id": None})

    def _named(self, arguments: Arguments) -> View:
        external = arguments.text("external_id")
        view_id = arguments.text("view_id")
        if not view_id and not external:
            raise Refused("invalid_arguments", ["missing required field: view_id"])
        found = self._workspace.views.get(view_id) or self._external(external)
        if found is None:
            raise Refused("not_found")
        return found

    def _external(self, external: str) -> View | None:
        views = self._workspace.views.values() if external else ()
        return next((view for view in views if _external(view.body) == external), None)

    def _check_external(self, body: Json, own: View | None) -> None:
        other = self._external(_external(body))
        if other is not None and other is not own:
            raise Refused("duplicate_external_id")

    def _hash(self) -> str:
        return f"{self._workspace.ts().partition('.')[0]}.{fresh_id('')[:8]}"

    def _shown(self, view: View) -> Json:
        return {"ok": True, "view": view_object(self._workspace, view)}


def _external(body: Json) -> str:
    return str(body.get("external_id") or "")
