"""The config: ``config.toml``, and what the environment says instead. Secrets come from the environment only."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, TypeAdapter
from pydantic.fields import FieldInfo

from bot.core.errors import Fault, Faults
from bot.core.quiet import QuietHours
from bot.places import line_of, nearest
from bot.reading import converted, read_text, read_toml, validated

PREFIX = "HOMEROUND_"
_DATABASES = re.compile(r"(sqlite|postgresql)(\+\w+)?://")
_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@|[?&]password=")
# Letters, figures and underscores (core.telegram.org/bots/features, "Creating a new bot").
_BOT_NAME = re.compile(r"\w{5,32}", re.ASCII)
# A slip of a known variable, and not what an orchestrator sets for a service that is called homeround.
_SLIP = 0.9


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is not a time zone; write one such as Europe/London') from None
    return name


def _quiet(text: str) -> str:
    QuietHours.read(text)
    return text


def _database(url: str) -> str:
    if not _DATABASES.match(url):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return url


def _address(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise ValueError("must be empty, or an address that begins with https://")
    return url


def _bot_name(name: str) -> str:
    if name and not _BOT_NAME.fullmatch(name):
        raise ValueError(
            f'"{name}" is not a bot\'s name; write it without @, such as homeround_bot'
        )
    return name


Address = Annotated[str, AfterValidator(_address)]
Rate = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Lanes = Annotated[int, Field(ge=1, le=64)]
Days = Annotated[int, Field(ge=1, le=3650)]
# TOML has neither of these two kinds: they are written as a list and as text.
Names = Annotated[tuple[str, ...], Field(strict=False)]
Folder = Annotated[Path, Field(strict=False)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Network(_Section):
    """Who the network is."""

    name: str = "Care-home support network"
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    areas: Names = ()


class DatabaseSection(_Section):
    """Where the truth is kept. The address may hold a password, so it is never shown."""

    url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite:///homeround.db", repr=False
    )


class Http(_Section):
    """What is served."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Address = ""


class Telegram(_Section):
    """The Telegram channel."""

    enabled: bool = False
    api_url: Address = ""
    bot_name: Annotated[str, AfterValidator(_bot_name)] = ""
    messages_per_second: Rate = 30
    lanes: Lanes = 1
    webhook: bool = False


class Slack(_Section):
    """The Slack channel."""

    enabled: bool = False
    api_url: Address = ""
    mode: Literal["socket", "http"] = "socket"
    home_channel: str = ""
    messages_per_second: Rate = 10
    lanes: Lanes = 1


class Kindness(_Section):
    """How much a home is asked to take."""

    quiet_hours: Annotated[str, AfterValidator(_quiet)] = "20:00-07:30"
    max_broadcasts_per_week: Annotated[int, Field(ge=1, le=1000)] = 3
    reminders: Annotated[int, Field(ge=0, le=100)] = 2


class Files(_Section):
    """Which files may go along with what is said."""

    largest_mb: Annotated[int, Field(ge=1, le=10)] = 10


class ScheduleSection(_Section):
    """What is to go out later."""

    late_hours: Annotated[float, Field(gt=0, le=24, allow_inf_nan=False)] = 2


class GuidanceSection(_Section):
    """How guidance is fetched."""

    watch: bool = False
    seconds_between: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 1
    content_api: Address = "https://www.gov.uk/api/content"
    private_hosts: Names = ()


class Retention(_Section):
    """How long what is not needed for the record is kept."""

    events_days: Annotated[int, Field(ge=7, le=3650)] = 30
    conversations_days: Days = 7


class ContentSection(_Section):
    """Where the wording is."""

    path: Folder = Path("content")


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
    files: Files = Files()
    schedule: ScheduleSection = ScheduleSection()
    guidance: GuidanceSection = GuidanceSection()
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
    faults = [*_secrets_in(data, text, path.name), *_take_over(data, environment)]
    given = {field: environment.get(name, "") for name, field in _secret_variables().items()}
    try:
        config = validated(TypeAdapter(Config), data | {"secrets": given}, text, path.name)
    except Faults as found:
        raise Faults(_in_order([*found.faults, *faults], path.name)) from None
    faults += _missing_address(config, text, path.name)
    faults += _too_many_lanes(config, text, path.name)
    if faults:
        raise Faults(_in_order(faults, path.name))
    return config


def _in_order(faults: list[Fault], file: str) -> list[Fault]:
    """Return the faults of the file by their lines, then those of the environment."""
    return sorted(faults, key=lambda fault: (fault.file != file, fault.line))


