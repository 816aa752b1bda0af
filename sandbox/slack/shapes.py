"""Owns how people, channels, messages, files and views are written as JSON."""

from sandbox.slack.workspace import File, Json, Message, Room, User, View, Workspace


def user_object(workspace: Workspace, user: User) -> Json:
    """Return the person as users.info gives them."""
    return {
        "id": user.id,
        "team_id": workspace.team_id,
        "name": user.name,
        "deleted": False,
        "real_name": user.real_name,
        "tz": "Europe/London",
        "tz_label": "Greenwich Mean Time",
        "tz_offset": 0,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "email": user.email,
            "team": workspace.team_id,
        },
        "is_admin": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": False,
        "updated": 0,
    }


def room_object(workspace: Workspace, room: Room) -> Json:
    """Return the channel as conversations.info gives it."""
    common: Json = {
        "id": room.id,
        "created": room.created,
        "is_archived": room.archived,
        "is_im": room.is_im,
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
    }
    if room.is_im:
        return common | {"user": room.user, "is_open": True}
    return common | {
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": False,
        "is_general": room.name == "general",
        "is_member": workspace.bot_user in room.members,
        "creator": "U0AMARA",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(room.members),
    }


def message_object(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """Return the message as the Web API and events give it, ``metadata`` only if asked for."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team_id,
    }
    if message.is_bot:
        shown |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
        shown["bot_profile"] = bot_object(workspace)
    parts = {"blocks": message.blocks, "attachments": message.attachments}
    shown |= {name: part for name, part in parts.items() if part}
    if message.files:
        shown |= {"files": message.files, "upload": False}
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    if message.thread_ts:
        shown |= _thread_fields(message)
    return shown


def _thread_fields(message: Message) -> Json:
    fields: Json = {"thread_ts": message.thread_ts}
    if message.in_thread:
        if message.broadcast:
            fields["subtype"] = "thread_broadcast"
        return fields
    latest = message.replies[-1] if message.replies else message.ts
    return fields | {"reply_count": len(message.replies), "latest_reply": latest}


def bot_object(workspace: Workspace) -> Json:
    """Return the app's bot as bots.info and messages give it."""
    return {
        "id": workspace.bot_id,
        "app_id": workspace.app_id,
        "user_id": workspace.bot_user,
        "name": "homeround",
        "deleted": False,
        "team_id": workspace.team_id,
    }


def file_object(workspace: Workspace, file: File) -> Json:
    """Return the file as files.info and messages give it."""
    ending = file.name.rpartition(".")[2].lower()
    address = f"/slack/files/{file.id}/{file.name}"
    # What an app fetches, with its token; the page of the sandbox has none.
    private = f"/slack/files-pri/{file.id}/{file.name}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": MIME.get(ending, "application/octet-stream"),
        "filetype": ending,
        "size": file.size,
        "user": file.user,
        "alt_txt": file.alt,
        "mode": "hosted",
        "url": address,
        "url_private": f"{workspace.base_url}{private}",
        "url_private_download": f"{workspace.base_url}{private}",
        "permalink": f"{workspace.base_url}{address}",
    }


MIME = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "txt": "text/plain",
    "md": "text/plain",
}


def view_object(workspace: Workspace, view: View) -> Json:
    """Return the view as views.open gives it and interactions carry it, with what was typed."""
    body = view.body
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "external_id": body.get("external_id", ""),
        "title": body.get("title"),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "state": {"values": view.entered},
        "hash": view.hash,
        "root_view_id": view.root or view.id,
        "previous_view_id": view.previous or None,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }


def page_message(message: Message, workspace: Workspace) -> Json:
    """Return the message as the control API shows it."""
    author = workspace.users.get(message.user)
    return {
        "ts": message.ts,
        "user": message.user,
        "bot_id": workspace.bot_id if message.is_bot else None,
        "username": author.real_name if author else "",
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": message.files,
        "thread_ts": message.thread_ts or None,
        "reply_count": len(message.replies),
        "broadcast": message.broadcast,
        "edited": bool(message.edited_ts),
        "metadata": message.metadata,
        "ephemeral_to": message.ephemeral_to or None,
        "reactions": message.reactions,
    }
