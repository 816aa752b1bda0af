"""The channel ``telegram`` over the sandbox, and the people on their phones."""

import re
from typing import Any

from pydantic import SecretStr

from bot.channels.registry import CHANNELS, MayPoll, OpenChannel, Opening
from bot.config import Config, Http, Secrets, Telegram
from sandbox import Sandbox, SandboxSettings
from tests.support.pictures import encoded
from tests.support.stage import SORRY, Pressing, Shown, Stage, eventually
from tests.support.telegram_phone import Phone

Json = dict[str, Any]

TOKEN = "100001:sandbox"
SECRET = "a-Secret_of_the_webhook"
GROUP = -4001
PEOPLE = (7001, 7002)
_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "strikethrough": "strike",
    "code": "code",
    "pre": "block",
    "blockquote": "quote",
}
_ADDRESS = re.compile(r"https?://\S*\w")
_ITEM = re.compile(r"^\u2003*(?:•|[0-9]+\.) (.*)$", re.MULTILINE)


class TelegramStage(Stage):
    """Telegram: updates are fetched, or come to the webhook."""

    name = "telegram"
    chat = str(PEOPLE[0])
    nowhere = "7999"

    def __init__(
        self,
        *,
        webhook: bool = False,
        token: str = TOKEN,
        secret: str = SECRET,
        may_poll: MayPoll | None = None,
    ) -> None:
        super().__init__(Sandbox(SandboxSettings(port=0, rates=False)))
        self.phone: Phone
        self._webhook = webhook
        self._token = token
        self._secret = secret
        self._may_poll = may_poll
        self._said = ""

    def open(self, url: str = "") -> OpenChannel:
        config = Config(
            telegram=Telegram(
                enabled=True, api_url=f"{url or self.box.url}bot", webhook=self._webhook
            ),
            http=Http(public_url=f"{self.address}/"),
            secrets=Secrets(
                telegram_token=SecretStr(self._token),
                telegram_webhook_secret=SecretStr(self._secret),
            ),
        )
        opening = Opening(config, SORRY, self.commands, self._may_poll, self.patience)
        return CHANNELS[self.name].open(opening)

    async def arrive(self) -> None:
        self.phone = await self._stack.enter_async_context(Phone(self.box.url))
        for person in PEOPLE:
            await self.phone.join(person)
        self.box.telegram.world.updates.drop()

    async def leave(self) -> None:
        if not self._webhook:
            await self.box.telegram.world.updates.fetch(0, 1, 0)  # another poll ends one that hangs

    async def say(self, text: str, who: int = 0) -> None:
        await self.phone.say(PEOPLE[who], text)

    async def press(self, label: str) -> Pressing:
        return self._pressed(await self.phone.act(PEOPLE[0], "tap", label=label))

    async def press_altered(self, token: str) -> Pressing:
        newest = (await self.phone.from_bot(PEOPLE[0]))[-1]["message_id"]
        return await self.press_altered_on(newest, token)

    async def press_altered_on(self, message_id: str, token: str) -> Pressing:
        return self._pressed(
            await self.phone.act(PEOPLE[0], "tap", data=token, message_id=message_id)
        )

    def _pressed(self, seen: Json) -> Pressing:
        self._said = seen["text"]
        return Pressing(seen["answered"], seen["seconds"])

    async def told(self) -> str:
        return self._said

    async def attach(self, kind: str) -> None:
        await self.phone.act(PEOPLE[0], "send", kind=kind)

    async def brings(self, kind: str, name: str, content: bytes) -> None:
        await self.phone.act(PEOPLE[0], "send", kind=kind, name=name, content=encoded(content))

    async def talk_in_a_room(self, text: str) -> None:
        await self.phone.post("group", chat_id=GROUP, text=text, **{"from": PEOPLE[0]})

    async def command_in_a_room(self) -> None:
        await self.talk_in_a_room("/menu@homeround_bot")

    async def unknown(self) -> None:
        # Telegram sends no kind that was not asked for; an older webhook may have asked for more.
        self.box.telegram.world.updates.allowed = frozenset()
        await self.phone.post("update", chat_boost={"chat": {"id": 1}})

    async def rewrite(self, text: str) -> None:
        await self.phone.act(PEOPLE[0], "send", kind="edited", text=text)

    async def forget(self) -> None:
        await self.phone.act(PEOPLE[0], "clear")

    async def shown(self, who: int = 0) -> list[Shown]:
        return [as_seen(each) for each in await self.phone.from_bot(PEOPLE[who])]

    def is_held_back(self) -> bool:
        return len(self.box.telegram.world.updates) > 0

    async def settled(self) -> None:
        async def taken() -> bool:
            return not self.is_held_back()

        await eventually(taken)


def as_seen(message: Json) -> Shown:
    """Return a message of the page's chat as a person sees it."""
    marks, links = set(), set()
    for entity in message["entities"]:
        text = _slice(message["text"], entity["offset"], entity["length"])
        if entity["type"] == "text_link":
            links.add((text, entity["url"]))
        else:
            marks.add((_STYLES[entity["type"]], text))
    marks |= {("item", item) for item in _ITEM.findall(message["text"])}
    return Shown(
        message_id=str(message["message_id"]),
        text=message["text"],
        marks=frozenset(marks),
        # Telegram makes a link of every address by itself.
        links=frozenset(links | {(each, each) for each in _ADDRESS.findall(message["text"])}),
        buttons=tuple(tuple(each["text"] for each in row) for row in message["buttons"]),
        under=str(message["reply_to"] or ""),
        edited=message["edited_at"] is not None,
    )


def _slice(text: str, offset: int, length: int) -> str:
    """Return a part of the text, counted in UTF-16 units as Telegram counts."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")
