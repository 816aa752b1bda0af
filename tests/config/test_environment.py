"""What the environment says stands in the place of what config.toml says, for every key and of every kind."""

from pathlib import Path
from typing import Any

import pytest

from bot.config import Config, Secrets
from tests.support.config_file import ConfigFile

# For each key: what the environment says, and what that is.
SAID: dict[str, tuple[str, Any]] = {
    "NETWORK_NAME": ("North borough", "North borough"),
    "NETWORK_TIMEZONE": ("Europe/Lisbon", "Europe/Lisbon"),
    "NETWORK_AREAS": ("Bromley, Kensington and Chelsea", ("Bromley", "Kensington and Chelsea")),
    "DATABASE_URL": ("postgresql://db/homes", "postgresql://db/homes"),
    "HTTP_HOST": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - only read
    "HTTP_PORT": ("0", 0),
    "HTTP_PUBLIC_URL": ("https://bot.example", "https://bot.example"),
    "TELEGRAM_ENABLED": ("true", True),
    "TELEGRAM_API_URL": ("http://127.0.0.1:9000/bot", "http://127.0.0.1:9000/bot"),
    "TELEGRAM_BOT_NAME": ("north_bot", "north_bot"),
    "TELEGRAM_MESSAGES_PER_SECOND": ("2.5", 2.5),
    "TELEGRAM_LANES": ("4", 4),
    "TELEGRAM_WEBHOOK": ("false", False),
    "SLACK_ENABLED": ("true", True),
    "SLACK_API_URL": ("http://127.0.0.1:9000/api/", "http://127.0.0.1:9000/api/"),
    "SLACK_MODE": ("http", "http"),
    "SLACK_HOME_CHANNEL": ("C012AB3CD", "C012AB3CD"),
    "SLACK_MESSAGES_PER_SECOND": ("0", 0.0),
    "SLACK_LANES": ("10", 10),
    "KINDNESS_QUIET_HOURS": ("21:00-06:00", "21:00-06:00"),
    "KINDNESS_MAX_BROADCASTS_PER_WEEK": ("5", 5),
    "KINDNESS_REMINDERS": ("0", 0),
    "SCHEDULE_LATE_HOURS": ("0.5", 0.5),
    "FILES_LARGEST_MB": ("3", 3),
    "GUIDANCE_WATCH": ("true", True),
    "GUIDANCE_SECONDS_BETWEEN": ("0.1", 0.1),
    "GUIDANCE_CONTENT_API": ("http://127.0.0.1:9000/content", "http://127.0.0.1:9000/content"),
    "GUIDANCE_PRIVATE_HOSTS": ("127.0.0.1:9000", ("127.0.0.1:9000",)),
    "RETENTION_EVENTS_DAYS": ("90", 90),
    "RETENTION_CONVERSATIONS_DAYS": ("1", 1),
    "CONTENT_PATH": ("words", Path("words")),
}
SECRETS = {name.upper(): f"secret-{place}" for place, name in enumerate(Secrets.model_fields)}


def value_of(config: Config, name: str) -> Any:
    section, _, key = name.lower().partition("_")
    return getattr(getattr(config, section), key)


def test_every_key_is_in_this_table() -> None:
    keys = {
        f"{section}_{key}".upper()
        for section, field in Config.model_fields.items()
        if section != "secrets" and field.annotation is not None
        for key in field.annotation.model_fields
    }

    assert keys == set(SAID)


@pytest.mark.parametrize("name", SAID)
def test_the_environment_stands_for_a_key_that_the_file_leaves_out(
    config_file: ConfigFile, name: str
) -> None:
    said, meant = SAID[name]

    config = config_file.read("", {f"HOMEROUND_{name}": said})

    assert value_of(config, name) == meant


@pytest.mark.parametrize("name", SAID)
def test_the_environment_stands_for_what_the_file_says_even_where_that_is_wrong(
    config_file: ConfigFile, name: str
) -> None:
    said, meant = SAID[name]
    section, _, key = name.lower().partition("_")
    wrong = f"[{section}]\n{key} = 1979-05-27\n"

    assert config_file.faults(wrong) != []
    assert value_of(config_file.read(wrong, {f"HOMEROUND_{name}": said}), name) == meant


