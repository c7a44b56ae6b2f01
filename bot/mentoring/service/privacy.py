"""A person's privacy among mentors and peers: show, export, erase; leaving, coming back, being stopped."""

from __future__ import annotations

from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for mentors and peers; what follows when somebody leaves, comes back or is stopped."""

    db: Database
    area = "mentoring"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        return []

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Everything of theirs, no word of others."""
        return []

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything, everywhere or in one server; returns the deliveries to remove."""
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """(server, person) of everybody something is kept of."""
        return set()

    def seen_otherwise(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """They left a server, came back, or were stopped or allowed again. In the caller's transaction."""
