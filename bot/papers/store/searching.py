"""Looking through what a server's members posted about papers, by the index of migration 0005."""

from __future__ import annotations

from bot.core.db import Tx
from bot.core.db.fulltext import FullText
from bot.papers.model.values import Entry, EntryState
from bot.papers.store.entries import entry_value
from bot.papers.tables import paper_entry

_INDEX = FullText(paper_entry, "paper_entry_fts")


def search(tx: Tx, guild_id: int, typed: str, limit: int) -> list[Entry]:
    """What was posted in a server that has every word of `typed`, or words that begin so: best first, then the newest."""
    found = _INDEX.found(tx, typed)
    if found is None:
        return []
    there = (paper_entry.c.guild_id == guild_id, paper_entry.c.state == EntryState.POSTED.value)
    return [entry_value(row) for row in tx.execute(found.where(*there).limit(limit))]
