"""Discord's own markup for times, people and channels."""

from __future__ import annotations

from datetime import datetime
from typing import Literal


def stamp(instant: datetime, style: Literal["F", "f", "t", "R", "D"] = "f") -> str:
    """The instant in each reader's own zone: F with weekday, f without, t time only, R relative, D date only."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def person(user_id: int) -> str:
    """A mention; it pings nobody, for no message of ours allows mentions."""
    return f"<@{user_id}>"


def channel(channel_id: int) -> str:
    """A link to a channel or thread."""
    return f"<#{channel_id}>"