@pytest.mark.parametrize(
    ("name", "said", "what"),
    [
        ("HTTP_PORT", "eighty", "must be a whole number"),
        ("HTTP_PORT", "", "must be a whole number"),
        ("HTTP_PORT", "70000", "must be 65535 or less"),
        ("TELEGRAM_ENABLED", "perhaps", "must be true or false"),
        ("TELEGRAM_MESSAGES_PER_SECOND", "nan", "must be a number"),
        ("TELEGRAM_MESSAGES_PER_SECOND", "-1", "must be 0 or more"),
        ("SLACK_MODE", "carrier pigeon", "must be 'socket' or 'http'"),
        ("NETWORK_TIMEZONE", "Mars", '"Mars" is not a time zone; write one such as Europe/London'),
        ("DATABASE_URL", "mysql://u:pw@h/d", "must begin with sqlite:/// or postgresql://"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable_and_no_line(
    config_file: ConfigFile, name: str, said: str, what: str
) -> None:
    assert config_file.faults("", {f"HOMEROUND_{name}": said}) == [f"HOMEROUND_{name}: {what}"]


def test_where_both_are_wrong_only_the_environment_is_told_for_its_word_stands(
    config_file: ConfigFile,
) -> None:
    faults = config_file.faults("[http]\nport = 'x'\n", {"HOMEROUND_HTTP_PORT": "y"})

    assert faults == ["HOMEROUND_HTTP_PORT: must be a whole number"]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("HOMEROUND_TELEGRAM_TOKN", "HOMEROUND_TELEGRAM_TOKEN"),
        ("HOMEROUND_TELGRAM_TOKEN", "HOMEROUND_TELEGRAM_TOKEN"),
        ("HOMEROUND_HTTP_PROT", "HOMEROUND_HTTP_PORT"),
        ("HOMEROUND_DATABASE_URI", "HOMEROUND_DATABASE_URL"),
    ],
)
def test_a_slip_in_a_variables_name_is_a_fault(
    config_file: ConfigFile, slip: str, meant: str
) -> None:
    told = f'{slip}: is not known here (did you mean "{meant}"?)'

    assert config_file.faults("", {slip: "1"}) == [told]


def test_what_an_orchestrator_sets_for_a_service_of_this_name_is_left_alone(
    config_file: ConfigFile,
) -> None:
    # kubernetes.io/docs/concepts/services-networking/service, "Environment variables"
    theirs = {
        "HOMEROUND_SERVICE_HOST": "10.0.0.11",
        "HOMEROUND_SERVICE_PORT": "8080",
        "HOMEROUND_PORT": "tcp://10.0.0.11:8080",
        "HOMEROUND_PORT_8080_TCP_ADDR": "10.0.0.11",
        "PATH": "/usr/bin",
    }

    assert config_file.read("", theirs) == Config()


def test_secrets_come_from_the_environment(config_file: ConfigFile) -> None:
    environment = {f"HOMEROUND_{name}": secret for name, secret in SECRETS.items()}

    held = config_file.read("", environment).secrets.model_dump()

    assert {name.upper(): held[name].get_secret_value() for name in held} == SECRETS


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("in_secrets", [True, False])
def test_a_secret_in_the_file_is_a_fault_that_does_not_show_it(
    config_file: ConfigFile, name: str, in_secrets: bool
) -> None:
    section, _, key = name.lower().partition("_")
    section, key = ("secrets", name.lower()) if in_secrets else (section, key)

    faults = config_file.faults(f'# mine\n[{section}]\n{key} = "hunter2"\n')

    what = f"is a secret and must not stand here; set HOMEROUND_{name} in the environment"
    assert faults == [f"config.toml:3: {section}.{key}: {what}"]


@pytest.mark.parametrize(
    "url", ["postgresql://bot:hunter2@db/homes", "postgresql://db/homes?user=bot&password=hunter2"]
)
def test_a_password_in_the_databases_address_belongs_in_the_environment(
    config_file: ConfigFile, url: str
) -> None:
    what = "holds a password; set HOMEROUND_DATABASE_URL in the environment instead"

    assert config_file.faults(f'[database]\nurl = "{url}"\n') == [
        f"config.toml:2: database.url: {what}"
    ]
    assert config_file.read("", {"HOMEROUND_DATABASE_URL": url}).database.url == url


def test_nothing_secret_shows_when_a_config_is_printed(config_file: ConfigFile) -> None:
    environment = {f"HOMEROUND_{name}": "hunter2" for name in SECRETS}
    environment["HOMEROUND_DATABASE_URL"] = "postgresql://bot:hunter2@db/homes"

    config = config_file.read("", environment)

    assert "hunter2" not in f"{config!r} {config} {config.secrets!r} {config.database}"


def test_nothing_secret_shows_in_the_faults_beside_it(config_file: ConfigFile) -> None:
    environment = {f"HOMEROUND_{name}": "hunter2" for name in SECRETS}
    environment["HOMEROUND_DATABASE_URL"] = "mysql://bot:hunter2@db/homes"

    faults = config_file.faults("[http]\nport = 'x'\n", environment)

    assert len(faults) == 2
    assert "hunter2" not in "\n".join(faults)
