"""Papers that members save, and what was saved in a server."""

from __future__ import annotations

from datetime import timedelta

from bot.attention.store import limits
from bot.core.db import Database, Tx, query, use_case
from bot.papers.model.values import Paper
from bot.papers.store import saves
from bot.papers.store.saves import Saved

SAVES = "papers.save"  # what the limit counts
MOST_SAVES, SAVES_PER = 60, timedelta(hours=1)  # of one member in a server


class Saving:
    """Use cases behind "Save" and /mine → My papers. Nobody else sees what a member saved."""

    db: Database

    @use_case
    def save_paper(self, tx: Tx, guild_id: int, user_id: int, paper: Paper) -> None:
        """A member saves a paper; saved already, nothing changes. TooOften."""
        if not saves.has(tx, guild_id, user_id, paper.arxiv_id):
            limits.check(tx, user_id, guild_id, SAVES, MOST_SAVES, SAVES_PER)
            saves.add(tx, guild_id, user_id, paper)

    @use_case
    def unsave_paper(self, tx: Tx, guild_id: int, user_id: int, arxiv_id: str) -> None:
        """A member saves it no more."""
        saves.remove(tx, guild_id, user_id, arxiv_id)

    @query
    def my_saved(
        self, tx: Tx, user_id: int, *, guild_id: int | None, skip: int = 0, limit: int | None = None
    ) -> list[Saved]:
        """What a person saved in a server or (None) everywhere, what they saved last first."""
        return saves.of_person(tx, user_id, guild_id, skip=skip, limit=limit)
