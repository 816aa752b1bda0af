"""The config.toml that is shipped: it runs as it is, and tells of every key that there is."""

import re
import tomllib
from pathlib import Path

from bot.config import Config, Secrets, load_config

SHIPPED = Path(__file__).parents[2] / "config.toml"
KEYS = {
    f"{section}.{key}": getattr(getattr(Config(), section), key)
    for section, model in ((name, field.annotation) for name, field in Config.model_fields.items())
    if model is not Secrets and model is not None
    for key in model.model_fields
}


def test_it_runs_as_it_is_with_no_channel_on() -> None:
    config = load_config(SHIPPED, {})

    assert config.channels == ()
    assert config.missing_secrets() == []


def test_it_has_every_key_and_no_other() -> None:
    written = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))

    assert {f"{section}.{key}" for section in written for key in written[section]} == set(KEYS)


def test_every_key_stands_there_with_what_holds_where_it_is_left_out() -> None:
    config = load_config(SHIPPED, {})
    shipped = {
        name: getattr(getattr(config, name.split(".")[0]), name.split(".")[1]) for name in KEYS
    }

    # A network has a name of its own.
    assert shipped | {"network.name": ""} == KEYS | {"network.name": ""}


def test_every_key_says_what_it_is_for() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    silent = [line for line in lines if re.match(r"\w+ = ", line) and "  # " not in line]

    assert silent == []


def test_it_holds_no_secret_and_says_where_they_come_from() -> None:
    text = SHIPPED.read_text(encoding="utf-8")

    assert "HOMEROUND_TELEGRAM_TOKEN" in text
    assert not set(tomllib.loads(text)) & {"secrets"}
