"""A person's privacy among competitions: show, export, erase; and what follows when they leave, come back or are stopped."""

from __future__ import annotations

from bot.competitions.store import entrants
from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for competitions."""

    db: Database
    area = "competitions"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        return []

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """What they are in, their logs, what they learned."""
        return []

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything."""
        entrants.erase(tx, user_id, guild_id)
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody who is or was in one."""
        return entrants.members(tx)

    def seen_otherwise(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """They left a server, came back, were stopped or allowed again; in the caller's transaction."""
