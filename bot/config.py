"""Settings: the only reader of the environment and of `.env`; every problem is reported at once, secrets stay masked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

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
            raise ValueError("write shards as 0/1 or 0-3/16 (this process's shards / all shards)") from None
        if not own or min(own) < 0 or max(own) >= count:
            raise ValueError(f"shards go from 0 to {count - 1} when there are {count}")
        return cls(tuple(sorted(own)), count)


class Settings(BaseSettings):
    """Every setting, read from `BOT_...` variables and `.env`; can be built from keyword arguments."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
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
                "write server ids with commas between them (Developer Mode on, right-click a server, Copy Server ID)"
            )
        return frozenset(map(int, ids))

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        value = " ".join(value.split())
        if len(value) > 200:
            raise ValueError("has at most 200 characters")
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
            raise ValueError("begins with sqlite+aiosqlite:///path or postgresql+asyncpg://user@host/name")
        if value.startswith("sqlite") and (value.endswith("///") or ":memory:" in value):
            raise ValueError("names a file; an in-memory database would lose what members wrote")
        return value

    @field_validator("discord_api_url")
    @classmethod
    def _api(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("begins with https:// or http://")
        return value.rstrip("/")

    @field_validator("discord_gateway_url")
    @classmethod
    def _gateway(cls, value: str) -> str:
        if not value.startswith(("ws://", "wss://")):
            raise ValueError("begins with wss:// or ws://")
        return value

    def serves(self, guild_id: int) -> bool:
        """Whether this bot may work for a server (0: a direct message, which has none)."""
        return not guild_id or not self.allowed_servers or guild_id in self.allowed_servers

    @property
    def database_file(self) -> Path | None:
        """The embedded database's file; None on PostgreSQL."""
        if not self.database_url.startswith("sqlite"):
            return None
        return Path(self.database_url.split("///", 1)[1].split("?", 1)[0])


class _Token(BaseSettings):
    """The token alone, to be looked at when other settings are wrong."""

    model_config = Settings.model_config

    token: SecretStr = SecretStr("")


def load_settings(*, need_token: bool) -> Settings:
    """The settings of this process; SettingsError naming every problem at once."""
    problems: list[str] = []
    settings = None
    try:
        settings = Settings()
    except ValidationError as error:
        for item in error.errors(include_input=False, include_url=False):
            name = "BOT_" + "_".join(str(part) for part in item["loc"]).upper()
            problems.append(f"{name} {item['msg'].removeprefix('Value error, ')}.")
    if need_token and not _Token().token.get_secret_value().strip():
        problems.append(MISSING)
    if settings is None or problems:
        raise SettingsError("\n".join(problems))
    return settings
