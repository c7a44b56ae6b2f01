"""Reads the environment and `.env`: every problem in a sentence of its own, at once, and never a value."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot.config.settings import ENV_FILE, OFFICIAL, PREFIX, Settings

MISSING = (
    "BOT_TOKEN is missing. Get one at https://discord.com/developers/applications (New Application, then Bot, "
    "then Reset Token) and put BOT_TOKEN=... into the file .env. To look around without any token: make demo."
)


class SettingsError(Exception):
    """Settings that cannot be used; its text names every problem, one a line."""


@dataclass(frozen=True)
class Reading:
    """What the environment and `.env` say.

    `settings` has defaults in place of the values named in `unusable`; `problems` is a sentence for each.
    """

    settings: Settings
    problems: tuple[str, ...] = ()
    unusable: frozenset[str] = frozenset()


def read_settings() -> Reading:
    """Everything that can be read, and every problem at once; a missing token is no problem here."""
    problems: list[str] = []
    source: dict[str, Any] = {}
    if trouble := _env_file_trouble():
        problems.append(trouble)
        source["_env_file"] = None
    try:
        settings = Settings(**source)
    except ValidationError as error:
        items = error.errors(include_input=False, include_url=False)
    else:
        return Reading(settings, (*problems, *_half(settings)))
    problems += [f"{PREFIX}{_field(item).upper()} {_words(item)}." for item in items]
    unusable = frozenset(map(_field, items))
    source |= {name: Settings.model_fields[name].get_default() for name in unusable}
    settings = Settings(**source)
    if not unusable & {"kaggle_api_token", "kaggle_username", "kaggle_key"}:
        problems += _half(settings)
    return Reading(settings, tuple(problems), unusable)


def _field(item: Any) -> str:
    """The setting that an error is about, which calls it by the name of its variable where it has several."""
    return str(item["loc"][0]).lower().removeprefix(PREFIX.lower())


def _half(settings: Settings) -> list[str]:
    """What is wrong where only one of Kaggle's name and key is set."""
    named, key = bool(settings.kaggle_username), bool(settings.kaggle_key.get_secret_value())
    if named == key or settings.kaggle_api_token.get_secret_value():
        return []
    there, lacking = ("USERNAME", "KEY") if named else ("KEY", "USERNAME")
    return [
        f"{PREFIX}KAGGLE_{lacking} is missing, as {PREFIX}KAGGLE_{there} is set: kaggle.json has both; "
        f"or set {PREFIX}KAGGLE_API_TOKEN alone."
    ]


def load_settings(*, need_token: bool) -> Settings:
    """The settings of this process; SettingsError naming every problem at once."""
    reading = read_settings()
    problems = list(reading.problems)
    if need_token and not reading.settings.token.get_secret_value().strip():
        problems.append(MISSING)
    if problems:
        raise SettingsError("\n".join(problems))
    return reading.settings


@dataclass(frozen=True)
class Unknown:
    """A name in the environment or `.env` that is no setting; `meant` is the setting it resembles, or empty."""

    name: str
    meant: str = ""


def unknown_names() -> list[Unknown]:
    """Every name that begins with BOT_ and is no setting, and those in `.env` that look like one; never a value."""
    settings = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    in_file = () if _env_file_trouble() else DotEnvSettingsSource(Settings).env_vars
    ours = {name.upper() for name in (*EnvSettingsSource(Settings).env_vars, *in_file)}
    found = []
    for name in sorted(name for name in ours if name.startswith(PREFIX)):
        if name not in settings:
            stems = [each.removeprefix(PREFIX) for each in settings]
            close = get_close_matches(name.removeprefix(PREFIX), stems, 1, 0.6)
            found.append(Unknown(name, f"{PREFIX}{close[0]}" if close else ""))
    for name in sorted({name.upper() for name in in_file}):
        if not name.startswith(PREFIX) and name not in OFFICIAL:
            # BOTTOKEN, B0T_TOKEN, TOKEN: nothing else is read from this file, so that it was meant for us.
            close = get_close_matches(name, settings, 1, 0.85) or [
                each for each in settings if each == PREFIX + name.removeprefix("DISCORD_")
            ]
            found += [Unknown(name, close[0])] if close else []
    return found


def _env_file_trouble() -> str:
    if ENV_FILE.is_dir():
        return ".env is a folder and no file: remove it and write the settings into a file of that name."
    try:
        ENV_FILE.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        pass
    except UnicodeDecodeError:
        return ".env is no UTF-8 text: save it again as plain text in UTF-8."
    except OSError as error:
        return f".env cannot be read ({error.strerror}): the user that runs the bot must own it (chown)."
    return ""


def _words(item: Any) -> str:
    limits = item.get("ctx", {})
    match item["type"]:
        case "int_parsing" | "int_from_float":
            return "must be a whole number"
        case "greater_than_equal":
            return f"must be {limits['ge']} or more"
        case "less_than_equal":
            return f"must be {limits['le']} or less"
        case "literal_error":
            return f"must be {limits['expected']}".replace("'", "")
    return str(item["msg"]).removeprefix("Value error, ")
