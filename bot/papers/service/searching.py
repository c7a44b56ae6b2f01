"""Looking through what a server's members wrote about papers."""

from __future__ import annotations

from bot.core.db import Database, Tx, query
from bot.papers.model.values import Entry
from bot.papers.store import searching

MOST = 10  # that are shown


class Searching:
    """Looking through what a server's members wrote about papers."""

    db: Database

    @query
    def search(self, tx: Tx, guild_id: int, typed: str, limit: int = MOST) -> list[Entry]:
        """What was posted in this server that has every word of `typed`, best first; empty when nothing has."""
        return searching.search(tx, guild_id, typed, limit)
