"""Every setting, as one value: its name, its default, what it is for, and what it may be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "BOT_"
ENV_FILE = Path(".env")  # in the folder that the program is started in

# Names that their own service gave them: read without the prefix, too.
OFFICIAL = ("KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY")


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

    @field_validator("kaggle_username", mode="before")
    @classmethod
    def _stripped(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("kaggle_api_token", "kaggle_key")
    @classmethod
    def _in_one_piece(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value().strip()
        if len(text.split()) > 1 and not _is_path(text):
            raise ValueError("has a space or a line break inside: copy it again in one piece, alone")
        return SecretStr(text)

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


def _is_path(text: str) -> bool:
    return text.startswith(("/", "~", "./", "../")) or Path(text).is_absolute()


def _address(value: str, *schemes: str) -> str:
    wrong = ValueError(f"must be an address that begins with {' or '.join(f'{each}://' for each in schemes)}")
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise wrong from None
    if not usable:
        raise wrong
    if "@" in parts.netloc:
        raise ValueError("must not hold a name or a password: leave out what is before the @, and the @")
    return value
