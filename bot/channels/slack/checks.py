"""What can be wrong with Slack's tokens and settings, in plain sentences for the operator."""

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.calls import SlackCalls
from bot.channels.slack.settings import SlackMode, SlackSettings
from bot.core.errors import SendError

BOT_TOKEN = "HOMEROUND_SLACK_BOT_TOKEN"  # noqa: S105 - the variable's name
APP_TOKEN = "HOMEROUND_SLACK_APP_TOKEN"  # noqa: S105 - the variable's name
SIGNING_SECRET = "HOMEROUND_SLACK_SIGNING_SECRET"  # noqa: S105 - the variable's name

# What the calls and events of this app need (docs.slack.dev/reference/scopes).
SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "im:history",
        "im:write",
    }
)


async def problems(settings: SlackSettings, calls: SlackCalls) -> list[str]:
    """Return what is wrong, one sentence each, empty when all is well."""
    return [*await _with_token(settings, calls), *await _with_way_in(settings, calls)]


async def _with_token(settings: SlackSettings, calls: SlackCalls) -> list[str]:
    if not settings.bot_token:
        return [f"{BOT_TOKEN} is not set."]
    try:
        answer = await calls.ask(calls.web.auth_test())
    except SendError as error:
        return [f"Slack at {settings.api_url} does not take {BOT_TOKEN}: {error.reason}."]
    missing = SCOPES - _scopes(answer)
    if missing:
        return [f"The Slack app lacks the bot scopes {', '.join(sorted(missing))}."]
    found = [await _with_room(room, calls) for room in settings.rooms]
    return [sentence for sentence in found if sentence]


async def _with_room(room: str, calls: SlackCalls) -> str:
    """Return what is wrong with a channel that cards go to, empty when nothing is."""
    try:
        answer = await calls.ask(calls.web.conversations_info(channel=room))
    except SendError as error:
        return f"Slack does not show the channel {room} of teams.toml to the app: {error.reason}."
    known = answer["channel"]
    if known.get("is_archived"):
        return f"The Slack channel {room} of teams.toml is archived."
    if not known.get("is_member"):
        return f"The Slack app is not in the channel {room} of teams.toml. Write there: /invite @Homeround"
    return ""


def _scopes(answer: AsyncSlackResponse) -> frozenset[str]:
    said = str(answer.headers.get("x-oauth-scopes", ""))
    return frozenset(scope.strip() for scope in said.split(","))


async def _with_way_in(settings: SlackSettings, calls: SlackCalls) -> list[str]:
    if settings.mode is SlackMode.HTTP:
        return [] if settings.signing_secret.strip() else [f"{SIGNING_SECRET} is not set."]
    if not settings.app_token:
        return [f"{APP_TOKEN} is not set."]
    try:
        await calls.ask(calls.web.apps_connections_open(app_token=settings.app_token))
    except SendError as error:
        return [f"Slack opens no socket for {APP_TOKEN}: {error.reason}."]
    return []
