"""Owns the payloads of what people do: presses, submitted and closed modals, commands."""

from dataclasses import dataclass

from sandbox.slack.shapes import message_object, view_object
from sandbox.slack.triggers import Trigger, Triggers
from sandbox.slack.values import entered, initial_values, is_field, option_of
from sandbox.slack.workspace import Json, Message, Room, User, View, Workspace


@dataclass(frozen=True, slots=True)
class Press:
    """One element that a person uses: in a message of a room, or in a view."""

    user: User
    block: Json
    element: Json
    value: object
    trigger: Trigger


class Payloads:
    """Writes payloads; each carries a fresh trigger, some a response URL."""

    def __init__(self, workspace: Workspace, triggers: Triggers) -> None:
        self._workspace = workspace
        self._triggers = triggers

    def pressed_in_message(self, press: Press, room: Room, message: Message) -> Json:
        """Return ``block_actions`` of a message."""
        key = self._triggers.new_url(room.id, press.user.id, message.ts)
        state = initial_values(message.blocks, {})
        if is_field(press.element):
            place = state[press.block["block_id"]]
            place[press.element["action_id"]] = entered(press.element, press.value)
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": room.id,
            "is_ephemeral": bool(message.ephemeral_to),
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        return self._action(press) | {
            "container": container,
            "channel": {"id": room.id, "name": room_name(room)},
            "message": message_object(self._workspace, message),
            "state": {"values": state},
            "response_url": self.response_url(key),
        }

    def pressed_in_view(self, press: Press, view: View) -> Json:
        """Return ``block_actions`` of a modal or a Home."""
        return self._action(press) | {
            "container": {"type": "view", "view_id": view.id},
            "view": view_object(self._workspace, view),
        }

    def shortcut(
        self, user: User, room: Room, message: Message, name: str, trigger: Trigger
    ) -> Json:
        """Return ``message_action``: a shortcut that was chosen on a message."""
        key = self._triggers.new_url(room.id, user.id, message.ts)
        return self._who("message_action", user) | {
            "callback_id": name,
            "trigger_id": trigger.id,
            "action_ts": self._workspace.ts(),
            "channel": {"id": room.id, "name": room_name(room)},
            "message_ts": message.ts,
            "message": message_object(self._workspace, message),
            "response_url": self.response_url(key),
        }

    def submitted(self, user: User, view: View, trigger: Trigger) -> Json:
        """Return ``view_submission``."""
        return self._who("view_submission", user) | {
            "trigger_id": trigger.id,
            "view": view_object(self._workspace, view),
            "response_urls": [],
        }

    def closed(self, user: User, view: View, *, cleared: bool) -> Json:
        """Return ``view_closed``."""
        shown = view_object(self._workspace, view)
        return self._who("view_closed", user) | {"view": shown, "is_cleared": cleared}

    def command(self, user: User, room: Room, words: tuple[str, str], trigger: Trigger) -> Json:
        """Return the fields of a slash command; ``words`` are the command and what follows it."""
        space = self._workspace
        key = self._triggers.new_url(room.id, user.id)
        return {
            "token": "sandbox",
            "team_id": space.team_id,
            "team_domain": space.domain,
            "channel_id": room.id,
            "channel_name": room_name(room),
            "user_id": user.id,
            "user_name": user.name,
            "command": words[0],
            "text": words[1],
            "api_app_id": space.app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(key),
            "trigger_id": trigger.id,
        }

    def response_url(self, key: str) -> str:
        """Return the whole response URL."""
        return f"{self._workspace.base_url}/slack/hooks/{key}"

    def _who(self, kind: str, user: User) -> Json:
        space = self._workspace
        return {
            "type": kind,
            "user": {
                "id": user.id,
                "username": user.name,
                "name": user.name,
                "team_id": space.team_id,
            },
            "api_app_id": space.app_id,
            "token": "sandbox",
            "team": {"id": space.team_id, "domain": space.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _action(self, press: Press) -> Json:
        action = action_of(press.element, press.value)
        action |= {"block_id": press.block["block_id"], "action_ts": self._workspace.ts()}
        return self._who("block_actions", press.user) | {
            "trigger_id": press.trigger.id,
            "actions": [action],
        }


def room_name(room: Room) -> str:
    """Return the name that interactions give the conversation."""
    return "directmessage" if room.is_im else room.name


def action_of(element: Json, value: object) -> Json:
    """Return what the element hands over when it is used with ``value``.

    Raises:
        Impossible: The element has no such option.
    """
    action: Json = {"type": element["type"], "action_id": element["action_id"]}
    if element["type"] == "button":
        action |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    elif element["type"] == "overflow":
        action["selected_option"] = option_of(element, value)
    elif is_field(element):
        action |= entered(element, value)
    return action
