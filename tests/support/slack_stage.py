"""The channel ``slack`` over the sandbox, and the people of its workspace."""

from typing import Any

from pydantic import SecretStr

from bot.channels.registry import CHANNELS, OpenChannel, Opening
from bot.config import Config, Secrets, Slack
from sandbox import Sandbox, SandboxSettings
from tests.support.pictures import encoded
from tests.support.slack_blocks import as_seen
from tests.support.slack_workspace import Workspace
from tests.support.stage import SORRY, Pressing, Shown, Stage, eventually

Json = dict[str, Any]

BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"
SIGNING_SECRET = "sandbox-signing-secret"
PEOPLE = ("U0AMARA", "U0JOSEPH")
ROOM = "C0CLINICAL"
# How long the stand-in waits for an acknowledgement: no test has seconds to lose.
IMPATIENT = 1.0


class SlackStage(Stage):
    """Slack: events come over a socket, or as signed requests."""

    name = "slack"
    chat = PEOPLE[0]
    nowhere = "C0NOWHERE"

    def __init__(
        self,
        *,
        http: bool = False,
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
        signing_secret: str = SIGNING_SECRET,
        rooms: tuple[str, ...] = (ROOM,),
    ) -> None:
        super().__init__(Sandbox(SandboxSettings(port=0, rates=False)))
        self.people: Workspace
        self._http = http
        self._bot_token = bot_token
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._rooms = rooms

    def open(self, url: str = "") -> OpenChannel:
        config = Config(
            slack=Slack(
                enabled=True,
                api_url=f"{url or self.box.url}api/",
                mode="http" if self._http else "socket",
            ),
            secrets=Secrets(
                slack_bot_token=SecretStr(self._bot_token),
                slack_app_token=SecretStr(self._app_token),
                slack_signing_secret=SecretStr(self._signing_secret),
            ),
        )
        return CHANNELS[self.name].open(
            Opening(config, SORRY, self.commands, patience=self.patience, rooms=self._rooms)
        )

    async def arrive(self) -> None:
        self.people = await self._stack.enter_async_context(Workspace(self.box.url))
        self.box.slack.patience.acknowledge = IMPATIENT
        self.box.slack.patience.retries = (0.05, 0.1, 0.2)
        self.box.slack.events.echo = False
        if self._http:
            self.box.slack.send_events_to(f"{self.address}/slack/events")

    async def leave(self) -> None:
        """Do nothing: the channel's end ends every connection."""

    async def say(self, text: str, who: int = 0) -> None:
        await self.people.say(PEOPLE[who], _direct(who), text)

    async def press(self, label: str) -> Pressing:
        ts = (await self._newest_with(label))["ts"]
        return _pressed(await self.people.tap(PEOPLE[0], _direct(0), ts, label))

    async def _newest_with(self, label: str) -> Json:
        found = [each for each in await self._from_app(_direct(0)) if label in str(each["blocks"])]
        return found[-1]

    async def press_altered(self, token: str) -> Pressing:
        message = (await self._from_app(_direct(0)))[-1]
        return await self.press_altered_on(message["ts"], token)

    async def press_altered_on(self, message_id: str, token: str) -> Pressing:
        message = self.box.slack.workspace.rooms[_direct(0)].messages[message_id]
        message.blocks.append(_button(token))
        return _pressed(await self.people.tap(PEOPLE[0], _direct(0), message_id, "Altered"))

    async def told(self) -> str:
        return await self.told_in(_direct(0))

    async def told_in(self, room: str, who: int = 0) -> str:
        """Return the newest words that only this person sees in the room, waiting for them."""

        async def look() -> str:
            said = [
                each
                for each in await self.people.messages(room)
                if each["ephemeral_to"] == PEOPLE[who]
            ]
            return as_seen(said[-1]).text if said else ""

        return await eventually(look)

    async def attach(self, kind: str) -> None:
        await self.people.say(PEOPLE[0], _direct(0), "", files=[f"a.{kind}"])

    async def brings(self, kind: str, name: str, content: bytes) -> None:
        put = {"user": PEOPLE[0], "name": name, "content": encoded(content)}
        file = (await self.people.post("files", **put))["file"]
        await self.people.say(PEOPLE[0], _direct(0), "", files=[file["id"]])

    async def talk_in_a_room(self, text: str) -> None:
        await self.people.say(PEOPLE[0], ROOM, text)

    async def command_in_a_room(self) -> None:
        await self.people.say(PEOPLE[0], ROOM, "@homeround what is there")

    async def unknown(self) -> None:
        self.box.slack.events.tell({"type": "emoji_changed", "subtype": "add", "name": "bus"})
        await self.box.slack.events.ask("interactive", {"type": "block_suggestion", "value": "x"})

    async def rewrite(self, text: str) -> None:
        messages = await self.people.messages(_direct(0))
        ts = [each for each in messages if each["user"] == PEOPLE[0]][-1]["ts"]
        await self.people.post("edit", channel=_direct(0), ts=ts, text=text)

    async def forget(self) -> None:
        for each in await self.people.messages(_direct(0)):
            await self.people.post("delete", channel=_direct(0), ts=each["ts"])

    async def shown(self, who: int = 0) -> list[Shown]:
        return [as_seen(each) for each in await self._from_app(_direct(who))]

    async def shown_in(self, room: str, thread_ts: str = "") -> list[Shown]:
        """Return what the app wrote in a room, or in one of its threads."""
        messages = await self.people.messages(room, thread_ts)
        return [as_seen(each) for each in messages if each["bot_id"]]

    def is_held_back(self) -> bool:
        return bool(self.box.slack.events._tasks)

    async def settled(self) -> None:
        await self.box.slack.events.settled()

    async def _from_app(self, room: str) -> list[Json]:
        messages = await self.people.messages(room)
        return [each for each in messages if each["bot_id"] and not each["ephemeral_to"]]


def _direct(who: int) -> str:
    return f"D{PEOPLE[who][1:]}"


def _button(token: str) -> Json:
    return {
        "type": "actions",
        "block_id": "altered",
        "elements": [
            {
                "type": "button",
                "action_id": "altered",
                "value": token,
                "text": {"type": "plain_text", "text": "Altered"},
            }
        ],
    }


def _pressed(seen: Json) -> Pressing:
    return Pressing(seen["status"] == 200, seen["seconds"])
