"""Owns the Slack stand: builds its parts, gives the server their routes, starts and stops them."""

from base64 import b64decode
from typing import Protocol

from aiohttp import web

from sandbox.faults import Faults
from sandbox.hub import Hub
from sandbox.ledger import Ledger
from sandbox.slack.chat import Chat, Method
from sandbox.slack.control import Call, Control, served
from sandbox.slack.conversation import Conversation
from sandbox.slack.deeds import Deeds
from sandbox.slack.events import Events
from sandbox.slack.feed import Feed
from sandbox.slack.files import Files
from sandbox.slack.marks import Marks
from sandbox.slack.parcels import Patience
from sandbox.slack.parts import Parts
from sandbox.slack.payloads import Payloads
from sandbox.slack.people import People
from sandbox.slack.places import Places
from sandbox.slack.refusal import Impossible
from sandbox.slack.replies import Replies
from sandbox.slack.rooms import Rooms
from sandbox.slack.signed import SignedRequests
from sandbox.slack.sockets import Sockets
from sandbox.slack.tiers import Tiers
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import Views
from sandbox.slack.web import Counter, Tokens, WebApi
from sandbox.slack.workspace import Json, furnished


class Settings(Protocol):
    """What the stand needs to know: where it is served, its secrets, and where events go."""

    @property
    def host(self) -> str:
        """The address that the sandbox listens on."""

    @property
    def port(self) -> int:
        """The port that the sandbox listens on."""

    @property
    def slack_bot_token(self) -> str:
        """The token of the Web API."""

    @property
    def slack_app_token(self) -> str:
        """The token that opens Socket Mode connections."""

    @property
    def slack_signing_secret(self) -> str:
        """The secret that signs HTTP requests to the app."""

    @property
    def slack_events_url(self) -> str:
        """The app's request URL, or "" for Socket Mode."""

    @property
    def rates(self) -> bool:
        """Whether calls over Slack's rates are refused."""


class SlackStand:
    """A stand-in for one Slack workspace with one app.

    ``patience`` says how long it waits for the app, ``workspace`` is all it holds, ``events.echo``
    says whether the app hears of its own messages, as it does in Slack.
    """

    def __init__(self, settings: Settings, hub: Hub, faults: Faults, ledger: Ledger) -> None:
        self.patience = Patience()
        self.workspace = furnished()
        self.workspace.base_url = f"http://{settings.host}:{settings.port}"
        self.events = Events(self.workspace, self.patience)
        self.sockets = Sockets(self.workspace.app_id, self.patience)
        self._secret = settings.slack_signing_secret
        self._signed: SignedRequests | None = None
        self.parts = _parts(self, hub, ledger)
        self.replies = Replies(self.parts)
        self.files = Files(self.parts)
        tokens = Tokens(settings.slack_bot_token, settings.slack_app_token)
        api = WebApi(self._methods(), tokens, self.sockets)
        self.counter = Counter(self.workspace, api, faults, ledger)
        self.counter.tiers = Tiers() if settings.rates else None
        self.send_events_to(settings.slack_events_url)

    def routes(self) -> list[web.RouteDef]:
        """Return every route of the stand."""
        control = Control(self.parts, Deeds(self.parts, self.replies), Conversation(self.parts))
        return [
            web.post("/api/{method}", self.counter.handle),
            web.get("/api/{method}", self.counter.handle),
            web.get("/slack/socket", self.sockets.connect),
            web.post("/slack/hooks/{key}", self.replies.handle),
            web.post("/slack/upload/{file}", self.files.upload),
            web.get("/slack/files/{file}/{name}", self.files.read),
            web.get("/slack/files-pri/{file}/{name}", self.files.download),
            *control.routes(),
            web.post("/sandbox/slack/files", served(self._put)),
            web.post("/sandbox/slack/refresh", served(self._refresh)),
            web.post("/sandbox/slack/request_url", served(self._request_url)),
        ]

    async def start(self) -> None:
        """Do nothing; the stand is ready as soon as its routes are served."""

    async def stop(self) -> None:
        """Give up undelivered events and close every connection to the app."""
        self.counter.close()
        await self.events.stop()
        await self.sockets.close()
        if self._signed is not None:
            await self._signed.close()

    def send_events_to(self, url: str) -> None:
        """Deliver by signed requests to this URL from now on, or by Socket Mode where it is ""."""
        self._signed = SignedRequests(url, self._secret, self.patience) if url else None
        self.events.transport = self._signed or self.sockets

    async def _refresh(self, call: Call) -> Json:
        """Ask the app to open its connections afresh, as Slack does about every hour."""
        reason = call.text("reason") or "refresh_requested"
        return {"connections": await self.sockets.refresh(reason)}

    async def _put(self, call: Call) -> Json:
        """Keep a file that a person uploads, its content in base64; return it as Slack gives it to a form."""
        user = self.workspace.users.get(call.text("user"))
        if user is None:
            raise Impossible("There is no such person in this workspace.")
        try:
            content = b64decode(call.text("content"), validate=True)
        except ValueError:
            raise Impossible("The content is not base64.") from None
        return {"file": self.files.put(user, call.text("name") or "file", content)}

    async def _request_url(self, call: Call) -> Json:
        """Set the app's request URL ("" for Socket Mode) and say if it passed the challenge."""
        self.send_events_to(call.text("url"))
        return {"verified": await self._signed.verify() if self._signed is not None else None}

    def _methods(self) -> dict[str, Method]:
        parts = self.parts
        groups = (
            Chat(parts.workspace, parts.places, parts.feed),
            Rooms(parts.workspace, parts.places, parts.hub),
            People(parts.workspace),
            parts.views,
            self.files,
            Marks(parts),
        )
        return {name: method for group in groups for name, method in group.methods().items()}


def _parts(stand: SlackStand, hub: Hub, ledger: Ledger) -> Parts:
    space = stand.workspace
    triggers = Triggers(stand.patience)
    return Parts(
        workspace=space,
        hub=hub,
        events=stand.events,
        feed=Feed(space, hub, ledger, stand.events),
        places=Places(space),
        triggers=triggers,
        payloads=Payloads(space, triggers),
        views=Views(space, triggers, hub),
    )
