"""Owns files: the app's three-step upload, and the addresses at which files are read."""

from aiohttp import BodyPartReader, web

from sandbox.slack.arguments import Arguments
from sandbox.slack.chat import Method
from sandbox.slack.parts import Parts
from sandbox.slack.refusal import Impossible, Refused
from sandbox.slack.shapes import MIME, file_object
from sandbox.slack.workspace import File, Json, Message, Room, User, fresh_id

LARGEST = 50 * 1024 * 1024  # bytes; Slack takes 1 GB, a stand-in in memory should not


class Files:
    """The files.* methods and the two addresses beside them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._workspace = parts.workspace

    def methods(self) -> dict[str, Method]:
        """Return the methods by name."""
        return {
            "files.getUploadURLExternal": self.begin,
            "files.completeUploadExternal": self.complete,
            "files.info": self.info,
            "files.delete": self.delete,
        }

    def begin(self, arguments: Arguments) -> Json:
        """Return the address to which the file's bytes go, and its id."""
        name = arguments.needed("filename")
        length = arguments.number("length", 0)
        if length <= 0:
            raise Refused("invalid_arguments", ["must be greater than 0 [json-pointer:/length]"])
        if length > LARGEST:
            raise Refused("file_upload_size_restricted")
        owner = self._workspace.bot_user
        file = File(fresh_id("F"), name, name, length, owner, alt=arguments.text("alt_txt"))
        self._workspace.files[file.id] = file
        address = f"{self._workspace.base_url}/slack/upload/{file.id}"
        return {"ok": True, "upload_url": address, "file_id": file.id}

    def complete(self, arguments: Arguments) -> Json:
        """Finish the uploads, and share them as one message where a channel is named."""
        given = arguments.structure("files", "invalid_arguments")
        if not isinstance(given, list) or not given:
            raise Refused("invalid_arguments", ["missing required field: files"])
        target = arguments.text("channel_id") or arguments.text("channels")
        room = self._parts.places.writable(target) if target else None
        files = [self._finished(item) for item in given]
        if room is not None:
            self._share(room, files, arguments)
        return {"ok": True, "files": [file_object(self._workspace, file) for file in files]}

    def info(self, arguments: Arguments) -> Json:
        """Return one file."""
        file = self._workspace.files.get(arguments.text("file"))
        if file is None or not file.complete:
            raise Refused("file_not_found")
        return {"ok": True, "file": file_object(self._workspace, file)}

    def delete(self, arguments: Arguments) -> Json:
        """Delete a file of the app's, from every message that shows it."""
        file = self._workspace.files.get(arguments.text("file"))
        if file is None or not file.complete:
            raise Refused("file_not_found")
        if file.user != self._workspace.bot_user:
            raise Refused("cant_delete_file")
        del self._workspace.files[file.id]
        for room in self._workspace.rooms.values():
            for message in list(room.messages.values()):
                if any(each["id"] == file.id for each in message.files):
                    message.files = [each for each in message.files if each["id"] != file.id]
                    if not (message.text or message.files):
                        self._parts.feed.removed(room, message)
        return {"ok": True}

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file, plain or as a form, and answer "OK - " with their number."""
        file = self._workspace.files.get(request.match_info["file"])
        if file is None or file.complete:
            return web.Response(status=404, text="file_not_found")
        if request.content_type.startswith("multipart/"):
            part = await (await request.multipart()).next()
            content = bytes(await part.read()) if isinstance(part, BodyPartReader) else b""
        else:
            content = await request.content.read(-1)
        if len(content) > LARGEST:
            return web.Response(status=413, text="file_upload_size_restricted")
        file.content, file.size = content, len(content)
        return web.Response(text=f"OK - {len(content)}")

    async def read(self, request: web.Request) -> web.Response:
        """Return the bytes of a file."""
        file = self._workspace.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404, text="file_not_found")
        ending = file.name.rpartition(".")[2].lower()
        kind = MIME.get(ending, "application/octet-stream")
        return web.Response(body=file.content, content_type=kind)

    async def download(self, request: web.Request) -> web.Response:
        """Return the bytes of a file to an app that shows its token; lead anybody else to a page for people."""
        if not request.headers.get("Authorization", "").startswith("Bearer xox"):
            raise web.HTTPFound(f"{self._workspace.base_url}/")
        return await self.read(request)

    def put(self, user: User, name: str, content: bytes) -> Json:
        """Keep a file that a person uploads from their machine, for a form or a message."""
        if not content or len(content) > LARGEST:
            raise Impossible("A file has from 1 byte to 50 MB here.")
        file = File(fresh_id("F"), name, name, len(content), user.id, "", content, complete=True)
        self._workspace.files[file.id] = file
        return file_object(self._workspace, file)

    def _finished(self, item: object) -> File:
        file_id = item.get("id") if isinstance(item, dict) else None
        file = self._workspace.files.get(str(file_id))
        if file is None or not file.content:
            raise Refused("file_not_found")
        file.complete = True
        if isinstance(item, dict) and isinstance(item.get("title"), str):
            file.title = item["title"]
        return file

    def _share(self, room: Room, files: list[File], arguments: Arguments) -> None:
        space = self._workspace
        text = arguments.text("initial_comment")
        message = Message(space.ts(), space.bot_user, text, is_bot=True)
        message.thread_ts = arguments.text("thread_ts")
        message.files = [file_object(space, file) for file in files]
        self._parts.feed.add(room, message, "files.completeUploadExternal")
