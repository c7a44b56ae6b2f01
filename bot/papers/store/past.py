"""Takes what was due until now off the lists, after a restore or an import (A11)."""

from __future__ import annotations

from bot.core.db import Tx
from bot.papers.store import digests, feeds, missed, openings, sessions, settings


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Of a server or (None) of all."""
    digests.skip_past(tx, guild_id)
    openings.skip_past(tx, guild_id)
    sessions.skip_past(tx, guild_id)
    if guild_id is None:
        feeds.skip_past(tx)
        missed.drop(tx)
    elif (found := settings.get(tx, guild_id)) is not None and found.on:
        feeds.follow(tx, found.categories)  # an import brings no feeds along: they are everybody's
