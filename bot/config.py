"""Settings: the only reader of the environment and of `.env`; every problem is reported at once, secrets stay masked."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

PREFIX = "BOT_"
ENV_FILE = Path(".env")  # in the folder that the program is started in

MISSING = (
    "BOT_TOKEN is missing. Get one at https://discord.com/developers/applications (New Application, then Bot, "
    "then Reset Token) and put BOT_TOKEN=... into the file .env. To look around without any token: make demo."
)


class SettingsError(Exception):
    """Settings that cannot be used; its text names every problem, one a line."""


@dataclass(frozen=True)
class Shards:
    """Which shards this process runs (`own`), of how many in all processes (`count`)."""

    own: tuple[int, ...] = (0,)
    count: int = 1

    @classmethod
    def parse(cls, text: str) -> Shards:
        """Shards from `0/1`, `0-3/16` or `2,5/8`; ValueError in one sentence otherwise."""
        try:
            ranges, total = text.split("/")
            own: set[int] = set()
            for part in ranges.split(","):
                first, _, last = part.partition("-")
                own.update(range(int(first), int(last or first) + 1))
            count = int(total)
        except ValueError:
            count, own = 0, set()
        if count < 1 or not own:
            raise ValueError("must be this process's shards / all shards, as 0/1 or 0-3/16")
        if min(own) < 0 or max(own) >= count:
            raise ValueError(f"must number shards from 0 to {count - 1}, as there are {count}")
        return cls(tuple(sorted(own)), count)


def _also(name: str) -> AliasChoices:
    """A setting that is also read under the name that its own service gave it."""
    return AliasChoices(f"{PREFIX}{name}", name)


class Settings(BaseSettings):
    """Every setting, read from `BOT_...` variables and `.env`; can be built from keyword arguments."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",  # some editors begin a file with a mark, which would hide the first name
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    token: SecretStr = Field(
        default=SecretStr(""), description="The bot's token from Discord's developer portal."
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///data/compound.sqlite3",
        description="Where everything is kept; postgresql+asyncpg://… for several processes.",
    )
    shards: Annotated[Shards, NoDecode] = Field(
        default=Shards(), description="This process's shards of all shards, as 0/1 or 0-3/16."
    )
    allowed_servers: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Server ids, with commas, that this bot serves; empty: all."
    )
    contact: str = Field(
        default="",
        description="Who runs this bot and how to reach them; shown in /help (a name, a link, an address).",
    )
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="Port of /healthz, /readyz and /metrics; 0: none."
    )
    metrics_host: str = Field(
        default="127.0.0.1", description="Address that port listens on; 0.0.0.0 inside a container."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged: DEBUG, INFO, WARNING or ERROR."
    )
    demo_port: int = Field(
        default=8080, ge=1, le=65534, description="The demo's page; its Discord is on the next port."
    )
    discord_api_url: str = Field(
        default="https://discord.com/api/v10",
        description="Discord's REST address; for a proxy or a test server.",
    )
    discord_gateway_url: str = Field(
        default="wss://gateway.discord.gg/",
        description="Discord's gateway address; for a proxy or a test server.",
    )

    arxiv_feed_url: str = Field(
        default="https://rss.arxiv.org/atom",
        description="arXiv's daily lists; /cs.LG+cs.CL and the like is put behind it.",
    )
    arxiv_api_url: str = Field(
        default="https://export.arxiv.org/api/query",
        description="arXiv's API, for /paper find: and lists of days the bot was down.",
    )

    kaggle_api_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=_also("KAGGLE_API_TOKEN"),
        description="Kaggle's API token (KGAT_…), or the path of a file that holds it; without one competitions are off.",
    )
    kaggle_username: str = Field(
        default="",
        validation_alias=_also("KAGGLE_USERNAME"),
        description="Instead of a token: a Kaggle user's name, as kaggle.json has it.",
    )
    kaggle_key: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=_also("KAGGLE_KEY"),
        description="And that user's key.",
    )
    kaggle_api_url: str = Field(
        default="https://api.kaggle.com/v1",
        description="Kaggle's API; competitions.CompetitionApiService/ListCompetitions is put behind it.",
    )

    @field_validator("shards", mode="before")
    @classmethod
    def _shards(cls, value: object) -> object:
        return Shards.parse(value) if isinstance(value, str) else value

    @field_validator("allowed_servers", mode="before")
    @classmethod
    def _servers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdecimal() and len(part) <= 20 for part in ids):
            raise ValueError(
                "must be server ids with commas between them (Developer Mode on, right-click a server, Copy Server ID)"
            )
        return frozenset(map(int, ids))

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        value = " ".join(value.split())
        if len(value) > 200:
            raise ValueError("must have at most 200 characters")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        for short, full in (("sqlite://", "sqlite+aiosqlite://"), ("postgresql://", "postgresql+asyncpg://")):
            if value.startswith(short):
                value = full + value.removeprefix(short)
        if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            raise ValueError(
                "must begin with sqlite+aiosqlite:///path or postgresql+asyncpg://user@host/name"
            )
        if value.startswith("sqlite") and (value.endswith("///") or ":memory:" in value):
            raise ValueError("must name a file; an in-memory database would lose what members wrote")
        from bot.core.db.database import parse_url  # here, so that reading settings alone loads no database

        try:
            usable = "@" not in (parse_url(value).host or "")  # the end of a password, otherwise
        except Exception:  # its text may hold the password
            usable = False
        if not usable:
            raise ValueError(
                "cannot be read: write postgresql+asyncpg://user:password@host:5432/name, and signs like @ : / # "
                "in the password as %40 %3A %2F %23"
            )
        return value

    @field_validator("discord_api_url", "arxiv_feed_url", "arxiv_api_url", "kaggle_api_url")
    @classmethod
    def _api(cls, value: str) -> str:
        return _address(value, "https", "http").rstrip("/")

    @field_validator("discord_gateway_url")
    @classmethod
    def _gateway(cls, value: str) -> str:
        return _address(value, "wss", "ws")

    def serves(self, guild_id: int) -> bool:
        """Whether this bot may work for a server (0: a direct message, which has none)."""
        return not guild_id or not self.allowed_servers or guild_id in self.allowed_servers

    @property
    def database_file(self) -> Path | None:
        """The embedded database's file; None on PostgreSQL."""
        if not self.database_url.startswith("sqlite"):
            return None
        return Path(self.database_url.split("///", 1)[1].split("?", 1)[0])


def _address(value: str, *schemes: str) -> str:
    wrong = ValueError(f"must be an address that begins with {' or '.join(f'{each}://' for each in schemes)}")
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise wrong from None
    if not usable:
        raise wrong
    return value


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
        return Reading(Settings(**source), tuple(problems))
    except ValidationError as error:
        items = error.errors(include_input=False, include_url=False)
    problems += [f"{PREFIX}{str(item['loc'][0]).upper()} {_words(item)}." for item in items]
    unusable = frozenset(str(item["loc"][0]) for item in items)
    source |= {name: Settings.model_fields[name].get_default() for name in unusable}
    return Reading(Settings(**source), tuple(problems), unusable)


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
        if not name.startswith(PREFIX):
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