def content_folder(path: Path, environment: Mapping[str, str]) -> Path:
    """Return where the wording is, beside the config file unless it says otherwise; also where that has faults."""
    said = environment.get(f"{PREFIX}CONTENT_PATH", "")
    try:
        section = read_toml(read_text(path, path.name), path.name).get("content", {})
    except Faults:
        section = {}
    written = section.get("path") if isinstance(section, dict) else None
    in_file = written if isinstance(written, str) else ContentSection().path
    return path.parent / (said or in_file)


def _variables() -> dict[str, tuple[str, str, FieldInfo]]:
    """Return the section, key and field for each variable that stands in for a key of the file."""
    return {
        f"{PREFIX}{section}_{key}".upper(): (section, key, field)
        for section, model in _sections()
        if model is not Secrets
        for key, field in model.model_fields.items()
    }


def _secret_variables() -> dict[str, str]:
    return {f"{PREFIX}{name}".upper(): name for name in Secrets.model_fields}


def _sections() -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in Config.model_fields.items():
        assert isinstance(field.annotation, type)
        yield name, field.annotation


def _take_over(data: dict[str, Any], environment: Mapping[str, str]) -> list[Fault]:
    """Put what the environment says in the place of what the file says; return what is wrong with it."""
    faults = _unknown(environment)
    for name, (section, key, field) in _variables().items():
        if name not in environment or not isinstance(data.setdefault(section, {}), dict):
            continue
        # The environment's word stands, so that of the file is not looked at.
        data[section].pop(key, None)
        try:
            data[section][key] = _read(field, environment[name], name)
        except Faults as found:
            faults += found.faults
    return faults


def _unknown(environment: Mapping[str, str]) -> list[Fault]:
    """Find the variables that are meant for Homeround by their look, and that nothing reads."""
    known = [*_variables(), *_secret_variables()]
    ours = tuple(f"{PREFIX}{section}_".upper() for section, _ in _sections())
    return [
        Fault(name, 0, "", f"is not known here{nearest(name, known)}")
        for name in sorted(environment)
        if name.startswith(PREFIX)
        and name not in known
        and (name.startswith(ours) or get_close_matches(name, known, n=1, cutoff=_SLIP))
    ]


def _read(field: FieldInfo, value: str, name: str) -> Any:
    if field.annotation == tuple[str, ...]:
        return tuple(each.strip() for each in value.split(",") if each.strip())
    model: Any = field.annotation
    return converted(
        TypeAdapter(Annotated[(model, *field.metadata)] if field.metadata else model), value, name
    )


def _secrets_in(data: dict[str, Any], text: str, file: str) -> list[Fault]:
    """Take every secret out of what the file says, and return each as a fault that does not show it."""
    found = []
    for name, field in _secret_variables().items():
        section, _, key = field.partition("_")
        for path in ((section, key), ("secrets", field)):
            table = data.get(path[0])
            if isinstance(table, dict) and table.pop(path[1], None) is not None:
                what = f"is a secret and must not stand here; set {name} in the environment"
                found.append(Fault(file, line_of(text, path), ".".join(path), what))
    if data.pop("secrets", None):
        what = "secrets come from the environment only, never from this file"
        found.append(Fault(file, line_of(text, ("secrets",)), "secrets", what))
    database = data.get("database")
    if isinstance(database, dict) and _PASSWORD.search(str(database.get("url"))):
        what = f"holds a password; set {PREFIX}DATABASE_URL in the environment instead"
        found.append(Fault(file, line_of(text, ("database", "url")), "database.url", what))
    return found


def _too_many_lanes(config: Config, text: str, file: str) -> list[Fault]:
    """Find channels whose lanes would each have less than a message a second: lanes keep whole seconds."""
    what = "is more than messages_per_second: each lane needs one a second"
    return [
        Fault(file, line_of(text, (name, "lanes")), f"{name}.lanes", what)
        for name, section in (("telegram", config.telegram), ("slack", config.slack))
        if 0 < section.messages_per_second < section.lanes
    ]


def _missing_address(config: Config, text: str, file: str) -> list[Fault]:
    if not (config.telegram.enabled and config.telegram.webhook) or config.http.public_url:
        return []
    what = "is missing: with [telegram] webhook = true, Telegram must be able to reach us"
    return [Fault(file, line_of(text, ("http", "public_url")), "http.public_url", what)]
