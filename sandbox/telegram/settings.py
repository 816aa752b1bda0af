"""The Bot API's methods about the bot itself: who it is, its commands, its webhook, its files."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.telegram.arguments import Arguments, objects, parsed, true, whole
from sandbox.telegram.calls import World
from sandbox.telegram.chats import chat_as_api, user_as_api
from sandbox.telegram.refusal import bad_request

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def get_me(world: World, _arguments: Arguments) -> Any:
    """Say who the bot is."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def set_webhook(world: World, arguments: Arguments) -> Any:
    """Deliver updates to an address from now on."""
    url, secret = str(arguments.get("url") or ""), str(arguments.get("secret_token") or "")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    allowed = parsed(arguments.get("allowed_updates"), "allowed_updates")
    if allowed is not None:
        world.updates.allowed = frozenset(allowed)
    if true(arguments, "drop_pending_updates"):
        world.updates.drop()
    world.updates.set_webhook(url, secret)
    return True


def delete_webhook(world: World, arguments: Arguments) -> Any:
    """Let updates be fetched again."""
    if true(arguments, "drop_pending_updates"):
        world.updates.drop()
    world.updates.set_webhook("", "")
    return True


def webhook_info(world: World, _arguments: Arguments) -> Any:
    """Say where updates go, and how many wait."""
    info = {
        "url": world.updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if world.updates.last_error:
        info["last_error_message"] = world.updates.last_error
        info["last_error_date"] = world.updates.last_error_at
    return info


def set_commands(world: World, arguments: Arguments) -> Any:
    """Keep the menu of commands."""
    commands = objects(arguments, "commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not _COMMAND.fullmatch(str(each.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(each.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands = commands
    world.hub.publish("telegram.chat", {})
    return True


def get_commands(world: World, _arguments: Arguments) -> Any:
    """Return the menu of commands."""
    return world.commands


def get_chat(world: World, arguments: Arguments) -> Any:
    """Return a chat."""
    chat = world.chats.get(whole(arguments, "chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat_as_api(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, True),
    }


def get_member(world: World, arguments: Arguments) -> Any:
    """Return a member of a chat."""
    chat = world.chats.get(whole(arguments, "chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return {"status": "member", "user": user_as_api(whole(arguments, "user_id"), chat.name)}


def get_file(world: World, arguments: Arguments) -> Any:
    """Say where a file can be fetched."""
    file_id = str(arguments.get("file_id"))
    body = world.files.body(file_id)
    if body is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(body),
        "file_path": file_id,
    }


def agreed(_world: World, _arguments: Arguments) -> Any:
    """Say yes; nothing comes of it here."""
    return True


SETTINGS: dict[str, Callable[[World, Arguments], Any]] = {
    "getme": get_me,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "getchat": get_chat,
    "getchatmember": get_member,
    "getfile": get_file,
    **dict.fromkeys(
        (
            "sendchataction",
            "deletemycommands",
            "setmydescription",
            "setmyshortdescription",
            "setmyname",
            "setchatmenubutton",
            "leavechat",
        ),
        agreed,
    ),
}
