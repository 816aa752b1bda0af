"""The config: ``config.toml``, and what the environment says instead. Secrets come from the environment only."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, TypeAdapter

from bot.core.errors import Fault, Faults
from bot.core.quiet import QuietHours
from bot.reading import read_text, read_toml, validated

PREFIX = "HOMEROUND_"
SECRETS = (
    "TELEGRAM_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{name} is not a time zone; write one such as Europe/London") from None
    return name


def _quiet(text: str) -> str:
    QuietHours.read(text)
    return text


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Network(_Section):
    """Who the network is."""

    name: str = "Care-home support network"
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    areas: tuple[str, ...] = ()


class DatabaseSection(_Section):
    """Where the truth is kept."""

    url: str = "sqlite:///homeround.db"


class Http(_Section):
    """What is served."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""


class Telegram(_Section):
    """The Telegram channel."""

    enabled: bool = False
    api_url: str = ""
    bot_name: str = ""
    messages_per_second: float = Field(default=30, ge=0)
    lanes: int = Field(default=1, ge=1, le=64)
    webhook: bool = False


class Slack(_Section):
    """The Slack channel."""

    enabled: bool = False
    api_url: str = ""
    mode: Literal["socket", "http"] = "socket"
    home_channel: str = ""
    messages_per_second: float = Field(default=10, ge=0)
    lanes: int = Field(default=1, ge=1, le=64)


class Kindness(_Section):
    """How much a home is asked to take."""

    quiet_hours: Annotated[str, AfterValidator(_quiet)] = "20:00-07:30"
    max_broadcasts_per_week: int = Field(default=3, ge=1)
    reminders: int = Field(default=2, ge=0)


class Retention(_Section):
    """How long what is not needed for the record is kept."""

    events_days: int = Field(default=30, ge=7)
    conversations_days: int = Field(default=7, ge=1)


class ContentSection(_Section):
    """Where the wording is."""

    path: Path = Path("content")


class Secrets(_Section):
    """What the environment alone says; empty where it says nothing."""

    telegram_token: SecretStr = SecretStr("")
    telegram_webhook_secret: SecretStr = SecretStr("")
    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")


class Config(_Section):
    """One deployment."""

    network: Network = Network()
    database: DatabaseSection = DatabaseSection()
    http: Http = Http()
    telegram: Telegram = Telegram()
    slack: Slack = Slack()
    kindness: Kindness = Kindness()
    retention: Retention = Retention()
    content: ContentSection = ContentSection()
    secrets: Secrets = Secrets()

    @property
    def channels(self) -> tuple[str, ...]:
        """Return the names of the channels that are on: each has a section of its own with ``enabled``."""
        sections = ((name, getattr(self, name)) for name in type(self).model_fields)
        return tuple(name for name, section in sections if getattr(section, "enabled", False))

    def missing_secrets(self) -> list[str]:
        """Return the names of the environment variables that the enabled channels need and do not have."""
        needed = []
        if self.telegram.enabled:
            needed.append("TELEGRAM_TOKEN")
            needed += ["TELEGRAM_WEBHOOK_SECRET"] if self.telegram.webhook else []
        if self.slack.enabled:
            needed.append("SLACK_BOT_TOKEN")
            needed.append(
                "SLACK_APP_TOKEN" if self.slack.mode == "socket" else "SLACK_SIGNING_SECRET"
            )
        held = self.secrets.model_dump()
        return [PREFIX + name for name in needed if not held[name.lower()].get_secret_value()]


def load_config(path: Path, environment: Mapping[str, str]) -> Config:
    """Return the config of the file, with what the environment says in its place.

    Raises:
        Faults: Every fault of the file and of the environment.
    """
    text = read_text(path, path.name)
    data = read_toml(text, path.name)
    if "secrets" in data:
        what = "secrets come from the environment only, never from this file"
        raise Faults([Fault(path.name, 0, "secrets", what)])
    for section, fields in Config.model_fields.items():
        model = fields.annotation
        if section == "secrets" or not isinstance(model, type):
            continue
        for key in getattr(model, "model_fields", {}):
            value = environment.get(f"{PREFIX}{section}_{key}".upper())
            if value is not None:
                data.setdefault(section, {})[key] = _typed(key, value)
    given = {name.lower(): environment.get(PREFIX + name, "") for name in SECRETS}
    return validated(TypeAdapter(Config), data | {"secrets": given}, text, path.name)


def _typed(key: str, value: str) -> Any:
    return [each.strip() for each in value.split(",") if each.strip()] if key == "areas" else value
