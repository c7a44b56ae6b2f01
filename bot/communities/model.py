"""A server as the bot knows it, and one line of its audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Community:
    """A server's settings. `zone` serves members who chose none; `language` is Discord's locale code of the server."""

    guild_id: int
    zone: str = "UTC"
    language: str = ""


@dataclass(frozen=True)
class AuditLine:
    """Who changed what, when (aware UTC). `actor_id` is None after the organiser erased their data."""

    at: datetime
    actor_id: int | None
    what: str
    detail: Mapping[str, str]
