"""A paper that somebody saved, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.papers.model.values import Paper


@dataclass(frozen=True)
class Saved:
    """A paper that somebody saved, in which server and when (aware UTC)."""

    guild_id: int
    paper: Paper
    at: datetime
